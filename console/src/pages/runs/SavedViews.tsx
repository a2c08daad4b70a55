import { ActionIcon, Button, Group, Menu, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useChangeView, useDeleteView, useSaveView } from "~/api/commands";
import { viewsQuery } from "~/api/queries";
import type { RunQuery, RunView } from "~/api/types";
import { Dialog } from "~/components/Dialog";
import { Icon } from "~/components/icons";
import { ProblemAlert } from "~/components/ProblemAlert";
import { queryOf, type RunsSearch, type SetRunsSearch, searchOf } from "./views";

interface SavedViewsProps {
  search: RunsSearch;
  setSearch: SetRunsSearch;
}

/** Filters and orders that somebody saved on the server, under names. */
export function SavedViews({ search, setSearch }: SavedViewsProps) {
  const { t } = useTranslation();
  const views = useQuery(viewsQuery()).data?.items ?? [];
  const [edited, setEdited] = useState<RunView | "new" | null>(null);
  const query = queryOf(search);
  const here = views.find((view) => isSame(view.query as RunQuery, query));
  return (
    <>
      <Menu position="bottom-end" width={280}>
        <Menu.Target>
          <Button variant="default" rightSection={<Icon name="down" />}>
            {here?.name ?? t("views.saved")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {views.length === 0 && (
            <Text size="sm" c="dimmed" px="sm" py={4}>
              {t("views.none")}
            </Text>
          )}
          {views.map((view) => (
            <Group key={view.id} gap={0} wrap="nowrap">
              <Menu.Item
                className="ren-grow ren-break"
                fw={view === here ? 700 : undefined}
                onClick={() => setSearch(searchOf(view.query as RunQuery))}
              >
                {view.name}
              </Menu.Item>
              <ActionIcon
                variant="subtle"
                color="gray"
                aria-label={t("views.change", { view: view.name })}
                onClick={() => setEdited(view)}
              >
                <Icon name="edit" />
              </ActionIcon>
            </Group>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<Icon name="check" />} onClick={() => setEdited("new")}>
            {t("views.save")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Dialog
        opened={edited !== null}
        onClose={() => setEdited(null)}
        title={edited === "new" ? t("views.save") : t("views.change", { view: edited?.name })}
      >
        {edited !== null && (
          <ViewForm view={edited === "new" ? null : edited} query={query} onDone={() => setEdited(null)} />
        )}
      </Dialog>
    </>
  );
}

interface ViewFormProps {
  /** Null: a new one. */
  view: RunView | null;
  query: RunQuery;
  onDone: () => void;
}

function ViewForm({ view, query, onDone }: ViewFormProps) {
  const { t } = useTranslation();
  const [name, setName] = useState(view?.name ?? "");
  const save = useSaveView();
  const change = useChangeView();
  const erase = useDeleteView();
  const act = (command: Promise<unknown>) => command.then(onDone).catch(() => undefined); // shown below
  const submit = () =>
    act(view === null ? save.mutateAsync({ name, query }) : change.mutateAsync({ id: view.id, name }));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Stack>
        <TextInput
          label={t("views.name")}
          description={t("views.explain")}
          value={name}
          maxLength={200}
          required
          data-autofocus
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <ProblemAlert error={save.error ?? change.error ?? erase.error} />
        <Group justify="flex-end">
          {view !== null && (
            <>
              <Button variant="default" onClick={() => void act(erase.mutateAsync(view.id))}>
                {t("views.delete")}
              </Button>
              <Button
                variant="default"
                disabled={isSame(view.query as RunQuery, query)}
                onClick={() => void act(change.mutateAsync({ id: view.id, query }))}
              >
                {t("views.replace")}
              </Button>
            </>
          )}
          <Button type="submit" loading={save.isPending || change.isPending} disabled={!name.trim()}>
            {view === null ? t("views.keep") : t("views.rename")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function isSame(one: RunQuery, other: RunQuery): boolean {
  const text = (query: RunQuery) => JSON.stringify(Object.entries(query).sort());
  return text(one) === text(other);
}
