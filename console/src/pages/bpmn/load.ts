// What the editor opens with: a version's file, and what this browser kept of edits that were not saved.
import { get, path } from "~/api/client";
import type { Flow, VersionDocument } from "~/api/types";
import { type Copies, type LocalCopy, localCopies } from "~/pages/designer/draft/local";

export interface OpenedFile {
  flow: Flow;
  version: VersionDocument;
  xml: string;
  /** What this window had not saved, where it differs from the version. */
  own: LocalCopy | undefined;
  /** What other windows left, the newest first. */
  left: Array<LocalCopy & { key: string }>;
}

export async function openFile(flowId: string, wish: number | undefined): Promise<OpenedFile | null> {
  const flow = await get<Flow>(path`/flows/${flowId}`);
  const number = wish ?? flow.latest_version;
  if (number === null) return null;
  const version = await get<VersionDocument>(path`/flows/${flowId}/versions/${number}`);
  if (version.bpmn === null) return null;
  const xml = version.bpmn;
  const copies = fileCopies(flowId);
  const own = copies.own();
  return {
    flow,
    version,
    xml,
    own: own !== undefined && own.text !== xml ? own : undefined,
    left: copies.others().filter(({ text }) => text !== xml),
  };
}

/** A slash is in no id: they are told apart from the designer's. */
export function fileCopies(flowId: string): Copies {
  return localCopies(`${flowId}/bpmn`);
}
