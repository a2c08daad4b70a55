import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json, jsonParseLinter } from "@codemirror/lang-json";
import {
  bracketMatching,
  foldGutter,
  HighlightStyle,
  indentOnInput,
  syntaxHighlighting,
} from "@codemirror/language";
import { linter, lintGutter } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { Input } from "@mantine/core";
import { useEffect, useId, useRef } from "react";

const COLOURS = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--ren-accent)" },
  { tag: tags.string, color: "var(--ren-green)" },
  { tag: tags.number, color: "var(--ren-blue)" },
  { tag: [tags.bool, tags.null], color: "var(--ren-amber)" },
]);

const LOOK = EditorView.theme({
  "&": {
    fontSize: "12.5px",
    height: "100%",
    backgroundColor: "var(--ren-surface)",
    color: "var(--mantine-color-text)",
  },
  ".cm-scroller": { fontFamily: "var(--mantine-font-family-monospace)" },
  ".cm-gutters": { backgroundColor: "var(--ren-sunken)", color: "var(--ren-grey)", border: "none" },
  ".cm-content": { caretColor: "var(--mantine-color-text)" },
  "&.cm-focused": { outline: "2px solid var(--ren-accent)", outlineOffset: "1px" },
});

interface JsonEditorProps {
  label: string;
  value: string;
  onChange?: (text: string) => void;
  height?: number;
}

/** JSON to be edited, or only read where nobody listens to changes. */
export function JsonEditor({ label, value, onChange, height = 240 }: JsonEditorProps) {
  const id = useId();
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const changed = useRef(onChange);
  changed.current = onChange;
  const isEditable = onChange !== undefined;

  useEffect(() => {
    if (place.current === null) return;
    const made = new EditorView({
      parent: place.current,
      state: EditorState.create({
        extensions: [
          lineNumbers(),
          foldGutter(),
          history(),
          bracketMatching(),
          indentOnInput(),
          json(),
          syntaxHighlighting(COLOURS),
          LOOK,
          EditorView.lineWrapping,
          EditorState.readOnly.of(!isEditable),
          // Tab leaves the editor: everything is reached by keyboard.
          keymap.of([...defaultKeymap, ...historyKeymap]),
          EditorView.contentAttributes.of({
            "aria-labelledby": id,
            role: "textbox",
            "aria-multiline": "true",
          }),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) changed.current?.(update.state.doc.toString());
          }),
          ...(isEditable ? [linter(jsonParseLinter()), lintGutter()] : []),
        ],
      }),
    });
    // What scrolls must be reached by keyboard, also where nothing can be edited.
    if (!isEditable) made.scrollDOM.tabIndex = 0;
    view.current = made;
    return () => made.destroy();
  }, [id, isEditable]);

  useEffect(() => {
    const now = view.current;
    if (now === null || now.state.doc.toString() === value) return;
    now.dispatch({ changes: { from: 0, to: now.state.doc.length, insert: value } });
  }, [value]);

  return (
    <div>
      <Input.Label id={id} mb={4}>
        {label}
      </Input.Label>
      <div ref={place} className="ren-editor" style={{ height }} />
    </div>
  );
}
