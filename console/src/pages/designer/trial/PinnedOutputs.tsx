import { ActionIcon, Group, Select, Stack, Text, Textarea } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/components/icons";
import { nodeName } from "~/names/words";
import type { FlowNode } from "../document/document";
import { type Given, givenIn } from "./given";
import type { PinFault, Pins } from "./pins";

const NOTHING: Given = { kind: "empty" };

interface PinnedOutputsProps {
  /** The nodes that may be pinned. */
  nodes: readonly FlowNode[];
  pins: Pins;
  onPins: (pins: Pins) => void;
  faults: Readonly<Record<string, PinFault>>;
  /** What the server says of the outputs of a node. */
  problemOf: (id: string) => string | undefined;
  /** The run whose outputs are offered; none: there is no run yet. */
  run: string | undefined;
}

/** Nodes that are not run in a test, with what they leave in place of it: as in a run, or as it is typed. */
export function PinnedOutputs({ nodes, pins, onPins, faults, problemOf, run }: PinnedOutputsProps) {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const [told, setTold] = useState("");
  const pinned = nodes.filter(({ id }) => Object.hasOwn(pins, id));
  const others = nodes.filter(({ id }) => !Object.hasOwn(pins, id));
  const pin = async (id: string) => {
    const given = run === undefined ? NOTHING : await givenIn(client, run, id).catch(() => NOTHING);
    setTold(t(`designer.pins.${given.kind}`));
    onPins({ ...pins, [id]: given.kind === "given" ? given.text : "{}" });
  };
  const unpin = (id: string) => {
    setTold("");
    onPins(Object.fromEntries(Object.entries(pins).filter(([each]) => each !== id)));
  };
  if (nodes.length === 0) return null;
  return (
    <Stack gap="xs" role="group" aria-label={t("designer.pins.title")}>
      <Select
        label={t("designer.pins.title")}
        description={t("designer.pins.explain")}
        placeholder={t("designer.pins.add")}
        data={others.map((node) => ({ value: node.id, label: nodeName(node, i18n.language) }))}
        value={null}
        onChange={(id) => id !== null && void pin(id)}
        disabled={others.length === 0}
        searchable
      />
      {pinned.map((node) => {
        const name = nodeName(node, i18n.language);
        const fault = faults[node.id];
        return (
          <Group key={node.id} gap="xs" wrap="nowrap" align="flex-start">
            <Textarea
              flex={1}
              label={name}
              aria-label={t("designer.pins.of", { node: name })}
              error={fault === undefined ? problemOf(node.id) : t(`designer.pins.${fault}`)}
              autosize
              minRows={1}
              maxRows={10}
              spellCheck={false}
              styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
              value={pins[node.id] ?? ""}
              onChange={(event) => onPins({ ...pins, [node.id]: event.currentTarget.value })}
            />
            <ActionIcon
              mt={26}
              size={34}
              variant="default"
              aria-label={t("designer.pins.remove", { node: name })}
              onClick={() => unpin(node.id)}
            >
              <Icon name="close" size={12} />
            </ActionIcon>
          </Group>
        );
      })}
      <Text size="xs" c="dimmed" role="status">
        {told}
      </Text>
    </Stack>
  );
}
