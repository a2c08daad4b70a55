import { Badge, List, Text, UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { FlowProblem } from "~/api/types";
import { useToldWords } from "~/i18n/told";

interface FileProblemsProps {
  problems: readonly FlowProblem[];
  /** Where an element can be shown. */
  onShow?: (id: string) => void;
}

const MOST = 200;

/** What is wrong with a BPMN file: element, line, sentence, mend. */
export function FileProblems({ problems, onShow }: FileProblemsProps) {
  const { t } = useTranslation();
  const told = useToldWords()?.problems;
  return (
    <>
      <List size="sm" spacing="xs" className="ren-bpmn-problems">
        {problems.slice(0, MOST).map((each) => {
          const words = told?.[each.code];
          return (
            <List.Item
              key={[each.code, each.node_id, each.line, each.detail].join(" ")}
              className="ren-break"
            >
              <Badge size="sm" variant="light" color={each.severity === "error" ? "red" : "yellow"} mr={6}>
                {t(`bpmn.severity.${each.severity}`)}
              </Badge>
              <Element id={each.node_id} onShow={onShow} />
              {each.line != null && (
                <Text span inherit c="dimmed">
                  {" "}
                  {t("problem.line", { line: each.line })}
                </Text>
              )}{" "}
              {words}{" "}
              <Text span inherit c={words && "dimmed"}>
                {each.detail} {each.hint}
              </Text>
            </List.Item>
          );
        })}
      </List>
      {problems.length > MOST && (
        <Text size="sm" c="dimmed">
          {t("bpmn.moreProblems", { count: problems.length - MOST })}
        </Text>
      )}
    </>
  );
}

function Element({ id, onShow }: { id: string | null; onShow: ((id: string) => void) | undefined }) {
  if (id === null) return null;
  if (onShow === undefined) return <code>{id}</code>;
  return (
    <UnstyledButton className="ren-link" onClick={() => onShow(id)}>
      <code>{id}</code>
    </UnstyledButton>
  );
}
