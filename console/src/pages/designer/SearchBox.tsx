import { Text, TextInput } from "@mantine/core";
import { type KeyboardEvent, memo, type RefObject } from "react";
import { useTranslation } from "react-i18next";
import { Icon } from "~/components/icons";
import type { Found } from "./canvas/useElements";

export interface FlowSearch extends Found {
  text: string;
}

interface SearchBoxProps {
  box: RefObject<HTMLInputElement | null>;
  search: FlowSearch;
  onText: (text: string) => void;
  onStep: (by: 1 | -1) => void;
}

/** Finds nodes of the flow at hand; Enter goes from one to the next. */
export const SearchBox = memo(function SearchBox({ box, search, onText, onStep }: SearchBoxProps) {
  const { t } = useTranslation();
  const onKey = (event: KeyboardEvent) => {
    if (event.key === "Enter") onStep(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") onText("");
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const count = search.ids.length;
  const hits = search.text.trim() === "" ? "" : count === 0 ? "0" : `${search.at + 1}/${count}`;
  return (
    <TextInput
      ref={box}
      size="xs"
      className="ren-toolbar-search"
      aria-label={t("graph.search")}
      placeholder={t("graph.search")}
      title={t("graph.searchKeys")}
      leftSection={<Icon name="search" size={14} />}
      rightSection={
        <Text size="xs" c="dimmed" role="status" className="ren-nowrap">
          {hits}
        </Text>
      }
      rightSectionWidth={hits === "" ? 0 : 46}
      value={search.text}
      onChange={(event) => onText(event.currentTarget.value)}
      onKeyDown={onKey}
    />
  );
});
