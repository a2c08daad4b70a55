import { TextInput } from "@mantine/core";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { idProblem } from "../document/ids";
import { renameNode } from "../document/nodes";
import type { Surroundings } from "./types";

/** A node's id. It changes, and every edge's end with it, when the cursor leaves the field or Enter is pressed. */
export function IdInput({ id, around }: { id: string; around: Surroundings }) {
  const { t } = useTranslation();
  const { flow, change, select } = around;
  const [text, setText] = useState(id);
  useEffect(() => setText(id), [id]);
  const problem = text === id ? undefined : idProblem(flow, text, id);
  const commit = () => {
    if (text === id || problem !== undefined) return;
    change(renameNode(flow, id, text), "id");
    select?.({ kind: "node", id: text });
  };
  return (
    <TextInput
      size="xs"
      label={t("inspector.id")}
      description={t("inspector.idHint")}
      value={text}
      spellCheck={false}
      styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
      error={problem && t(`inspector.badId.${problem}`)}
      onChange={(event) => setText(event.currentTarget.value)}
      onBlur={commit}
      onKeyDown={(event) => {
        if (event.key === "Enter") commit();
        if (event.key === "Escape") setText(id);
      }}
    />
  );
}
