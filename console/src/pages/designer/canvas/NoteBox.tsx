import { type NodeProps, NodeResizer } from "@xyflow/react";
import { memo, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useCommands } from "../context";
import type { NoteData } from "./elements";

/** A note beside the nodes: a text, edited in place. */
export const NoteBox = memo(function NoteBox({ data, selected }: NodeProps) {
  const { note } = data as NoteData;
  const { t } = useTranslation();
  const { changeNote, resizeNote } = useCommands();
  const [isEdited, setEdited] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (isEdited) field.current?.focus();
  }, [isEdited]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: by keyboard, Enter on the selected note opens its field
    <div
      className="ren-note"
      data-selected={selected || undefined}
      data-edit-note={note.id}
      onDoubleClick={() => setEdited(true)}
    >
      <NodeResizer
        isVisible={selected === true}
        minWidth={100}
        minHeight={60}
        onResizeEnd={(_, { x, y, width, height }) => resizeNote(note.id, { x, y, width, height })}
      />
      {isEdited || selected ? (
        <textarea
          ref={field}
          className="nodrag nowheel nokey"
          aria-label={t("designer.noteText")}
          defaultValue={note.text}
          maxLength={10_000}
          onFocus={() => setEdited(true)}
          onBlur={(event) => {
            setEdited(false);
            changeNote(note.id, event.currentTarget.value);
          }}
          onKeyDown={(event) => {
            if (event.key === "Escape") event.currentTarget.blur();
          }}
        />
      ) : (
        <div className="ren-note-text">{note.text || t("designer.emptyNote")}</div>
      )}
    </div>
  );
});
