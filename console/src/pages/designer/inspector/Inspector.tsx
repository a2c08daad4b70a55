import "./inspector.css";
import { Stack, Tabs, Text, Title } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { nodeName } from "~/names/words";
import {
  drawable,
  edgeKey,
  type FlowDocument,
  indexOf,
  isDrawable,
  type JsonObject,
  nodeOf,
} from "../document/document";
import { changeEdge } from "../document/edges";
import { changeNode } from "../document/nodes";
import { DataTab } from "./data/DataTab";
import { EdgeForm } from "./edges/EdgeForm";
import { FlowForm } from "./flow/FlowForm";
import { JsonTab } from "./JsonTab";
import { NodeForm } from "./NodeForm";
import type { Selection, Surroundings } from "./types";

interface InspectorProps extends Surroundings {
  selection: Selection;
}

type Tab = "form" | "json" | "data";

/** What is selected - a node, an edge, or the flow itself - as a form, as JSON, and with the data of the last run. */
export function Inspector({ selection, ...around }: InspectorProps) {
  const { t } = useTranslation();
  const [wish, setWish] = useState<Tab>("form");
  const tabs: Tab[] = selection.kind === "node" ? ["form", "json", "data"] : ["form", "json"];
  const tab = tabs.includes(wish) ? wish : "form";
  const what = `${selection.kind} ${selection.id ?? ""}`;
  return (
    <Stack gap="sm" component="section" aria-label={t("inspector.title")} className="ren-inspect">
      <Head selection={selection} around={around} />
      <Tabs value={tab} onChange={(chosen) => setWish((chosen ?? "form") as Tab)} keepMounted={false}>
        <Tabs.List mb="sm">
          {tabs.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {t(`inspector.tab.${each}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="form">
          <Form key={what} selection={selection} around={around} />
        </Tabs.Panel>
        <Tabs.Panel value="json">
          <AsJson key={what} selection={selection} around={around} />
        </Tabs.Panel>
        {selection.kind === "node" && (
          <Tabs.Panel value="data">
            <DataTab nodeId={selection.id ?? ""} run={around.lastRun} />
          </Tabs.Panel>
        )}
      </Tabs>
    </Stack>
  );
}

interface PartProps {
  selection: Selection;
  around: Surroundings;
}

function Head({ selection, around }: PartProps) {
  const { t, i18n } = useTranslation();
  const { flow, nodeTypes } = around;
  const node = selection.kind === "node" ? nodeOf(flow, selection.id ?? "") : undefined;
  const type = nodeTypes.find((each) => each.type === node?.type);
  const language = i18n.language === "zh" ? "zh" : "en";
  const name = node && nodeName(node, i18n.language);
  return (
    <div>
      <Title order={2} size="h2" className="ren-break" lineClamp={3} {...(name && { title: name })}>
        {name ?? t(selection.kind === "edge" ? "inspector.edge" : "inspector.settings")}
      </Title>
      {node !== undefined && (
        <Text size="xs" c="dimmed" className="ren-break">
          {type === undefined ? node.type : `${type.title[language]} · ${type.description[language]}`}
        </Text>
      )}
    </div>
  );
}

function Form({ selection, around }: PartProps) {
  const { t } = useTranslation();
  if (selection.kind === "flow") return <FlowForm around={around} />;
  if (selection.kind === "node") {
    const node = nodeOf(around.flow, selection.id ?? "");
    if (node !== undefined) return <NodeForm node={node} around={around} />;
  } else {
    const at = indexOf(selection.id ?? "");
    const edge = around.flow.edges[at];
    if (edge !== undefined) return <EdgeForm at={at} edge={edge} around={around} />;
  }
  return <Text c="dimmed">{t("inspector.nothing")}</Text>;
}

/** The selected part itself, with everything in it. */
function AsJson({ selection, around }: PartProps) {
  const { t } = useTranslation();
  const { flow, change } = around;
  const put = (next: FlowDocument) => change(next, "json", `json/${selection.kind}/${selection.id ?? ""}`);
  const label = t("inspector.tab.json");
  const id = selection.id ?? "";
  if (selection.kind === "flow") {
    return (
      <JsonTab
        label={label}
        value={flow as unknown as JsonObject}
        refuse={(next) => (isDrawable(drawable(next)) ? undefined : "noFlow")}
        onChange={(next) => put(next as unknown as FlowDocument)}
      />
    );
  }
  const part = selection.kind === "node" ? nodeOf(flow, id) : flow.edges[indexOf(id)];
  if (part === undefined) return <Text c="dimmed">{t("inspector.nothing")}</Text>;
  const isNode = selection.kind === "node";
  return (
    <JsonTab
      label={label}
      value={part as unknown as JsonObject}
      refuse={(next) => (isNode ? refusedNode(next, id) : refusedEdge(next))}
      onChange={(next) =>
        put(
          isNode
            ? changeNode(flow, id, () => next as never)
            : changeEdge(flow, edgeKey(indexOf(id)), () => next as never),
        )
      }
    />
  );
}

/** An id is changed in its own field: the edges follow it from there. */
function refusedNode(next: JsonObject, id: string): string | undefined {
  if (next.id !== id) return "id";
  return typeof next.type === "string" ? undefined : "type";
}

function refusedEdge(next: JsonObject): string | undefined {
  return typeof next.source === "string" && typeof next.target === "string" ? undefined : "ends";
}
