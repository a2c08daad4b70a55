import { lazyPart } from "~/api/parts";

/** The editor is heavy: it is loaded when somebody edits. */
export const JsonEditor = lazyPart(() => import("./JsonEditor"), "JsonEditor");
