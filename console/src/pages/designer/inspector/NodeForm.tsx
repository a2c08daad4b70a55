import { Alert, Group, Stack, Text, TextInput } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { asObject } from "~/components/form/schemaForm";
import { Icon } from "~/components/icons";
import type { FlowNode, JsonObject } from "../document/document";
import { changeNode } from "../document/nodes";
import { useProblemText } from "../problems/useProblemText";
import { EdgeForm } from "./edges/EdgeForm";
import { edgesFrom } from "./edges/edges";
import { withField } from "./edits";
import { FieldsForm } from "./fields/FieldsForm";
import { IdInput } from "./IdInput";
import type { Surroundings } from "./types";

/** A node's names, what its type asks for, and the edges that leave it. */
export function NodeForm({ node, around }: { node: FlowNode; around: Surroundings }) {
  const { t } = useTranslation();
  const type = around.nodeTypes.find((each) => each.type === node.type);
  const edges = edgesFrom(around.flow, node.id);
  const hasForm = type !== undefined && Object.keys(asObject(type.data_schema.properties)).length > 0;
  return (
    <Stack gap="md">
      <NodeProblems node={node} around={around} />
      <Group gap={6} wrap="nowrap" align="flex-start">
        <LabelInput name="label" node={node} around={around} />
        <LabelInput name="label_zh" node={node} around={around} />
      </Group>
      <IdInput key={node.id} id={node.id} around={around} />
      {type === undefined && around.nodeTypes.length > 0 && (
        <Alert color="gray" variant="light" p="xs" icon={<Icon name="question" />}>
          <Text size="xs" className="ren-break">
            {t("inspector.unknownType", { type: node.type })}
          </Text>
        </Alert>
      )}
      {hasForm && <FieldsForm node={node} schema={type.data_schema as JsonObject} around={around} />}
      {type !== undefined && !hasForm && (
        <Text size="xs" c="dimmed">
          {t(Object.keys(asObject(node.data)).length > 0 ? "inspector.noForm" : "inspector.noFields")}
        </Text>
      )}
      {edges.length > 0 && (
        <Stack gap="sm" role="group" aria-label={t("inspector.edges")}>
          <Text size="sm" fw={600}>
            {t("inspector.edges")}
          </Text>
          {edges.map(([at, edge]) => (
            <EdgeForm key={at} at={at} edge={edge} around={around} isShort />
          ))}
        </Stack>
      )}
    </Stack>
  );
}

interface LabelInputProps {
  name: "label" | "label_zh";
  node: FlowNode;
  around: Surroundings;
}

function LabelInput({ name, node, around: { flow, change } }: LabelInputProps) {
  const { t } = useTranslation();
  const value: unknown = node[name];
  return (
    <TextInput
      size="xs"
      flex={1}
      label={t(`inspector.${name}`)}
      maxLength={200}
      value={typeof value === "string" ? value : ""}
      onChange={(event) => {
        const text = event.currentTarget.value || undefined;
        change(
          changeNode(flow, node.id, (each) => withField(each, name, text)),
          "field",
          `${node.id}/${name}`,
        );
      }}
    />
  );
}

/** What is wrong with the node that stands beside none of its fields. */
function NodeProblems({ node, around: { flow, problems } }: { node: FlowNode; around: Surroundings }) {
  const textOf = useProblemText(flow);
  const beyond = `/nodes/${flow.nodes.indexOf(node)}/data/`;
  const found = problems.filter((each) => each.node_id === node.id && !each.pointer.startsWith(beyond));
  if (found.length === 0) return null;
  return (
    <Stack gap={4} role="alert">
      {found.map((each) => {
        const { title, hint } = textOf(each);
        return (
          <Text key={`${each.code} ${each.pointer}`} size="xs" className="ren-red ren-break">
            {title} {hint}
          </Text>
        );
      })}
    </Stack>
  );
}
