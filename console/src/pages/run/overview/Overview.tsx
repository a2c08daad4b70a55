import { Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { JsonView } from "~/components/json/JsonView";
import { Section } from "~/components/Section";
import { AnswerForm } from "~/pages/tasks/AnswerForm";
import type { TabProps } from "../tabProps";
import { Attempts } from "./Attempts";
import { Children } from "./CalledFlow";
import { Failure } from "./Failure";
import { Lanes } from "./Lanes";
import { NodeFacts } from "./NodeFacts";
import { Result } from "./Result";
import { Waits } from "./Waits";

/** What matters first: the failure, the question, what it waits for, the result; then the node that is selected, the input, the processes. */
export function Overview({ run, search, setSearch }: TabProps) {
  const { t } = useTranslation();
  const node = run.nodes.find((each) => each.id === search.node);
  const asks = run.status === "interrupted" && run.reason === "question";
  return (
    <Stack>
      {run.error && <Failure run={run} error={run.error} setSearch={setSearch} />}
      {asks && (
        <Section title={t("overview.question")}>
          <AnswerForm threadId={run.thread_id} question={run.interrupt?.value} />
        </Section>
      )}
      <Waits run={run} />
      {run.result && <Result run={run} result={run.result} setSearch={setSearch} />}
      {node && <NodeFacts run={run} node={node} setSearch={setSearch} />}
      <Children run={run} />
      <Section title={t("overview.input")}>
        {Object.keys(run.input).length === 0 ? (
          <Text c="dimmed">{t("overview.noInput")}</Text>
        ) : (
          <JsonView value={run.input} />
        )}
      </Section>
      <Lanes run={run} />
      <Attempts run={run} />
    </Stack>
  );
}
