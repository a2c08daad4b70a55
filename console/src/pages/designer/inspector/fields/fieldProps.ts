// What the editor of a field of a node's `data` is given.
import type { Json, JsonObject } from "../../document/document";
import type { Surroundings } from "../types";
import type { EditorKind } from "./fieldKind";

export interface FieldEditorProps {
  kind: EditorKind;
  name: string;
  schema: JsonObject;
  label: string;
  description: string | undefined;
  error: string | undefined;
  required: boolean;
  value: Json | undefined;
  nodeId: string;
  keys: readonly string[];
  around: Surroundings;
  onChange: (value: Json | undefined) => void;
}
