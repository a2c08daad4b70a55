import type { LogLine } from "~/api/types";
import { clock } from "~/format/moments";
import { useNodeName } from "~/names/nodeNames";

interface LogLineTextProps {
  line: LogLine;
  wrap: boolean;
  /** The first hit of a search, to be marked. */
  mark?: string | undefined;
}

/** One line: time, level, node, message. Its content is text, whatever it looks like. */
export function LogLineText({ line, wrap, mark }: LogLineTextProps) {
  const nameOf = useNodeName();
  const context = telling(line.context);
  return (
    <div className="ren-log-line" data-level={line.level ?? undefined} data-wrap={wrap || undefined}>
      <span className="ren-log-time">{line.ts ? clock(line.ts) : "–"}</span>
      <span className="ren-log-level">{line.level}</span>
      {line.node_id && (
        <span className="ren-log-node" title={line.node_id}>
          {nameOf(line.node_id)}
        </span>
      )}
      <span
        className="ren-log-message"
        title={context === line.context ? undefined : JSON.stringify(line.context)}
      >
        <Marked text={messageOf(line)} mark={mark} />
        {hasContext(context) && <span className="ren-log-context"> {JSON.stringify(context)}</span>}
      </span>
    </div>
  );
}

function messageOf(line: LogLine): string {
  return typeof line.message === "string" ? line.message : (JSON.stringify(line.message) ?? "");
}

/** Where most lines come from: told when the pointer is on the line. */
const USUAL = { stream: "stdout", logger: "renflow" };

/** A line's context without what nearly every line has. */
function telling(context: unknown): unknown {
  if (context === null || typeof context !== "object") return context;
  const entries = Object.entries(context);
  const kept = entries.filter(([name, value]) => (USUAL as Record<string, unknown>)[name] !== value);
  return kept.length === entries.length ? context : Object.fromEntries(kept);
}

function hasContext(context: unknown): boolean {
  return (
    context !== null &&
    context !== undefined &&
    (typeof context !== "object" || Object.keys(context).length > 0)
  );
}

function Marked({ text, mark }: { text: string; mark: string | undefined }) {
  const at = mark ? text.toLowerCase().indexOf(mark.toLowerCase()) : -1;
  if (!mark || at === -1) return text;
  const end = at + mark.length;
  return (
    <>
      {text.slice(0, at)}
      <mark>{text.slice(at, end)}</mark>
      {text.slice(end)}
    </>
  );
}
