import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useChangeSchedule } from "~/api/commands";
import { flowQuery, versionQuery } from "~/api/queries";
import type { Schedule } from "~/api/types";
import { Dialog } from "~/components/Dialog";
import { againFields, againOf } from "~/components/form/againInput";
import { FormField } from "~/components/form/FormField";
import { type Field, fieldsOf } from "~/components/form/schemaForm";
import { asPath } from "~/components/form/uploaded";
import { useEntries } from "~/components/form/useEntries";
import { Waiting } from "~/components/Waiting";
import { documentOf } from "~/pages/flows/document";
import { ScheduleFields } from "./ScheduleFields";
import { changeOf, type Draft, timesOf } from "./times";

interface EditScheduleProps {
  schedule: Schedule;
  opened: boolean;
  onClose: () => void;
}

/** Gives a schedule other times, another input, or other rules; what is not touched stays. */
export function EditSchedule({ schedule, opened, onClose }: EditScheduleProps) {
  const { t } = useTranslation();
  return (
    <Dialog opened={opened} onClose={onClose} title={t("schedules.editTitle")} size="lg">
      <Declared schedule={schedule} onClose={onClose} />
    </Dialog>
  );
}

/** The input's fields are the flow's; of a flow that has no version to start, those of the values that there are. */
function Declared({ schedule, onClose }: Omit<EditScheduleProps, "opened">) {
  const { t, i18n } = useTranslation();
  const flow = useQuery({ ...flowQuery(schedule.flow_id), enabled: schedule.version === null });
  const version = schedule.version ?? flow.data?.published_version;
  const document = useQuery({
    ...versionQuery(schedule.flow_id, version ?? 0),
    enabled: version !== undefined && version !== null,
  });
  if (flow.isLoading || document.isLoading) return <Waiting />;
  const declared = document.data ? fieldsOf(documentOf(document.data).inputs, i18n.language) : [];
  const paths = declared.map((field) => asPath(field, t("schedules.pathExplain")));
  return <Form schedule={schedule} declared={paths} onClose={onClose} />;
}

interface FormProps {
  schedule: Schedule;
  declared: Field[];
  onClose: () => void;
}

function Form({ schedule, declared, onClose }: FormProps) {
  const { t } = useTranslation();
  const command = useChangeSchedule(schedule.id);
  const [begun] = useState(() => ({ schedule, fields: againFields(schedule.input, declared) }));
  const form = useEntries(begun.fields);
  const [draft, setDraft] = useState<Draft>(() => ({
    title: schedule.title ?? "",
    times: timesOf(schedule),
    overlap: schedule.overlap,
    catchUp: schedule.catch_up,
  }));
  const input = useMemo(
    () => againOf(begun.schedule.input, begun.fields, form.entries),
    [begun, form.entries],
  );
  const send = async () => {
    if (input.unreadable.length > 0) return;
    await command.mutateAsync({
      ...changeOf(begun.schedule, draft),
      ...(Object.keys(input.input).length > 0 && { set: input.input }),
      ...(input.without.length > 0 && { without: input.without }),
    });
    onClose();
  };
  return (
    <ScheduleFields
      draft={draft}
      onChange={setDraft}
      command={command}
      unreadable={input.unreadable}
      send={t("schedules.save")}
      onSend={send}
      onClose={onClose}
    >
      {(problems) =>
        begun.fields.map((field) => (
          <FormField
            key={field.name}
            field={field}
            form={form}
            unreadable={input.unreadable}
            problems={problems}
          />
        ))
      }
    </ScheduleFields>
  );
}
