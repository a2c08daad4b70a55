import { Button, Group, SegmentedControl, Stack, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { useResume } from "~/api/commands";
import type { RunStatus } from "~/api/types";
import { sendOnCtrlEnter } from "~/components/form/formKeys";
import { JsonView } from "~/components/json/JsonView";
import { ProblemAlert } from "~/components/ProblemAlert";

type Kind = "yesNo" | "text" | "json";
const KINDS: Kind[] = ["text", "yesNo", "json"];

interface AnswerFormProps {
  threadId: string;
  question: unknown;
  onSent?: (status: RunStatus) => void;
}

/** A run's question, and its answer: a text, yes or no, or any JSON. */
export function AnswerForm({ threadId, question, onSent }: AnswerFormProps) {
  const { t } = useTranslation();
  const resume = useResume(threadId);
  const [kind, setKind] = useState<Kind>("text");
  const [text, setText] = useState("");
  const [unreadable, setUnreadable] = useState(false);
  const send = (value: unknown) => resume.mutate({ value }, { onSuccess: ({ status }) => onSent?.(status) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (kind === "text") return send(text);
    try {
      send(JSON.parse(text));
    } catch {
      setUnreadable(true);
    }
  };
  return (
    <form onSubmit={submit} onKeyDown={sendOnCtrlEnter}>
      <Stack gap="sm">
        <div className="ren-question">
          <JsonView value={question} />
        </div>
        <SegmentedControl
          size="xs"
          w="fit-content"
          aria-label={t("tasks.kind")}
          value={kind}
          onChange={(value) => setKind(value as Kind)}
          data={KINDS.map((value) => ({ value, label: t(`tasks.kinds.${value}`) }))}
        />
        {kind !== "yesNo" && (
          <Textarea
            label={t("tasks.answer")}
            autosize
            minRows={kind === "json" ? 3 : 1}
            maxRows={12}
            value={text}
            error={unreadable ? t("json.unreadable") : null}
            onChange={(event) => {
              setText(event.currentTarget.value);
              setUnreadable(false);
            }}
          />
        )}
        <ProblemAlert error={resume.error} />
        <Group>
          {kind === "yesNo" ? (
            <>
              <Button loading={resume.isPending} onClick={() => send(true)}>
                {t("common.yes")}
              </Button>
              <Button variant="default" loading={resume.isPending} onClick={() => send(false)}>
                {t("common.no")}
              </Button>
            </>
          ) : (
            <Button type="submit" loading={resume.isPending}>
              {t("tasks.send")}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}
