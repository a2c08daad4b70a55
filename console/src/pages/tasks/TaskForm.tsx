import { Button, Group, Text } from "@mantine/core";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { useFillIn } from "~/api/commands";
import type { RunStatus, Task } from "~/api/types";
import { useFirstFocused } from "~/components/form/formKeys";
import { hinted } from "~/components/form/hints";
import { SchemaInputs } from "~/components/form/SchemaInputs";
import { SendForm } from "~/components/form/SendForm";
import { asObject, fieldsOf, wordOf } from "~/components/form/schemaForm";
import { asPath } from "~/components/form/uploaded";
import { useFieldProblems } from "~/components/form/useFieldProblems";
import { useInputs } from "~/components/form/useInputs";
import { ProblemAlert } from "~/components/ProblemAlert";

/** What a schema may say without asking for anything. */
const EMPTY = new Set(["type", "properties", "additionalProperties", "required", "title", "description"]);

interface TaskFormProps {
  task: Task;
  /** Once it is over, what was typed can still be read, and is not sent. */
  isOver: boolean;
  /** How the run stands then. */
  onSent: (status: RunStatus) => void;
}

/** A form that a run waits for: made from its schema as the form of a start is. */
export function TaskForm({ task, isOver, onSent }: TaskFormProps) {
  const { t, i18n } = useTranslation();
  const fillIn = useFillIn(task.thread_id);
  const schema = hinted(task.schema ?? undefined, task.ui ?? undefined);
  const fields = fieldsOf(schema, i18n.language).map((field) => asPath(field));
  // A schema that says more than fields is filled in as JSON; one that says nothing is a button.
  const asksNothing = fields.length === 0 && Object.keys(schema).every((name) => EMPTY.has(name));
  const box = useRef<HTMLFormElement>(null);
  const inputs = useInputs(fields);
  const problems = useFieldProblems(fillIn.error);
  useFirstFocused(box);
  const submit = () => {
    const values = inputs.read();
    if (values === undefined || isOver || fillIn.isPending) return undefined;
    fillIn.mutate({ key: task.key, values }, { onSuccess: ({ status }) => onSent(status) });
  };
  return (
    <SendForm error={fillIn.error} marked={inputs.missing} box={box} onSend={submit}>
      {!asksNothing && (
        <SchemaInputs fields={fields} inputs={inputs} problems={problems} label={t("tasks.answer")} />
      )}
      <ProblemAlert error={isOver ? null : fillIn.error} isMarked={problems.isMarked} />
      <Group>
        <Button type="submit" loading={fillIn.isPending} disabled={isOver}>
          {wordOf(asObject(task.ui), "submit", i18n.language) ?? t("tasks.send")}
        </Button>
        <Text size="xs" c="dimmed">
          {t("tasks.keys")}
        </Text>
      </Group>
    </SendForm>
  );
}
