import { lazy } from "react";

/** The editor is heavy: it is loaded when somebody edits. */
export const JsonEditor = lazy(async () => ({ default: (await import("./JsonEditor")).JsonEditor }));
