// What the designer opens with: the draft, what this window had not saved, or a version.
import { get, path } from "~/api/client";
import type { Flow } from "~/api/types";
import { BEGINNING } from "../document/document";
import { jsonText, readJson } from "../document/text";
import { type LocalCopy, localCopies } from "./local";
import { type Draft, draftServer, hasDraft, versionDocument } from "./server";

export interface Opened {
  flow: Flow;
  /** What is to be drawn: any JSON. */
  value: unknown;
  /** The draft's revision that it goes on from; null: there is none. */
  revision: number | null;
  /** It is not what the server has. */
  isUnsaved: boolean;
  /** Somebody else saved while this window was away. */
  theirs: Draft | undefined;
  /** Where it comes from. */
  source: "draft" | "version" | "copy" | "nothing";
  /** The version that a link leads to, where something else is drawn. */
  offered: { version: number; value: unknown } | undefined;
  /** What another window left unsaved, the newest first. */
  left: Array<LocalCopy & { key: string }>;
}

/** `wish`: the version that a link leads to; what was drawn since is not put aside for it, but it is offered. */
export async function openDraft(flowId: string, wish: number | undefined): Promise<Opened> {
  const [flow, hasOne] = await Promise.all([get<Flow>(path`/flows/${flowId}`), hasDraft(flowId)]);
  const draft = hasOne ? await draftServer(flow.id).read() : undefined;
  const copies = localCopies(flowId);
  const version = wish ?? flow.latest_version ?? null;
  const saved = draft === undefined ? undefined : jsonText(draft.dsl);
  const left = copies.others().filter((copy) => copy.text !== saved);
  const wished = wish === undefined ? undefined : await versionDocument(flowId, wish);
  /** What is drawn, and the version beside it, if it says something else. */
  const drawn = (value: unknown) => ({
    flow,
    left,
    value,
    theirs: undefined,
    revision: draft?.revision ?? null,
    offered: wish === undefined || isSame(wished, value) ? undefined : { version: wish, value: wished },
  });
  const copy = copies.own();
  if (copy !== undefined && copy.text !== saved) {
    const isBehind = copy.base !== (draft?.revision ?? null);
    const theirs = isBehind ? draft : undefined;
    return { ...drawn(readJson(copy.text)), revision: copy.base, isUnsaved: true, theirs, source: "copy" };
  }
  if (draft !== undefined) return { ...drawn(draft.dsl), isUnsaved: false, source: "draft" };
  if (version === null) return { ...drawn(BEGINNING), isUnsaved: false, source: "nothing" };
  const value = wished ?? (await versionDocument(flowId, version));
  return { ...drawn(value), isUnsaved: false, source: "version" };
}

function isSame(one: unknown, other: unknown): boolean {
  return jsonText(one) === jsonText(other);
}
