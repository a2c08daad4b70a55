import { Badge, Button, Group, Select, Table, Text } from "@mantine/core";
import { memo } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/components/icons";
import { nodeName } from "~/names/words";
import { FILLED } from "~/theme";
import { type FlowProblem, wordsOf } from "../api";
import { type LineWords, labelOf } from "../canvas/elements";
import { useCommands } from "../context";
import { edgeKey, type FlowDocument, type FlowGroup, type FlowNode } from "../document/document";
import { groupByNode } from "../document/groups";
import { type KindOf, type Port, portOf, portsOf, refusal } from "../document/kinds";
import type { Selection } from "../editor";
import { iconOf } from "../palette/icons";

interface ListViewProps {
  document: FlowDocument;
  selection: Selection;
  problems: readonly FlowProblem[];
  kindOf: KindOf;
  words: LineWords;
  onSelect: (selection: Partial<Selection>) => void;
  onConnect: (wish: { source: string; port: Port; target: string; instead?: string }) => void;
  onRemove: (selection: Partial<Selection>) => void;
  onAddAfter: (node: string, at: { x: number; y: number }) => void;
}

/** Nodes and lines as a list: all that can be done on the canvas, without one. */
export const ListView = memo(function ListView(props: ListViewProps) {
  const { t } = useTranslation();
  const { document } = props;
  const groups = groupByNode(document);
  return (
    <section className="ren-list-view" aria-label={t("designer.listOf")}>
      <Table className="ren-table" verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("flows.node")}</Table.Th>
            <Table.Th>{t("flows.nodeType")}</Table.Th>
            <Table.Th>{t("designer.leadsTo")}</Table.Th>
            <Table.Th aria-label={t("designer.actions")} />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {document.nodes.map((node) => (
            <NodeRow key={node.id} node={node} group={groups.get(node.id)} {...props} />
          ))}
        </Table.Tbody>
      </Table>
    </section>
  );
});

function NodeRow({
  node,
  group,
  ...props
}: ListViewProps & { node: FlowNode; group: FlowGroup | undefined }) {
  const { t, i18n } = useTranslation();
  const { typeOf } = useCommands();
  const { document, selection, problems, kindOf, onSelect, onRemove, onAddAfter } = props;
  const name = nodeName(node, i18n.language);
  const type = typeOf(node.type);
  const own = problems.filter((each) => each.node_id === node.id);
  const lines = document.edges.flatMap((edge, index) => (edge.source === node.id ? [edgeKey(index)] : []));
  return (
    <Table.Tr data-selected={selection.nodes.includes(node.id) || undefined}>
      <Table.Td>
        <Button
          size="compact-sm"
          variant="subtle"
          className="ren-break"
          leftSection={<Icon name={iconOf(node.type)} size={14} />}
          aria-pressed={selection.nodes.includes(node.id)}
          onClick={() => onSelect({ nodes: [node.id] })}
        >
          {name}
        </Button>
        {own.length > 0 && (
          <Badge color={own.some((each) => each.severity === "error") ? FILLED.red : FILLED.amber} ml={6}>
            {t("designer.problemCount", { count: own.length })}
          </Badge>
        )}
        {group && (
          <Text size="xs" c="dimmed" className="ren-break" px={8}>
            {t("designer.group.in", { title: group.title || t("designer.group.untitled") })}
          </Text>
        )}
      </Table.Td>
      <Table.Td data-label={t("flows.nodeType")}>
        <Text size="sm">
          {type ? wordsOf(type.title, i18n.language) : t("designer.unknownType", { type: node.type })}
        </Text>
      </Table.Td>
      <Table.Td data-label={t("designer.leadsTo")}>
        {lines.map((key) => (
          <LineRow key={key} line={key} {...props} />
        ))}
      </Table.Td>
      <Table.Td>
        <Group gap={4} justify="flex-end" wrap="nowrap">
          {portsOf(kindOf(node.type)).length > 0 && (
            <Button
              size="compact-xs"
              variant="default"
              aria-label={t("designer.addAfter", { node: name })}
              onClick={(event) => {
                const { left, bottom } = event.currentTarget.getBoundingClientRect();
                onAddAfter(node.id, { x: left, y: bottom });
              }}
            >
              +
            </Button>
          )}
          <Button
            size="compact-xs"
            variant="default"
            aria-label={t("designer.removeNode", { node: name })}
            onClick={() => onRemove({ nodes: [node.id] })}
          >
            <Icon name="trash" size={12} />
          </Button>
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}

function LineRow({
  line,
  document,
  kindOf,
  words,
  onConnect,
  onRemove,
  onSelect,
}: ListViewProps & { line: string }) {
  const { t, i18n } = useTranslation();
  const edge = document.edges[Number(line)];
  const source = document.nodes.find((each) => each.id === edge?.source);
  if (edge === undefined || source === undefined) return null;
  const port = portOf(edge, kindOf(source.type));
  const stands = labelOf(edge, words);
  const named = stands || t(`designer.ports.${port}`);
  const targets = document.nodes.map((each) => ({
    value: each.id,
    label: nodeName(each, i18n.language),
    disabled:
      each.id !== edge.target &&
      refusal(document, { source: source.id, port, target: each.id, instead: line }, kindOf) !== undefined,
  }));
  return (
    <Group gap={4} wrap="nowrap" mb={2} className="ren-list-line">
      <Button size="compact-xs" variant="subtle" onClick={() => onSelect({ edges: [line] })}>
        {named}
      </Button>
      <Select
        size="xs"
        searchable
        aria-label={t("designer.targetOf", { node: nodeName(source, i18n.language), line: named })}
        data={targets}
        value={edge.target}
        onChange={(target) =>
          target !== null && onConnect({ source: source.id, port, target, instead: line })
        }
        allowDeselect={false}
      />
      <Button
        size="compact-xs"
        variant="default"
        aria-label={t("designer.removeLine", { node: nodeName(source, i18n.language), line: named })}
        onClick={() => onRemove({ edges: [line] })}
      >
        <Icon name="trash" size={12} />
      </Button>
    </Group>
  );
}
