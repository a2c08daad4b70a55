import { Button, Group, Select, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { exchange } from "~/api/client";
import { RUNS, someRunsQuery } from "~/api/queries";
import type { JsonObject, Run } from "~/api/types";
import { Dialog } from "~/components/Dialog";
import { SchemaInputs } from "~/components/form/SchemaInputs";
import { SendForm } from "~/components/form/SendForm";
import { fieldsOf } from "~/components/form/schemaForm";
import { uploadsOf } from "~/components/form/uploaded";
import { useFieldProblems } from "~/components/form/useFieldProblems";
import { useInputs } from "~/components/form/useInputs";
import { ProblemAlert } from "~/components/ProblemAlert";
import { nodeName } from "~/names/words";
import { type NodeType, nodeTypesQuery } from "../api";
import type { FlowDocument } from "../document/document";
import { jsonText } from "../document/text";
import { PinnedOutputs } from "./PinnedOutputs";
import { type Pins, pinnable, readPins } from "./pins";

interface TrialDialogProps {
  flowId: string;
  document: FlowDocument;
  /** The node that is selected: a run may stop behind it. */
  selected: string | undefined;
  /** The run that is looked at: its outputs are offered to be pinned. Without one, the flow's newest. */
  run: string | undefined;
  /** What nodes leave without being run; kept beyond the dialog. */
  pins: Pins;
  onPins: (pins: Pins) => void;
  /** Saves what is drawn; gives the revision that has it, undefined where that cannot be. */
  save: () => Promise<number | undefined>;
  onStarted: (run: Run) => void;
  onClose: () => void;
}

class NotSaved extends Error {}

const NO_TYPES: readonly NodeType[] = [];

/** Runs what is drawn, as it is drawn: published or not. */
export function TrialDialog(props: TrialDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog opened onClose={props.onClose} title={t("designer.trial.title")} size="lg">
      <TrialForm {...props} />
    </Dialog>
  );
}

function TrialForm(props: TrialDialogProps) {
  const { flowId, document, selected, run, pins, onPins, save, onStarted, onClose } = props;
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const fields = fieldsOf(document.inputs as JsonObject | undefined, i18n.language);
  const inputs = useInputs(fields);
  const { form, asJson } = inputs;
  const [stopAfter, setStopAfter] = useState<string | null>(selected ?? null);
  const types = useQuery(nodeTypesQuery()).data?.items ?? NO_TYPES;
  const newest = useQuery(someRunsQuery({ flow_id: flowId }, 1)).data?.items[0]?.thread_id;
  const able = useMemo(() => pinnable(document, types), [document, types]);
  const { pinned, faults } = readPins(pins, able);
  const start = useMutation({
    mutationFn: async (input: JsonObject) => {
      const revision = await save();
      if (revision === undefined) throw new NotSaved(t("designer.trial.notSaved"));
      const uploads = asJson ? {} : uploadsOf(form.entries);
      const body = {
        flow_id: flowId,
        draft: revision,
        input,
        ...(Object.keys(uploads).length > 0 && { uploads }),
        ...(stopAfter !== null && { stop_after: stopAfter }),
        ...(Object.keys(pinned).length > 0 && { pinned }),
      };
      const headers = { "Content-Type": "application/json" };
      // As text: what is pinned keeps the digits of its numbers.
      const answer = await exchange("/runs/start", { method: "POST", headers, body: jsonText(body) });
      return JSON.parse(answer) as Run;
    },
    onSuccess: async (run) => {
      await client.invalidateQueries({ queryKey: RUNS });
      onStarted(run);
    },
  });
  const problems = useFieldProblems(start.error, ["stop_after", "pinned"]);
  const submit = async () => {
    const input = inputs.read();
    if (input !== undefined && Object.keys(faults).length === 0) await start.mutateAsync(input);
  };
  const nodes = document.nodes.map((node) => ({ value: node.id, label: nodeName(node, i18n.language) }));
  return (
    <SendForm error={start.error} marked={inputs.missing} onSend={submit}>
      <Text size="sm" c="dimmed">
        {t("designer.trial.explain")}
      </Text>
      <SchemaInputs fields={fields} inputs={inputs} problems={problems} label={t("start.input")} />
      <Select
        label={t("designer.trial.stopAfter")}
        placeholder={t("designer.trial.toTheEnd")}
        data={nodes}
        value={stopAfter}
        onChange={setStopAfter}
        error={problems.at("stop_after") ?? null}
        clearable
        searchable
      />
      <PinnedOutputs
        {...{ pins, onPins, faults }}
        nodes={able}
        problemOf={(id) => problems.at(`pinned/${id}`)}
        run={run ?? newest}
      />
      {start.error instanceof NotSaved ? (
        <Text size="sm" className="ren-red" role="alert">
          {start.error.message}
        </Text>
      ) : (
        <ProblemAlert error={start.error} {...(!asJson && { isMarked: problems.isMarked })} />
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t("common.notNow")}
        </Button>
        <Button
          type="submit"
          loading={start.isPending}
          disabled={!asJson && (form.isMoving || form.isMissingFile)}
        >
          {t("designer.trial.start")}
        </Button>
      </Group>
    </SendForm>
  );
}
