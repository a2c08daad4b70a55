import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/components/icons";
import { JsonEditor } from "~/components/json/LazyJsonEditor";
import { PageHead } from "~/components/PageHead";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Waiting } from "~/components/Waiting";
import { flowName } from "~/names/words";
import { BEGINNING, drawable, isDrawable, type Undrawable } from "./document/document";
import { jsonText, readJson } from "./document/text";
import type { Opened } from "./draft/load";
import { localCopies } from "./draft/local";
import { draftServer } from "./draft/server";

interface NoFlowProps {
  opened: Opened;
  why: Undrawable;
  onDone: () => void;
}

/** A draft that cannot be drawn: as text, to be mended, or to begin anew. */
export function NoFlow({ opened, why, onDone }: NoFlowProps) {
  const { t, i18n } = useTranslation();
  const [text, setText] = useState(() => jsonText(opened.value, 2));
  const [problem, setProblem] = useState(why);
  const save = useMutation({
    mutationFn: async (value: unknown) => {
      await draftServer(opened.flow.id).write(value, opened.revision);
      localCopies(opened.flow.id).forget();
    },
    onSuccess: onDone,
  });
  const mend = () => {
    let value: unknown;
    try {
      value = readJson(text);
    } catch {
      return; // the editor says where
    }
    const found = drawable(value);
    if (isDrawable(found)) save.mutate(value);
    else setProblem(found);
  };
  return (
    <>
      <PageHead title={flowName(opened.flow, i18n.language)} lead={t("flows.designer")} />
      <Stack>
        <Alert
          color="red"
          className="ren-bad"
          icon={<Icon name="alert" />}
          title={t("designer.noFlow.title")}
          role="alert"
        >
          <Text size="sm">
            {t(`designer.noFlow.${problem.reason}`)} {problem.pointer && <code>{problem.pointer}</code>}
          </Text>
        </Alert>
        <Suspense fallback={<Waiting />}>
          <JsonEditor label={t("flows.document")} value={text} onChange={setText} height={420} />
        </Suspense>
        <ProblemAlert error={save.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={() => save.mutate(BEGINNING)}>
            {t("designer.noFlow.anew")}
          </Button>
          <Button loading={save.isPending} onClick={mend}>
            {t("designer.noFlow.mend")}
          </Button>
        </Group>
      </Stack>
    </>
  );
}
