import { Handle, type NodeProps, Position } from "@xyflow/react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import type { FlowNode, NodeState, Progress } from "~/api/types";
import { Icon } from "~/components/icons";
import { nodeLook } from "~/components/StatusBadge";
import { fraction } from "~/format/eta";
import { useFormat } from "~/format/useFormat";
import { nodeName } from "~/names/words";
import { useNodeState } from "./nodeStates";

/** One node: what it is; in a run also how it stands, how often it was visited, how long it took. */
export const FlowNodeBox = memo(function FlowNodeBox({ id, data, selected }: NodeProps) {
  const node = data.node as FlowNode;
  const { t, i18n } = useTranslation();
  const name = nodeName(node, i18n.language);
  const isAcross = data.isAcross === true;
  const { state, progress } = useNodeState(id);
  const look = state && nodeLook(state.status);
  const does =
    typeof node.data?.codeRef === "string"
      ? node.data.codeRef
      : t(`graph.types.${node.type}`, { defaultValue: node.type });
  return (
    <div
      className="ren-node"
      data-colour={look?.colour}
      data-status={state?.status}
      data-selected={selected || undefined}
    >
      <Handle type="target" position={isAcross ? Position.Left : Position.Top} isConnectable={false} />
      <div className="ren-node-name" title={name === id ? id : `${name}\n${id}`}>
        {look && <Icon name={look.icon} size={14} spin={look.spin ?? false} />}
        <span>{name}</span>
      </div>
      <div className="ren-node-does" title={does}>
        {state && state.status !== "waiting" ? <Standing state={state} progress={progress} /> : does}
      </div>
      {progress && <Share progress={progress} />}
      <Handle type="source" position={isAcross ? Position.Right : Position.Bottom} isConnectable={false} />
    </div>
  );
});

function Standing({ state, progress }: { state: NodeState; progress: Progress | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const parts = [t(`nodeStatus.${state.status}`, { defaultValue: state.status })];
  if (progress?.total != null && state.status === "running") {
    parts[0] = `${format.number(progress.done)}/${format.number(progress.total)}`;
  }
  if (progress && progress.failed > 0) parts.push(t("progress.failed", { count: progress.failed }));
  if (state.visits > 1) parts.push(`×${format.number(state.visits)}`);
  if (state.duration_s !== null) parts.push(format.span(state.duration_s));
  return parts.join(" · ");
}

function Share({ progress }: { progress: Progress }) {
  const share = fraction(progress);
  if (share === null) return null;
  return <div className="ren-node-share" style={{ width: `${share * 100}%` }} />;
}
