// The draft as the server keeps it. Numbers that JavaScript cannot hold come and go with their digits.
import { ApiError, exchange, get, path } from "~/api/client";
import type { Page } from "~/api/types";
import { jsonText, readJson } from "../document/text";

export interface Draft {
  revision: number;
  updated_at: string;
  /** Any JSON: it need not be a flow. */
  dsl: unknown;
}

/** Somebody else saved meanwhile. */
export class Outdated extends Error {}

export interface DraftServer {
  /** What is kept; undefined: nothing yet. */
  read: () => Promise<Draft | undefined>;
  /** Keep another content; `after` is the revision that it was made from, null where there was none. Throws Outdated. */
  write: (dsl: unknown, after: number | null) => Promise<Draft>;
}

export function draftServer(flowId: string): DraftServer {
  const address = path`/flows/${flowId}/draft`;
  return {
    read: async () => {
      try {
        return readJson(await exchange(address, { cache: "no-store" })) as Draft;
      } catch (error) {
        if (error instanceof ApiError && error.problem.status === 404) return undefined;
        throw error;
      }
    },
    write: async (dsl, after) => {
      const headers: Record<string, string> = { "Content-Type": "application/json" };
      if (after !== null) headers["If-Match"] = `"${after}"`;
      try {
        const answer = await exchange(address, { method: "PUT", headers, body: jsonText({ dsl }) });
        return { dsl, ...(readJson(answer) as Omit<Draft, "dsl">) };
      } catch (error) {
        if (error instanceof ApiError && error.problem.status === 412) throw new Outdated();
        throw error;
      }
    },
  };
}

/** Whether the flow has a draft: to ask for one that is not there would be told as an error by the browser. */
export async function hasDraft(flowId: string): Promise<boolean> {
  let cursor: string | null = null;
  do {
    const page: Page<{ flow_id: string }> = await get("/flow-drafts", { limit: 1000, cursor });
    if (page.items.some((each) => each.flow_id === flowId)) return true;
    cursor = page.next;
  } while (cursor !== null);
  return false;
}

/** A version's document, with the digits of its numbers. */
export async function versionDocument(flowId: string, version: number): Promise<unknown> {
  const answer = readJson(await exchange(path`/flows/${flowId}/versions/${version}`, {})) as { dsl: unknown };
  return answer.dsl;
}
