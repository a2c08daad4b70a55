import { ActionIcon, Button, Group, NativeSelect, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Icon } from "~/components/icons";
import { ComparisonRow } from "./ComparisonRow";
import { added, newComparison, wrapped } from "./edit";
import { type Group as GroupPart, MAX_GROUPS, type Part } from "./model";

interface PartBoxProps {
  part: Part;
  number: number;
  depth: number;
  keys: readonly string[];
  onChange: (part: Part) => void;
  onRemove: (() => void) | undefined;
}

/** A comparison, or a group of them. */
export function PartBox({ part, ...rest }: PartBoxProps) {
  return part.kind === "group" ? (
    <GroupBox group={part} {...rest} />
  ) : (
    <ComparisonRow comparison={part} {...rest} />
  );
}

interface GroupBoxProps extends Omit<PartBoxProps, "part"> {
  group: GroupPart;
}

const JOINS = { all: "and", any: "or", notAll: "and", none: "or" } as const;

/** Comparisons and groups of which all, or any, must hold. */
function GroupBox({ group, number, depth, keys, onChange, onRemove }: GroupBoxProps) {
  const { t } = useTranslation();
  const join =
    group.not === undefined ? (group.op === "and" ? "all" : "any") : group.op === "and" ? "notAll" : "none";
  const choose = (chosen: keyof typeof JOINS) => {
    const { not = "bare", ...rest } = group;
    const isNot = chosen === "notAll" || chosen === "none";
    onChange({ ...rest, op: JOINS[chosen], ...(isNot && { not }) });
  };
  const put = (index: number, next: Part | null) =>
    onChange({
      ...group,
      parts: group.parts.flatMap((each, at) => (at !== index ? [each] : next === null ? [] : [next])),
    });
  return (
    <Stack gap={6} className="ren-condition-group" role="group" aria-label={t("condition.group", { number })}>
      <Group gap={6} wrap="nowrap">
        <NativeSelect
          size="xs"
          flex={1}
          aria-label={t("condition.join")}
          value={join}
          onChange={(event) => choose(event.currentTarget.value as keyof typeof JOINS)}
          data={(Object.keys(JOINS) as Array<keyof typeof JOINS>).map((each) => ({
            value: each,
            label: t(`condition.joined.${each}`),
          }))}
        />
        {onRemove !== undefined && (
          <ActionIcon
            variant="default"
            size={30}
            aria-label={t("condition.removeGroup", { number })}
            onClick={onRemove}
          >
            <Icon name="close" size={12} />
          </ActionIcon>
        )}
      </Group>
      {group.parts.map((part, index) => (
        <PartBox
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other name
          key={index}
          part={part}
          number={index + 1}
          depth={depth + 1}
          keys={keys}
          onChange={(next) => put(index, next)}
          onRemove={group.parts.length > 1 ? () => put(index, null) : onRemove}
        />
      ))}
      <Group gap={6}>
        <Button size="compact-xs" variant="default" onClick={() => onChange(added(group, newComparison()))}>
          {t("condition.add")}
        </Button>
        {depth + 2 < MAX_GROUPS && (
          <Button
            size="compact-xs"
            variant="default"
            onClick={() =>
              onChange(added(group, wrapped(newComparison(), group.op === "and" ? "or" : "and")))
            }
          >
            {t("condition.addGroup")}
          </Button>
        )}
      </Group>
    </Stack>
  );
}
