import { Button, Group, Modal, Select, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Suspense, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useNavigate } from "react-router";
import { useSchedule } from "~/api/commands";
import { flowsQuery, versionQuery } from "~/api/queries";
import type { CatchUp, Overlap, VersionDocument } from "~/api/types";
import { FormField } from "~/components/form/FormField";
import { sendOnCtrlEnter } from "~/components/form/formKeys";
import { fieldsOf, readEntries } from "~/components/form/schemaForm";
import { asPath } from "~/components/form/uploaded";
import { useEntries } from "~/components/form/useEntries";
import { useFieldProblems, useFirstMarked } from "~/components/form/useFieldProblems";
import { JsonEditor } from "~/components/json/LazyJsonEditor";
import { readJson } from "~/components/json/readJson";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Waiting } from "~/components/Waiting";
import { flowName } from "~/names/words";
import { documentOf } from "~/pages/flows/document";
import { TimesInput } from "./TimesInput";
import { initialTimes, ownZone, requestOf } from "./times";

const OVERLAPS: Overlap[] = ["skip", "queue", "allow"];
const CATCH_UPS: CatchUp[] = ["last", "none", "all"];
const OWN = ["title", "cron", "every_s", "at", "timezone"] as const;

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
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("schedules.add")}
      size="lg"
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <ChosenFlow onClose={onClose} flowId={flowId} />
    </Modal>
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
  const fields = fieldsOf(documentOf(document).inputs, i18n.language).map(asPath);
  const box = useRef<HTMLFormElement>(null);
  const form = useEntries(fields);
  const [text, setText] = useState("{}");
  const [unreadable, setUnreadable] = useState<string[]>([]);
  const [title, setTitle] = useState("");
  const [times, setTimes] = useState(() => initialTimes(ownZone()));
  const [overlap, setOverlap] = useState<Overlap>("skip");
  const [catchUp, setCatchUp] = useState<CatchUp>("last");
  const problems = useFieldProblems(create.error, OWN);
  useFirstMarked(box, create.error, unreadable);

  const submit = async () => {
    const read = fields.length > 0 ? readEntries(fields, form.entries) : readJson(text);
    setUnreadable(read.unreadable);
    if (read.unreadable.length > 0) return;
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
    <form
      ref={box}
      onKeyDown={sendOnCtrlEnter}
      onSubmit={(event) => {
        event.preventDefault();
        submit().catch(() => undefined); // shown below, from the command
      }}
    >
      <Stack>
        <TextInput
          label={t("schedules.title")}
          description={t("schedules.titleExplain")}
          maxLength={200}
          value={title}
          error={problems.at("title") ?? null}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <TimesInput value={times} onChange={setTimes} problems={problems} />
        {fields.map((field) => (
          <FormField key={field.name} field={field} form={form} unreadable={unreadable} problems={problems} />
        ))}
        {fields.length === 0 && (
          <Suspense fallback={<Waiting />}>
            <JsonEditor label={t("start.input")} value={text} onChange={setText} height={120} />
          </Suspense>
        )}
        {fields.length === 0 && unreadable.length > 0 && (
          <Text className="ren-red">{t("json.unreadable")}</Text>
        )}
        <Select
          label={t("schedules.overlap")}
          data={OVERLAPS.map((each) => ({ value: each, label: t(`schedules.overlaps.${each}`) }))}
          value={overlap}
          allowDeselect={false}
          onChange={(each) => setOverlap(each as Overlap)}
        />
        <Select
          label={t("schedules.catchUp")}
          description={t("schedules.catchUpExplain")}
          data={CATCH_UPS.map((each) => ({ value: each, label: t(`schedules.catchUps.${each}`) }))}
          value={catchUp}
          allowDeselect={false}
          onChange={(each) => setCatchUp(each as CatchUp)}
        />
        <ProblemAlert error={create.error} isMarked={problems.isMarked} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {t("common.notNow")}
          </Button>
          <Button type="submit" loading={create.isPending}>
            {t("schedules.create")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
