import { useConnection } from "@xyflow/react";
import type { RefObject } from "react";
import { createPortal } from "react-dom";
import { useTranslation } from "react-i18next";
import { nodeName } from "~/names/words";
import { type FlowDocument, nodeOf } from "../document/document";
import { type KindOf, type Port, refusal } from "../document/kinds";

interface RefusedProps {
  kindOf: KindOf;
  now: () => FlowDocument;
  instead: RefObject<string | undefined>;
}

/** While a line is drawn: why it cannot lead to the node it is at. */
export function Refused({ kindOf, now, instead }: RefusedProps) {
  const { t, i18n } = useTranslation();
  const connection = useConnection();
  if (!connection.inProgress || connection.toNode === null) return null;
  const document = now();
  // A line that is drawn anew may be held by its end.
  const isTurned = connection.fromHandle.type === "target";
  const [from, to] = isTurned
    ? [connection.toNode.id, connection.fromNode.id]
    : [connection.fromNode.id, connection.toNode.id];
  const port = ((isTurned ? connection.toHandle?.id : connection.fromHandle.id) ?? "next") as Port;
  const why = refusal(document, { source: from, port, target: to, instead: instead.current }, kindOf);
  if (why === undefined) return null;
  const by = why.by === undefined ? undefined : nodeOf(document, why.by);
  return createPortal(
    <div role="status" className="ren-refused">
      {t(`designer.refused.${why.reason}`, { node: by && nodeName(by, i18n.language) })}
    </div>,
    window.document.body,
  );
}
