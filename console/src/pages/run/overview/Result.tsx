import { Alert, Anchor, Button, Group, Stack, Table, Text, UnstyledButton } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { save } from "~/api/client";
import type { ResultFile, Run, RunResult } from "~/api/types";
import { Icon } from "~/components/icons";
import { JsonView } from "~/components/json/JsonView";
import { Section } from "~/components/Section";
import { useFormat } from "~/format/useFormat";
import { artifactAddress } from "../artifacts/address";
import { SaveAll } from "../artifacts/SaveAll";
import type { SetRunSearch } from "../selection";

interface ResultProps {
  run: Run;
  result: RunResult;
  setSearch: SetRunSearch;
}

/** What a run left: its files, its state in short, what it skipped, what it was kept from. */
export function Result({ run, result, setSearch }: ResultProps) {
  const { t } = useTranslation();
  const hasFiles = result.files.length > 0 || result.folders.length > 0;
  const hasState = Object.keys(result.state).length > 0;
  return (
    <Section title={t("result.title")} aside={hasFiles && <SaveAll threadId={run.thread_id} />}>
      <Stack gap="sm" data-testid="result">
        <Skipped run={run} result={result} setSearch={setSearch} />
        <Refused run={run} setSearch={setSearch} />
        {hasFiles && <Files run={run} result={result} setSearch={setSearch} />}
        {hasState && (
          <div>
            <Text size="sm" fw={600}>
              {t("result.state")}
            </Text>
            <JsonView value={result.state} />
          </div>
        )}
        {result.truncated && (
          <Group>
            <Button size="compact-sm" variant="default" onClick={() => setSearch({ tab: "state" })}>
              {t("result.wholeState")}
            </Button>
          </Group>
        )}
        {!hasFiles && !hasState && <Text c="dimmed">{t("result.nothing")}</Text>}
      </Stack>
    </Section>
  );
}

function Skipped({ run, result, setSearch }: ResultProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { skipped, total } = result.items;
  if (skipped === 0 && run.skipped === 0) return null;
  return (
    <Alert color="yellow" variant="light" className="ren-amber" icon={<Icon name="skip" />}>
      <Group gap="sm">
        <Text size="sm">
          {skipped > 0
            ? t("result.skipped", { skipped: format.number(skipped), total: format.number(total) })
            : t("run.skipped", { count: run.skipped })}
        </Text>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => setSearch({ tab: "items", items: "skipped" })}
        >
          {t("result.which")}
        </Button>
      </Group>
    </Alert>
  );
}

function Refused({ run, setSearch }: Omit<ResultProps, "result">) {
  const { t } = useTranslation();
  const { refusals, details } = run.file_guard;
  if (refusals === 0) return null;
  return (
    <Alert
      color="yellow"
      variant="light"
      icon={<Icon name="alert" />}
      title={t("result.refused", { count: refusals })}
    >
      <Stack gap="xs">
        <Text size="sm">{t("result.refusedExplain")}</Text>
        {details.slice(0, 5).map((detail) => (
          <Text key={detail} size="sm" className="ren-break">
            {detail}
          </Text>
        ))}
        <Group>
          <Button
            size="compact-sm"
            variant="default"
            onClick={() => setSearch({ tab: "logs", level: "WARNING" })}
          >
            {t("result.warnings")}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}

function Files({ run, result, setSearch }: ResultProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Table verticalSpacing="xs" layout="fixed">
      <Table.Tbody>
        {result.files.map((file) => (
          <FileRow
            key={file.name}
            run={run}
            file={file}
            onOpen={() => setSearch({ tab: "artifacts", file: file.name })}
          />
        ))}
        {result.folders.map((folder) => (
          <Table.Tr key={folder.name}>
            <Table.Td>
              <UnstyledButton
                className="ren-link"
                onClick={() => setSearch({ tab: "artifacts", folder: folder.name })}
              >
                {folder.name}/
              </UnstyledButton>
            </Table.Td>
            <Table.Td w={96} ta="right">
              <Text size="sm" c="dimmed" className="ren-nowrap">
                {t("result.files", { count: folder.files, files: format.number(folder.files) })}
              </Text>
            </Table.Td>
            <Table.Td w={96} />
          </Table.Tr>
        ))}
        {result.more > 0 && (
          <Table.Tr>
            <Table.Td colSpan={3}>
              <Anchor component="button" size="sm" onClick={() => setSearch({ tab: "artifacts" })}>
                {t("result.more", { count: result.more, files: format.number(result.more) })}
              </Anchor>
            </Table.Td>
          </Table.Tr>
        )}
      </Table.Tbody>
    </Table>
  );
}

function FileRow({ run, file, onOpen }: { run: Run; file: ResultFile; onOpen: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Table.Tr>
      <Table.Td>
        <Anchor
          component="button"
          ta="left"
          className="ren-break"
          {...(file.registered && { fw: 600 })}
          onClick={onOpen}
        >
          {file.name}
        </Anchor>
      </Table.Td>
      <Table.Td w={96} ta="right">
        <Text size="sm" c="dimmed">
          {format.bytes(file.size)}
        </Text>
      </Table.Td>
      <Table.Td w={96} ta="right">
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<Icon name="download" size={12} />}
          aria-label={t("artifacts.saveNamed", { name: file.name })}
          onClick={() =>
            void save(artifactAddress(run.thread_id, file.name), file.name.split("/").at(-1) ?? file.name)
          }
        >
          {t("artifacts.save")}
        </Button>
      </Table.Td>
    </Table.Tr>
  );
}
