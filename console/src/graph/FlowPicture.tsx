import { Stack, Text } from "@mantine/core";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { lazyPart } from "~/api/parts";
import type { FlowDocument, Run, VersionDocument } from "~/api/types";
import { Waiting } from "~/components/Waiting";

const FlowGraph = lazyPart(() => import("~/graph/FlowGraph"), "FlowGraph");
const FileDrawing = lazyPart(() => import("~/bpmn/FileDrawing"), "FileDrawing");
const RunDrawing = lazyPart(() => import("~/bpmn/RunDrawing"), "RunDrawing");

interface FlowPictureProps {
  version: VersionDocument;
  /** The run that is shown in it. */
  run?: Run;
  selected: string | undefined;
  onSelect: (id: string | undefined) => void;
  /** The least and the most that it may be high. */
  heights: readonly [least: number, most: number];
}

/** A version of a flow as its author drew it: a BPMN file's own drawing, where it has one, else the graph. */
export function FlowPicture(props: FlowPictureProps) {
  // Another version has another drawing.
  return <Picture key={`${props.version.flow_id} ${props.version.version}`} {...props} />;
}

function Picture({ version, run, selected, onSelect, heights }: FlowPictureProps) {
  const { t } = useTranslation();
  const [trouble, setTrouble] = useState<string>();
  const document = version.dsl as unknown as FlowDocument;
  const xml = version.bpmn;
  if (xml !== null && trouble === undefined) {
    const drawing = { xml, selected, onSelect, heights, onTrouble: setTrouble };
    return (
      <Suspense fallback={<Waiting />}>
        {run ? <RunDrawing {...drawing} run={run} document={document} /> : <FileDrawing {...drawing} />}
      </Suspense>
    );
  }
  return (
    <Stack gap="xs">
      {trouble !== undefined && (
        <Text size="sm" className="ren-amber" title={trouble}>
          {t("bpmn.noDrawing")}
        </Text>
      )}
      <Suspense fallback={<Waiting />}>
        <FlowGraph
          document={document}
          selected={selected}
          onSelect={onSelect}
          heights={heights}
          {...(run && {
            states: run.nodes,
            edges: run.edges,
            progress: run.progress,
            visits: run.open_visits,
            waits: run.waits,
          })}
        />
      </Suspense>
    </Stack>
  );
}
