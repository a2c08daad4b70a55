import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import type { FlowProblem, Version } from "~/api/types";
import { bpmnCheckQuery, formsOf } from "~/bpmn/checking";
import { FileProblems } from "~/bpmn/FileProblems";
import { serviceOf } from "~/bpmn/viewer";
import { XmlText } from "~/bpmn/XmlText";
import { Card } from "~/components/Card";
import { Moment } from "~/components/Moment";
import { PageHead } from "~/components/PageHead";
import { ProblemAlert } from "~/components/ProblemAlert";
import { flowName } from "~/names/words";
import { Canvas } from "./Canvas";
import { Leaving } from "./Leaving";
import { fileCopies, type OpenedFile } from "./load";
import { Properties } from "./Properties";
import { SaveDialog } from "./SaveDialog";
import { Toolbar, type View } from "./Toolbar";
import { useKept } from "./useKept";
import type { Drawing } from "./useModeler";

const SETTLED_MS = 500;
const ROWS = 32;
const NONE: FlowProblem[] = [];

/** A file that is drawn, or edited as text; checked as it changes, saved as the next version. */
export function Editor({ opened }: { opened: OpenedFile }) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const { flow, version, xml } = opened;
  const [text, setText] = useState(opened.own?.text ?? xml);
  const [shown, setShown] = useState(0);
  const [view, setView] = useState<View>("drawing");
  const [trouble, setTrouble] = useState<string>();
  const [drawing, setDrawing] = useState<Drawing>();
  const [isSaving, setSaving] = useState(false);
  const [saved, setSaved] = useState<Version>();
  const isDirty = saved === undefined && text !== xml;
  const isKept = useKept(flow.id, version.version, text, isDirty);
  const [settled] = useDebouncedValue(text, SETTLED_MS, { leading: true });
  const check = useQuery({
    ...bpmnCheckQuery(settled, formsOf(version, settled)),
    placeholderData: (before) => before,
  });
  const problems = check.data?.problems ?? NONE;
  useMarked(drawing, problems);
  useEffect(() => {
    if (saved === undefined) return;
    void navigate(`/flows/${flow.id}?tab=versions&version=${saved.version}&compare=${version.version}`);
  }, [saved, navigate, flow.id, version.version]);

  /** What was drawn in the last moment, too. */
  const written = async () => {
    if (drawing === undefined) return;
    const now = await drawing.write();
    setText(now);
  };
  const look = async (next: View) => {
    await written();
    setTrouble(undefined);
    setView(next);
  };
  const take = (other: string) => {
    setTrouble(undefined);
    setText(other);
    setShown((number) => number + 1);
  };
  return (
    <>
      <PageHead
        title={flowName(flow, i18n.language)}
        lead={t("bpmn.editing", { version: version.version })}
      />
      <Leaving isDirty={isDirty} />
      <Leftovers opened={opened} onTake={take} isDirty={isDirty} />
      <Toolbar
        {...{ drawing, view, isDirty, isKept }}
        onView={(next) => void look(next)}
        errors={problems.filter((each) => each.severity === "error").length}
        onSave={() => void written().then(() => setSaving(true))}
      />
      <div className="ren-bpmn-editor">
        {view === "drawing" && trouble === undefined ? (
          <Canvas
            key={shown}
            xml={text}
            onDrawing={setDrawing}
            onText={setText}
            onTrouble={(why) => {
              setTrouble(why);
              setView("xml");
            }}
          />
        ) : (
          <Stack gap="xs">
            {trouble !== undefined && (
              <Alert color="yellow" title={t("bpmn.notDrawn")}>
                {trouble}
              </Alert>
            )}
            <XmlText value={text} rows={ROWS} onChange={setText} />
          </Stack>
        )}
        <Stack gap="sm" className="ren-bpmn-side">
          {drawing && view === "drawing" && <Properties drawing={drawing} />}
          <Card title={t("bpmn.problems")} p="sm">
            <ProblemAlert error={check.error} />
            {check.data && problems.length === 0 && (
              <Text size="sm" className="ren-green">
                {t("bpmn.noProblems")}
              </Text>
            )}
            <FileProblems
              problems={problems}
              {...(drawing && view === "drawing" && { onShow: (id: string) => show(drawing, id) })}
            />
          </Card>
        </Stack>
      </div>
      <SaveDialog
        opened={isSaving}
        onClose={() => setSaving(false)}
        flowId={flow.id}
        base={version.version}
        latest={flow.latest_version ?? version.version}
        text={text}
        forms={formsOf(version, text)}
        onSaved={setSaved}
      />
    </>
  );
}

/** The elements with errors are red. */
function useMarked(drawing: Drawing | undefined, problems: readonly FlowProblem[]): void {
  const modeler = drawing?.modeler;
  useEffect(() => {
    if (modeler === undefined) return;
    const canvas = serviceOf(modeler, "canvas");
    const registry = serviceOf(modeler, "elementRegistry");
    const ids = new Set(problems.flatMap(({ severity, node_id }) => (severity === "error" && node_id) || []));
    const drawn = [...ids].filter((id) => registry.get(id) !== undefined);
    for (const id of drawn) canvas.addMarker(id, "ren-wrong");
    return () => {
      for (const id of drawn) if (registry.get(id) !== undefined) canvas.removeMarker(id, "ren-wrong");
    };
  }, [modeler, problems]);
}

function show({ modeler }: Drawing, id: string): void {
  const element = serviceOf(modeler, "elementRegistry").get(id);
  if (element === undefined) return;
  serviceOf(modeler, "canvas").scrollToElement(id);
  serviceOf(modeler, "selection").select(element);
}

interface LeftoversProps {
  opened: OpenedFile;
  isDirty: boolean;
  onTake: (text: string) => void;
}

/** Edits that were not saved: those of this window are drawn already, those of another are offered. */
function Leftovers({ opened: { own, left, xml, flow, version }, isDirty, onTake }: LeftoversProps) {
  const { t } = useTranslation();
  const [others, setOthers] = useState(left);
  const [newest] = others;
  if (own !== undefined && isDirty)
    return (
      <Alert mb="sm" title={t("bpmn.restored")}>
        <Group justify="space-between">
          <Text size="sm">
            {own.base === version.version ? (
              <Moment at={new Date(own.at).toISOString()} size="sm" />
            ) : (
              t("bpmn.restoredOf", { version: own.base })
            )}
          </Text>
          <Button size="compact-sm" variant="default" onClick={() => onTake(xml)}>
            {t("bpmn.discard")}
          </Button>
        </Group>
      </Alert>
    );
  if (newest === undefined || isDirty) return null;
  const forget = () => {
    fileCopies(flow.id).forgetOther(newest.key);
    setOthers(others.slice(1));
  };
  return (
    <Alert mb="sm" title={t("bpmn.left")}>
      <Group justify="space-between">
        <Moment at={new Date(newest.at).toISOString()} size="sm" />
        <Group gap="xs">
          <Button
            size="compact-sm"
            onClick={() => {
              onTake(newest.text);
              forget();
            }}
          >
            {t("bpmn.goOn")}
          </Button>
          <Button size="compact-sm" variant="default" onClick={forget}>
            {t("bpmn.discard")}
          </Button>
        </Group>
      </Group>
    </Alert>
  );
}
