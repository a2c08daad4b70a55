import { Badge, Checkbox, Group, Stack, Text } from "@mantine/core";
import { Suspense, useCallback, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { lazyPart } from "~/api/parts";
import { Card } from "~/components/Card";
import { DiffView } from "~/components/json/DiffView";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Waiting } from "~/components/Waiting";
import { nodeName } from "~/names/words";
import { CHANGES } from "~/theme";
import { useComparable } from "./useComparable";
import { diffVersions, type NodeChange } from "./versionDiff";

const FileDrawing = lazyPart(() => import("~/bpmn/FileDrawing"), "FileDrawing");

/** Two versions of a flow, by the ids of their nodes. */
export function Comparison({ flowId, before, after }: { flowId: string; before: number; after: number }) {
  const { t } = useTranslation();
  const { document: one, error: noOne } = useComparable(flowId, before);
  const { document: other, version, error: noOther } = useComparable(flowId, after);
  const [showMoved, setShowMoved] = useState(false);
  const diff = useMemo(() => (one && other ? diffVersions(one, other) : undefined), [one, other]);
  if (noOne || noOther) return <ProblemAlert error={noOne ?? noOther} />;
  if (diff === undefined) return <Waiting />;
  const nodes = diff.nodes.filter((each) => showMoved || each.kind !== "moved");
  const isSame =
    nodes.length + diff.edgesAdded.length + diff.edgesRemoved.length + diff.settings.length === 0;
  return (
    <Card
      title={t("flows.comparison", { before, after })}
      aside={
        diff.nodes.some((each) => each.kind === "moved") && (
          <Checkbox
            label={t("flows.showMoved")}
            checked={showMoved}
            onChange={(event) => setShowMoved(event.currentTarget.checked)}
          />
        )
      }
    >
      <Stack>
        {version?.bpmn && <Drawn key={`${before} ${after}`} xml={version.bpmn} changes={nodes} />}
        {isSame && <Text c="dimmed">{t("flows.same")}</Text>}
        {nodes.map((each) => (
          <NodeRow key={each.id} change={each} />
        ))}
        {diff.edgesAdded.map((edge) => (
          <EdgeRow key={edge} edge={edge} kind="added" />
        ))}
        {diff.edgesRemoved.map((edge) => (
          <EdgeRow key={edge} edge={edge} kind="removed" />
        ))}
        {diff.settings.map((each) => (
          <div key={each.name}>
            <Text fw={600} ff="monospace">
              {each.name}
            </Text>
            <DiffView before={each.before} after={each.after} />
          </div>
        ))}
      </Stack>
    </Card>
  );
}

const HEIGHTS = [200, 420] as const;
const MARKS = { added: "ren-at-green", changed: "ren-at-amber", moved: "ren-at-blue", removed: "" };

/** The newer drawing, with what is new or different in it. */
function Drawn({ xml, changes }: { xml: string; changes: readonly NodeChange[] }) {
  const [isDrawn, setDrawn] = useState(true);
  const marks = useMemo(
    () => new Map(changes.filter(({ kind }) => MARKS[kind]).map(({ id, kind }) => [id, MARKS[kind]])),
    [changes],
  );
  const onTrouble = useCallback(() => setDrawn(false), []);
  if (!isDrawn) return null;
  return (
    <Suspense fallback={<Waiting />}>
      <FileDrawing xml={xml} heights={HEIGHTS} marks={marks} onTrouble={onTrouble} />
    </Suspense>
  );
}

function Kind({ kind }: { kind: NodeChange["kind"] }) {
  const { t } = useTranslation();
  return <Badge color={CHANGES[kind]}>{t(`flows.kinds.${kind}`)}</Badge>;
}

function NodeRow({ change }: { change: NodeChange }) {
  const { language } = useTranslation().i18n;
  const name = nodeName(change.after ?? change.before ?? change, language);
  return (
    <div className="ren-change">
      <Group gap="xs">
        <Kind kind={change.kind} />
        <Text fw={600}>{name}</Text>
        {name !== change.id && (
          <Text ff="monospace" size="sm" c="dimmed">
            {change.id}
          </Text>
        )}
      </Group>
      <DiffView before={change.before} after={change.after} />
    </div>
  );
}

function EdgeRow({ edge, kind }: { edge: string; kind: "added" | "removed" }) {
  return (
    <Group gap="xs">
      <Kind kind={kind} />
      <Text ff="monospace" className="ren-break">
        {edge}
      </Text>
    </Group>
  );
}
