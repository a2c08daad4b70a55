import { createContext, use } from "react";
import type { NodeType } from "./api";
import type { Port } from "./document/kinds";

/** What boxes and lines on the canvas may ask of the designer; all of it stays the same while it is open. */
export interface DesignerCommands {
  /** The list of what can be added, at a point of the window. */
  addFrom: (node: string, port: Port, at: { x: number; y: number }) => void;
  addInto: (edge: string, at: { x: number; y: number }) => void;
  changeNote: (id: string, text: string) => void;
  resizeNote: (id: string, size: { x: number; y: number; width: number; height: number }) => void;
  collapseGroup: (id: string, collapsed: boolean) => void;
  renameGroup: (id: string, title: string) => void;
  typeOf: (type: string) => NodeType | undefined;
  /** Told to those who do not see the canvas. */
  announce: (words: string) => void;
}

const Context = createContext<DesignerCommands | undefined>(undefined);

export const Commands = Context;

export function useCommands(): DesignerCommands {
  const commands = use(Context);
  if (commands === undefined) throw new Error("outside of a designer");
  return commands;
}
