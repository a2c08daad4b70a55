import { UnstyledButton } from "@mantine/core";
import type { SortKey } from "~/api/types";
import { Icon } from "~/components/icons";

export interface Sorting {
  sort: SortKey;
  order: "asc" | "desc";
  onSort: (sort: SortKey, order: "asc" | "desc") => void;
}

/** Names that are read upwards first; times, durations downwards. */
const UPWARDS = new Set<SortKey>(["status", "flow", "title"]);

/** A column's name that sorts by the column; once more, the other way round. */
export function SortHead({ by, name, sorting }: { by: SortKey; name: string; sorting: Sorting | undefined }) {
  if (sorting === undefined) return name;
  const isIt = sorting.sort === by;
  const first = UPWARDS.has(by) ? "asc" : "desc";
  const next = isIt ? (sorting.order === "asc" ? "desc" : "asc") : first;
  return (
    <UnstyledButton
      className="ren-sort"
      data-sorted={isIt || undefined}
      onClick={() => sorting.onSort(by, next)}
    >
      {name}
      {isIt && <Icon name={sorting.order === "asc" ? "arrowUp" : "arrowDown"} size={12} />}
    </UnstyledButton>
  );
}

/** What a reader of the table is told of a column. */
export function ariaSort(sorting: Sorting | undefined, ...keys: SortKey[]) {
  if (sorting === undefined || !keys.includes(sorting.sort)) return undefined;
  return sorting.order === "asc" ? "ascending" : "descending";
}
