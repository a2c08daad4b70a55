import { Button, Code, List, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { functionsQuery } from "~/api/queries";
import type { FunctionPage } from "~/api/types";
import { Card } from "~/components/Card";
import { Empty } from "~/components/Empty";
import { Icon } from "~/components/icons";
import { ProblemAlert } from "~/components/ProblemAlert";
import { Waiting } from "~/components/Waiting";
import { spoken } from "~/i18n/spoken";
import { asText, useSearch } from "~/url/search";
import { FunctionCard } from "./FunctionCard";

const SEARCH = { q: asText };

/** The functions that flows may call, and what is wrong in their folder. */
export function Functions() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearch(SEARCH);
  const { data, error, refetch } = useQuery(functionsQuery());
  const wanted = search.q?.toLowerCase() ?? "";
  const shown = data?.items.filter((each) => `${each.name} ${each.doc}`.toLowerCase().includes(wanted)) ?? [];
  return (
    <>
      <ProblemAlert error={error} />
      {data === undefined && <Waiting />}
      {data && (
        <Stack>
          <Problems page={data} />
          <TextInput
            aria-label={t("library.search")}
            placeholder={t("library.search")}
            leftSection={<Icon name="search" />}
            maw={360}
            value={search.q ?? ""}
            onChange={(event) => setSearch({ q: event.currentTarget.value }, { replace: true })}
          />
          {shown.length === 0 && (
            <Card>
              <Empty
                icon="library"
                sentence={wanted ? t("library.noMatch") : t("library.none")}
                action={
                  <Button
                    variant="default"
                    onClick={() => (wanted ? setSearch({ q: undefined }) : void refetch())}
                  >
                    {wanted ? t("runs.clear") : t("library.lookAgain")}
                  </Button>
                }
                command="renflow functions"
              />
            </Card>
          )}
          {shown.map((each) => (
            <FunctionCard key={each.name} item={each} />
          ))}
        </Stack>
      )}
    </>
  );
}

function Problems({ page }: { page: FunctionPage }) {
  const { t } = useTranslation();
  if (page.problems.length === 0) return null;
  return (
    <Card title={t("library.problems", { count: page.problems.length })}>
      <List size="sm" spacing="xs" icon={<Icon name="alert" />}>
        {page.problems.map((each) => (
          <List.Item key={`${each.pointer} ${each.code} ${each.detail}`}>
            <Text size="sm" className="ren-break">
              <Code>{each.pointer}</Code> {each.detail}
            </Text>
            <Text size="sm" c="dimmed">
              {spoken(each.hint)}
            </Text>
          </List.Item>
        ))}
      </List>
    </Card>
  );
}
