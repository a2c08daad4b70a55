import { Alert, Select, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { FunctionItem } from "~/api/types";
import { Icon } from "~/components/icons";

interface FunctionPickerProps {
  label: string;
  value: string;
  functions: readonly FunctionItem[];
  error: string | undefined;
  onChange: (name: string) => void;
}

/** A registered function, found by its name and by what its documentation says. */
export function FunctionPicker({ label, value, functions, error, onChange }: FunctionPickerProps) {
  const { t } = useTranslation();
  const chosen = functions.find((each) => each.name === value);
  const isGone = value !== "" && chosen === undefined;
  const names = functions.map((each) => each.name);
  const docs = new Map(functions.map((each) => [each.name, each.doc]));
  return (
    <Stack gap={6}>
      <Select
        label={label}
        size="xs"
        required
        searchable
        value={value || null}
        placeholder={t("inspector.chooseFunction")}
        nothingFoundMessage={t("inspector.noFunction")}
        data={isGone ? [value, ...names] : names}
        error={error}
        maxDropdownHeight={320}
        filter={({ options, search }) => {
          const words = search.trim().toLowerCase().split(/\s+/);
          return options.filter((each) => {
            if (!("value" in each)) return true;
            const text = `${each.value} ${docs.get(each.value) ?? ""}`.toLowerCase();
            return words.every((word) => text.includes(word));
          });
        }}
        renderOption={({ option }) => (
          <Stack gap={0}>
            <Text size="xs" ff="monospace" className="ren-break">
              {option.value}
            </Text>
            <Text size="xs" c="dimmed" lineClamp={1}>
              {firstLine(docs.get(option.value) ?? "")}
            </Text>
          </Stack>
        )}
        onChange={(name) => name !== null && onChange(name)}
      />
      {isGone && (
        <Alert color="yellow" variant="light" p="xs" icon={<Icon name="alert" />}>
          <Text size="xs" className="ren-break">
            {t("inspector.gone", { name: value })}
          </Text>
        </Alert>
      )}
      {chosen !== undefined && <About item={chosen} />}
    </Stack>
  );
}

/** What a function's author says of it, and what is in the way of running it. */
function About({ item }: { item: FunctionItem }) {
  const { t } = useTranslation();
  const [isWhole, setWhole] = useState(false);
  const first = item.doc.trim().split(/\n\s*\n/)[0] ?? "";
  return (
    <Stack gap={2}>
      <Text size="xs" className="ren-prewrap" c={item.doc ? undefined : "dimmed"}>
        {(isWhole ? item.doc : first) || t("library.noDoc")}
      </Text>
      {item.doc.trim() !== first && (
        <button type="button" className="ren-more" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
          {t(isWhole ? "inspector.less" : "inspector.more")}
        </button>
      )}
      {item.health === "broken" && (
        <Text size="xs" className="ren-red ren-break">
          {t("inspector.brokenFunction")} {firstLine(item.reason ?? "")}
        </Text>
      )}
      {item.health === "installs" && (
        <Text size="xs" c="dimmed">
          {t("library.installsExplain")}
        </Text>
      )}
      {item.disabled && (
        <Text size="xs" className="ren-red">
          {t("library.disabled")}
        </Text>
      )}
      <Text size="xs" c="dimmed" ff="monospace" className="ren-break">
        {item.file}:{item.line}
      </Text>
    </Stack>
  );
}

function firstLine(text: string): string {
  return text.trim().split("\n")[0] ?? "";
}
