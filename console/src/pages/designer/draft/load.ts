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
  version: number | null;
  /** What another window left unsaved, the newest first. */
  left: Array<LocalCopy & { key: string }>;
}

/** `wish`: a version to go on from, whatever the draft says. */
export async function openDraft(flowId: string, wish: number | undefined): Promise<Opened> {
  const [flow, hasOne] = await Promise.all([get<Flow>(path`/flows/${flowId}`), hasDraft(flowId)]);
  const draft = hasOne ? await draftServer(flow.id).read() : undefined;
  const copies = localCopies(flowId);
  const version = wish ?? flow.latest_version;
  const revision = draft?.revision ?? null;
  const saved = draft === undefined ? undefined : jsonText(draft.dsl);
  const left = copies.others().filter((copy) => copy.text !== saved);
  const common = { flow, revision, theirs: undefined, version: version ?? null, left };
  const copy = copies.own();
  if (copy !== undefined && copy.text !== saved && wish === undefined) {
    const isBehind = copy.base !== revision;
    return {
      ...common,
      value: readJson(copy.text),
      revision: copy.base,
      isUnsaved: true,
      theirs: isBehind ? draft : undefined,
      source: "copy",
    };
  }
  if (wish !== undefined) {
    const value = await versionDocument(flowId, wish);
    return { ...common, value, isUnsaved: jsonText(value) !== saved, source: "version" };
  }
  if (draft !== undefined) return { ...common, value: draft.dsl, isUnsaved: false, source: "draft" };
  if (version === null || version === undefined)
    return { ...common, value: BEGINNING, isUnsaved: false, source: "nothing" };
  return { ...common, value: await versionDocument(flowId, version), isUnsaved: false, source: "version" };
}
