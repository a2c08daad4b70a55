import { Button, Checkbox, Group, SegmentedControl, Select, TextInput } from "@mantine/core";
import { useDebouncedCallback, useHotkeys } from "@mantine/hooks";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { facetsQuery, flowsQuery, machinesQuery } from "~/api/queries";
import { Icon } from "~/components/icons";
import { flowName } from "~/names/words";
import { AGES, NOTHING, type RunsSearch, type SetRunsSearch, VIEWS, type View } from "./views";

/** So long nothing is typed before the server is asked. */
const REST_MS = 250;

interface FiltersProps {
  search: RunsSearch;
  setSearch: SetRunsSearch;
  isFiltered: boolean;
}

/** What narrows the list down. */
export function Filters({ search, setSearch, isFiltered }: FiltersProps) {
  const { t, i18n } = useTranslation();
  const flows = useQuery(flowsQuery()).data?.items ?? [];
  const facets = useQuery(facetsQuery()).data;
  const machines = useQuery(machinesQuery()).data?.items ?? [];
  const view: View = search.view ?? "all";
  return (
    <>
      <Group gap="sm" align="flex-end">
        <div className="ren-scroll-x">
          <SegmentedControl
            size="sm"
            aria-label={t("runs.view")}
            value={view}
            onChange={(value) => setSearch({ view: value === "all" ? undefined : (value as View) })}
            data={VIEWS.map((value) => ({ value, label: t(`runs.views.${value}`) }))}
          />
        </div>
        <SearchField value={search.q ?? ""} onChange={(q) => setSearch({ q }, { replace: true })} />
      </Group>
      <Group gap="sm" align="center" className="ren-filters">
        <Select
          aria-label={t("runs.flow")}
          placeholder={t("runs.everyFlow")}
          clearable
          searchable
          data={flows.map((flow) => ({ value: flow.id, label: flowName(flow, i18n.language) }))}
          value={search.flow ?? null}
          onChange={(value) => setSearch({ flow: value ?? undefined })}
        />
        <Choice
          label={t("runs.tag")}
          placeholder={t("runs.everyTag")}
          known={facets?.tags}
          value={search.tag}
          onChange={(tag) => setSearch({ tag })}
        />
        <Choice
          label={t("runs.error")}
          placeholder={t("runs.everyError")}
          known={facets?.errors}
          value={search.error}
          onChange={(error) => setSearch({ error })}
        />
        {machines.length > 1 && (
          <Select
            w={170}
            aria-label={t("runs.machine")}
            placeholder={t("runs.everyMachine")}
            clearable
            data={machines.map(({ name }) => name)}
            value={search.machine ?? null}
            onChange={(machine) => setSearch({ machine: machine ?? undefined })}
          />
        )}
        <Times search={search} setSearch={setSearch} />
        <Checkbox
          label={t("runs.withSkipped")}
          checked={search.skipped ?? false}
          onChange={(event) => setSearch({ skipped: event.currentTarget.checked ? true : undefined })}
        />
        {isFiltered && (
          <Button
            variant="subtle"
            size="compact-sm"
            onClick={() => setSearch({ ...NOTHING, sort: search.sort, order: search.order })}
          >
            {t("runs.clear")}
          </Button>
        )}
      </Group>
    </>
  );
}

/** What is typed stands here at once - an input method needs that - and in the address when the typing rests. */
function SearchField({ value, onChange }: { value: string; onChange: (value: string) => void }) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const asked = useRef(value);
  const [text, setText] = useState(value);
  useHotkeys([["/", () => field.current?.focus()]]);
  const ask = useDebouncedCallback((next: string) => {
    asked.current = next;
    onChange(next);
  }, REST_MS);
  useEffect(() => {
    if (value === asked.current) return; // it is our own
    asked.current = value;
    setText(value);
  }, [value]);
  return (
    <TextInput
      ref={field}
      className="ren-grow"
      aria-label={t("runs.search")}
      placeholder={t("runs.search")}
      leftSection={<Icon name="search" />}
      value={text}
      maxLength={200}
      onChange={(event) => {
        setText(event.currentTarget.value);
        ask(event.currentTarget.value);
      }}
    />
  );
}

interface ChoiceProps {
  label: string;
  placeholder: string;
  known: Array<{ name: string; runs: number }> | undefined;
  value: string | undefined;
  onChange: (value: string | undefined) => void;
}

/** One of the values that runs have; what stands in the address is among them, even if no run has it any more. */
function Choice({ label, placeholder, known = [], value, onChange }: ChoiceProps) {
  const data = known.map(({ name, runs }) => ({ value: name, label: `${name} (${runs})` }));
  if (value !== undefined && !known.some(({ name }) => name === value)) data.unshift({ value, label: value });
  return (
    <Select
      w={190}
      aria-label={label}
      placeholder={placeholder}
      clearable
      searchable
      data={data}
      value={value ?? null}
      onChange={(chosen) => onChange(chosen ?? undefined)}
    />
  );
}

const RANGE = "range";

function Times({ search, setSearch }: Omit<FiltersProps, "isFiltered">) {
  const { t } = useTranslation();
  const isAge = AGES.some((age) => age === search.from) && search.to === undefined;
  const isRange = !isAge && (search.from !== undefined || search.to !== undefined);
  const choose = (value: string | null) => {
    if (value === RANGE) setSearch({ from: dayOf(new Date().toISOString()), to: undefined });
    else setSearch({ from: value ?? undefined, to: undefined });
  };
  return (
    <>
      <Select
        w={200}
        aria-label={t("runs.startedWhen")}
        placeholder={t("runs.everyTime")}
        clearable
        data={[
          ...AGES.map((age) => ({ value: age, label: t(`runs.ages.${age.slice(1)}`) })),
          { value: RANGE, label: t("runs.range") },
        ]}
        value={isAge ? (search.from ?? null) : isRange ? RANGE : null}
        onChange={choose}
      />
      {isRange && (
        <>
          <TextInput
            type="date"
            aria-label={t("runs.from")}
            value={dayOf(search.from)}
            onChange={(event) =>
              setSearch({ from: event.currentTarget.value || undefined }, { replace: true })
            }
          />
          <TextInput
            type="date"
            aria-label={t("runs.to")}
            value={dayOf(search.to)}
            onChange={(event) => setSearch({ to: event.currentTarget.value || undefined }, { replace: true })}
          />
        </>
      )}
    </>
  );
}

/** The day of a moment, where the reader is; a day is itself. */
function dayOf(text: string | undefined): string {
  if (text === undefined || /^\d{4}-\d\d-\d\d$/.test(text)) return text ?? "";
  const moment = new Date(text);
  if (Number.isNaN(moment.getTime())) return "";
  const two = (value: number) => String(value).padStart(2, "0");
  return `${moment.getFullYear()}-${two(moment.getMonth() + 1)}-${two(moment.getDate())}`;
}
