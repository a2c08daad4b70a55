import { useQuery } from "@tanstack/react-query";
import { Handle, type NodeProps, Position } from "@xyflow/react";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { runQuery } from "~/api/queries";
import type { FlowNode, NodeState, Progress, Wait } from "~/api/types";
import { Icon, type IconName } from "~/components/icons";
import { type Look, nodeLook, statusWord } from "~/components/StatusBadge";
import { fraction } from "~/format/eta";
import { secondsUntil } from "~/format/moments";
import { useFormat } from "~/format/useFormat";
import { useTick } from "~/live/useTick";
import { nodeName } from "~/names/words";
import { NODE_ICONS } from "./nodeIcons";
import { useNodeState } from "./nodeStates";

/** So often a run is asked for that a node waits for. */
const CHILD_MS = 2_000;
export const WAITS: Look = { icon: "clock", colour: "amber" };

/** One node: what it is; in a run also how it stands, how often it was visited, how long it took. */
export const FlowNodeBox = memo(function FlowNodeBox({ id, data, selected }: NodeProps) {
  const node = data.node as FlowNode;
  const { t, i18n } = useTranslation();
  const name = nodeName(node, i18n.language);
  const isAcross = data.isAcross === true;
  const { state, progress, wait } = useNodeState(id, node.type === "subflow");
  const look = wait ? WAITS : state && nodeLook(state.status);
  const does = doing(node) ?? t(`graph.types.${node.type}`, { defaultValue: node.type });
  return (
    <div
      className="ren-node"
      data-colour={look?.colour}
      data-status={wait ? "waits" : state?.status}
      data-selected={selected || undefined}
    >
      <Handle type="target" position={isAcross ? Position.Left : Position.Top} isConnectable={false} />
      <div className="ren-node-name" title={name === id ? id : `${name}\n${id}`}>
        {look && <Icon name={look.icon} size={14} spin={look.spin ?? false} />}
        <span>{name}</span>
      </div>
      <div className="ren-node-does" title={does}>
        {NODE_ICONS[node.type] && <Icon name={NODE_ICONS[node.type] as IconName} size={12} />}
        <span>
          <Told state={state} progress={progress} wait={wait} does={does} />
        </span>
      </div>
      {progress && <Share progress={progress} />}
      <Handle type="source" position={isAcross ? Position.Right : Position.Bottom} isConnectable={false} />
    </div>
  );
});

interface ToldProps {
  state: NodeState | undefined;
  progress: Progress | undefined;
  wait: Wait | undefined;
  does: string;
}

/** What it waits for, how it stands, or - of a node that is not at work yet - what it does. */
export function Told({ state, progress, wait, does }: ToldProps) {
  if (wait) return <Awaited wait={wait} />;
  if (!state || state.status === "waiting") return does;
  return <Standing state={state} progress={progress} />;
}

/** What its author wrote of what it does: the function it calls, or the address it asks. */
export function doing({ data }: FlowNode): string | undefined {
  if (typeof data?.codeRef === "string") return data.codeRef;
  if (typeof data?.flow === "string") return data.flow;
  if (typeof data?.url === "string") return `${data.method ?? "GET"} ${data.url}`;
  return undefined;
}

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

/** What the node waits for, in short. */
function Awaited({ wait }: { wait: Wait }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useTick(wait.kind === "timer");
  const left = wait.due_at === null ? 0 : Math.max(0, secondsUntil(wait.due_at, now));
  if (wait.kind === "child" && wait.ref !== null) return <Child id={wait.ref} />;
  return t(`waits.graph.${wait.kind}`, { span: format.span(left), name: wait.ref });
}

/** How the run stands that a node started, and how far it is. */
function Child({ id }: { id: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data } = useQuery({ ...runQuery(id), refetchInterval: CHILD_MS });
  if (!data) return t("waits.graph.child");
  const { done, total } = data.progress;
  const far = total === null ? [] : [`${format.number(done)}/${format.number(total)}`];
  return [t(statusWord(data.status, data.reason)), ...far].join(" · ");
}

export function Share({ progress }: { progress: Progress }) {
  const share = fraction(progress);
  if (share === null) return null;
  return <div className="ren-node-share" style={{ width: `${share * 100}%` }} />;
}
