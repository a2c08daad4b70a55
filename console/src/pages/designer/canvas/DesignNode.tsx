import { Handle, type NodeProps, Position, useUpdateNodeInternals } from "@xyflow/react";
import { type MouseEvent, memo, type PointerEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/components/icons";
import { nodeLook } from "~/components/StatusBadge";
import { doing, Share, Told, WAITS } from "~/graph/FlowNodeBox";
import { useNodeState } from "~/graph/nodeStates";
import { nodeName } from "~/names/words";
import { wordsOf } from "../api";
import { useCommands } from "../context";
import { type Port, portsOf } from "../document/kinds";
import { iconOf } from "../palette/icons";
import type { BoxData } from "./elements";

/** Where along the box's border a line leaves. */
const PLACES: Record<Port, { position: Position; at: string }> = {
  next: { position: Position.Bottom, at: "50%" },
  true: { position: Position.Bottom, at: "22%" },
  other: { position: Position.Bottom, at: "50%" },
  false: { position: Position.Bottom, at: "78%" },
  error: { position: Position.Right, at: "30%" },
  timeout: { position: Position.Right, at: "72%" },
};

/** A node on the designer's canvas: what it is, what is wrong with it, and where lines leave it. */
export const DesignNode = memo(function DesignNode({ id, data, selected }: NodeProps) {
  const { node, kind, taken, problem } = data as BoxData;
  const { t, i18n } = useTranslation();
  const { typeOf } = useCommands();
  const { state, progress, wait } = useNodeState(id, node.type === "subflow");
  const type = typeOf(node.type);
  const name = nodeName(node, i18n.language);
  const look = wait ? WAITS : state && nodeLook(state.status);
  const word = type ? wordsOf(type.title, i18n.language) : t("designer.unknownType", { type: node.type });
  const does = doing(node) || word;
  const ports = taken.split(" ");
  // Each handle costs time with every step of a drag: those for failures are there where somebody looks.
  const [isNear, setNear] = useState(false);
  const shown = portsOf(kind).filter(
    (port) => (port !== "error" && port !== "timeout") || isNear || selected || ports.includes(port),
  );
  const measure = useUpdateNodeInternals();
  const handles = `${kind.takes} ${shown.join(" ")}`;
  const measured = useRef(handles);
  useEffect(() => {
    // At first it is measured anyway. Each time costs a look at everything that is drawn.
    if (measured.current !== handles) measure(id);
    measured.current = handles;
  }, [handles, id, measure]);
  // What is dragged over others does not look at them.
  const come = ({ buttons }: PointerEvent) => buttons === 0 && setNear(true);
  return (
    <div
      className="ren-design-frame"
      onPointerEnter={come}
      onPointerMove={come}
      onPointerLeave={() => setNear(false)}
    >
      {kind.takes && (
        <Handle id="in" type="target" position={Position.Top} isConnectableStart={false} className="ren-in" />
      )}
      <div
        className="ren-node ren-design-node"
        data-colour={look?.colour}
        data-status={wait ? "waits" : state?.status}
        data-selected={selected || undefined}
        data-problem={problem}
        data-unknown={type === undefined || undefined}
      >
        <div className="ren-node-name" title={name === id ? id : `${name}\n${id}`}>
          {look && <Icon name={look.icon} size={14} spin={look.spin ?? false} />}
          <span>{name}</span>
        </div>
        <div className="ren-node-does" title={`${word}\n${does}`}>
          <Icon name={iconOf(node.type)} size={12} />
          <span>
            <Told state={state} progress={progress} wait={wait} does={does} />
          </span>
        </div>
        {progress && <Share progress={progress} />}
      </div>
      {problem && (
        <span className="ren-design-problem" data-problem={problem} title={t(`designer.marks.${problem}`)}>
          <Icon name="alert" size={12} />
        </span>
      )}
      {shown.map((port) => (
        <Out key={port} node={id} port={port} isTaken={ports.includes(port) && kind.gives !== "many"} />
      ))}
    </div>
  );
});

interface OutProps {
  node: string;
  port: Port;
  isTaken: boolean;
}

/** Where a line leaves: dragged, it draws one; clicked, it asks what is to follow. */
function Out({ node, port, isTaken }: OutProps) {
  const { t } = useTranslation();
  const { addFrom } = useCommands();
  const { position, at } = PLACES[port];
  const add = (event: MouseEvent) => {
    event.stopPropagation();
    addFrom(node, port, { x: event.clientX, y: event.clientY });
  };
  return (
    <Handle
      id={port}
      type="source"
      position={position}
      isConnectableEnd={false}
      style={position === Position.Bottom ? { left: at } : { top: at }}
      className={port === "error" || port === "timeout" ? "ren-out ren-out-failure" : "ren-out"}
      data-taken={isTaken || undefined}
      title={t(`designer.ports.${port}`)}
      onClick={add}
    />
  );
}
