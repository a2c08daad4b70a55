import { Select, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useSchedule } from "~/api/commands";
import { flowsQuery, versionQuery } from "~/api/queries";
import type { VersionDocument } from "~/api/types";
import { Dialog } from "~/components/Dialog";
import { FormField } from "~/components/form/FormField";
import { fieldsOf, readEntries } from "~/components/form/schemaForm";
import { asPath } from "~/components/form/uploaded";
import { useEntries } from "~/components/form/useEntries";
import { JsonEditor } from "~/components/json/LazyJsonEditor";
import { readJson } from "~/components/json/readJson";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Waiting } from "~/components/Waiting";
import { flowName } from "~/names/words";
import { documentOf } from "~/pages/flows/document";
import { ScheduleFields } from "./ScheduleFields";
import { type Draft, initialTimes, ownZone, requestOf } from "./times";

interface ScheduleFormProps {
  opened: boolean;
  onClose: () => void;
  /** Chosen already. */
  flowId?: string | undefined;
}

/** A new schedule, for a flow that has a published version. */
export function ScheduleForm({ opened, onClose, flowId }: ScheduleFormProps) {
  const { t } = useTranslation();
  return (
    <Dialog opened={opened} onClose={onClose} title={t("schedules.add")} size="lg">
      <ChosenFlow onClose={onClose} flowId={flowId} />
    </Dialog>
  );
}

function ChosenFlow({ onClose, flowId }: Omit<ScheduleFormProps, "opened">) {
  const { t, i18n } = useTranslation();
  const flows = useQuery(flowsQuery()).data?.items.filter((flow) => flow.published_version !== null);
  const [chosen, setChosen] = useState(flowId ?? null);
  const flow = flows?.find(({ id }) => id === chosen);
  if (flows === undefined) return <Waiting />;
  return (
    <Stack>
      <Select
        label={t("schedules.flow")}
        description={flows.length === 0 ? t("schedules.noFlow") : t("schedules.flowExplain")}
        required
        searchable
        data={flows.map((each) => ({ value: each.id, label: flowName(each, i18n.language) }))}
        value={chosen}
        onChange={setChosen}
      />
      {flow?.published_version != null && (
        <Fields key={flow.id} flowId={flow.id} version={flow.published_version} onClose={onClose} />
      )}
    </Stack>
  );
}

function Fields({ flowId, version, onClose }: { flowId: string; version: number; onClose: () => void }) {
  const { data, error } = useQuery(versionQuery(flowId, version));
  if (error) return <ProblemAlert error={error} />;
  return data === undefined ? <Waiting /> : <Form document={data} onClose={onClose} />;
}

function Form({ document, onClose }: { document: VersionDocument; onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const create = useSchedule();
  const fields = fieldsOf(documentOf(document).inputs, i18n.language).map((field) =>
    asPath(field, t("schedules.pathExplain")),
  );
  const form = useEntries(fields);
  const [text, setText] = useState("{}");
  const [unreadable, setUnreadable] = useState<string[]>([]);
  const [draft, setDraft] = useState<Draft>(() => ({
    title: "",
    times: initialTimes(ownZone()),
    overlap: "skip",
    catchUp: "last",
  }));

  const send = async () => {
    const read = fields.length > 0 ? readEntries(fields, form.entries) : readJson(text);
    setUnreadable(read.unreadable);
    if (read.unreadable.length > 0) return;
    const { title, times, overlap, catchUp } = draft;
    const schedule = await create.mutateAsync({
      flow_id: document.flow_id,
      input: read.value,
      overlap,
      catch_up: catchUp,
      ...requestOf(times),
      ...(title.trim() && { title: title.trim() }),
    });
    await navigate(`/schedules/${schedule.id}`);
  };

  return (
    <ScheduleFields
      draft={draft}
      onChange={setDraft}
      command={create}
      unreadable={unreadable}
      send={t("schedules.create")}
      onSend={send}
      onClose={onClose}
    >
      {(problems) => (
        <>
          {fields.map((field) => (
            <FormField
              key={field.name}
              field={field}
              form={form}
              unreadable={unreadable}
              problems={problems}
            />
          ))}
          {fields.length === 0 && (
            <Suspense fallback={<Waiting />}>
              <JsonEditor label={t("start.input")} value={text} onChange={setText} height={120} />
            </Suspense>
          )}
          {fields.length === 0 && unreadable.length > 0 && (
            <Text className="ren-red">{t("json.unreadable")}</Text>
          )}
        </>
      )}
    </ScheduleFields>
  );
}
