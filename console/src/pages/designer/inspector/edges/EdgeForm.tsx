import { Anchor, Group, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { nodeName } from "~/names/words";
import { edgeKey, type FlowEdge, nodeOf } from "../../document/document";
import { changeEdge } from "../../document/edges";
import { builtIn } from "../../document/kinds";
import { useProblemText } from "../../problems/useProblemText";
import { withField } from "../edits";
import { JsonField } from "../fields/JsonField";
import { StateKeyInput } from "../fields/StateKeyInput";
import type { Surroundings } from "../types";
import { type Meaning, meaningOf, meaningsFor, withEdgeField, withMeaning } from "./edges";

interface EdgeFormProps {
  /** Its place among all. */
  at: number;
  edge: FlowEdge;
  around: Surroundings;
  /** Beside the node it leaves: only where it leads to is said. */
  isShort?: boolean;
}

/** What an edge stands for - a value of its condition, a failure, or what comes next - and what it is called. */
export function EdgeForm({ at, edge, around, isShort = false }: EdgeFormProps) {
  const { t } = useTranslation();
  const { flow, change, problems } = around;
  const textOf = useProblemText(flow);
  const source = nodeOf(flow, edge.source);
  const kind = builtIn(source?.type ?? "");
  const meaning = meaningOf(edge);
  const meanings = meaningsFor(edge, kind.gives === "answers" || source === undefined, kind.fails);
  const set = (by: (edge: FlowEdge) => FlowEdge, what: string) =>
    change(changeEdge(flow, edgeKey(at), by), "edge", `edge/${at}/${what}`);
  const errors = problems.filter(
    (each) => each.edge?.index === at || each.pointer.startsWith(`/edges/${at}/`),
  );
  const name = `${nameOf(edge.source, around)} → ${nameOf(edge.target, around)}`;
  return (
    <Stack gap={6} role="group" aria-label={name}>
      <Group gap={4} className="ren-break">
        {!isShort && <End id={edge.source} around={around} />}
        <Text span size="sm" aria-hidden>
          →
        </Text>
        <End id={edge.target} around={around} />
      </Group>
      {meanings.length > 1 && (
        <NativeSelect
          size="xs"
          label={t("inspector.meaning")}
          value={meaning}
          onChange={(event) =>
            set((each) => withMeaning(each, event.currentTarget.value as Meaning), "meaning")
          }
          data={meanings.map((each) => ({
            value: each,
            label: t(`inspector.means.${each === "next" && kind.gives === "answers" ? "else" : each}`),
          }))}
        />
      )}
      {meaning === "value" && (
        <JsonField
          label={t("inspector.when")}
          description={t("inspector.whenHint")}
          value={edge.data?.when}
          onChange={(value) =>
            value !== undefined && set((each) => withEdgeField(each, "when", value), "when")
          }
        />
      )}
      {(meaning === "error" || meaning === "timeout") && (
        <StateKeyInput
          label={t("inspector.as")}
          description={t("inspector.asHint")}
          value={edge.data?.as ?? ""}
          keys={["error"]}
          onChange={(key) => set((each) => withEdgeField(each, "as", key === "" ? undefined : key), "as")}
        />
      )}
      {!isShort && (
        <TextInput
          size="xs"
          label={t("inspector.edgeLabel")}
          maxLength={200}
          value={edge.label ?? edge.data?.label ?? ""}
          onChange={(event) => {
            const text = event.currentTarget.value;
            set((each) => labelled(each, text), "label");
          }}
        />
      )}
      {errors.map((each) => (
        <Text key={`${each.code} ${each.pointer}`} size="xs" className="ren-red">
          {textOf(each).title}
        </Text>
      ))}
    </Stack>
  );
}

/** The label stays where it stands: beside the ends, or in `data`, where React Flow puts it. */
function labelled(edge: FlowEdge, text: string): FlowEdge {
  const value = text === "" ? undefined : text;
  if (edge.label === undefined && edge.data?.label !== undefined) return withEdgeField(edge, "label", value);
  return withField(edge, "label", value);
}

function nameOf(id: string, { flow }: Surroundings): string {
  return nodeOf(flow, id)?.id ?? id;
}

function End({ id, around }: { id: string; around: Surroundings }) {
  const { i18n } = useTranslation();
  const node = nodeOf(around.flow, id);
  const name = node === undefined ? id : nodeName(node, i18n.language);
  if (around.select === undefined || node === undefined) {
    return (
      <Text span size="sm" fw={500} ta="start" className="ren-break">
        {name}
      </Text>
    );
  }
  return (
    <Anchor
      component="button"
      type="button"
      size="sm"
      ta="start"
      className="ren-break"
      onClick={() => around.select?.({ kind: "node", id })}
    >
      {name}
    </Anchor>
  );
}
