import { ActionIcon, Group, NativeSelect, Stack } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { Icon } from "~/components/icons";
import { withOperand, withOperator } from "./edit";
import type { Comparison, Operator } from "./model";
import { OperandInput } from "./OperandInput";

interface ComparisonRowProps {
  comparison: Comparison;
  /** Its number among those of its group. */
  number: number;
  keys: readonly string[];
  onChange: (comparison: Comparison) => void;
  /** Undefined: it is the only one there is. */
  onRemove: (() => void) | undefined;
}

/** A word for each operator: in its key stands nothing that a catalog splits keys at. */
const WORDS: Record<Operator, string> = {
  "==": "equal",
  "!=": "unequal",
  "===": "same",
  "!==": "notSame",
  "<": "less",
  "<=": "atMost",
  ">": "more",
  ">=": "atLeast",
  between: "between",
  within: "within",
  in: "in",
  contains: "contains",
  true: "true",
  truth: "true",
  listedTruth: "true",
};
/** Offered in this order; `!` in front: the opposite. Others are shown where a rule has them. */
const OFFERED = [
  ...["==", "!=", "<", "<=", ">", ">=", "between", "within", "in", "!in", "contains", "!contains"],
  ...["true", "!true", "===", "!=="],
];

/** One comparison: what is looked at, how, and what it is compared with. */
export function ComparisonRow({ comparison, number, keys, onChange, onRemove }: ComparisonRowProps) {
  const { t } = useTranslation();
  const { op, not, operands } = comparison;
  const now = `${not === undefined ? "" : "!"}${op}`;
  const [first, ...others] = operands;
  const labels = others.length > 1 ? ["condition.low", "condition.high"] : ["condition.right"];
  return (
    <Group
      gap={6}
      wrap="nowrap"
      align="flex-start"
      role="group"
      aria-label={t("condition.comparison", { number })}
      className="ren-comparison"
    >
      <Stack gap={4} flex={1} miw={0}>
        {first !== undefined && (
          <OperandInput
            label={t("condition.left")}
            operand={first}
            keys={keys}
            onChange={(operand) => onChange(withOperand(comparison, 0, operand))}
          />
        )}
        <NativeSelect
          size="xs"
          aria-label={t("condition.operator")}
          value={now}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            const isNot = OFFERED.includes(chosen) && chosen.startsWith("!") && chosen in WORDS === false;
            onChange(withOperator(comparison, (isNot ? chosen.slice(1) : chosen) as Operator, isNot));
          }}
          data={(OFFERED.includes(now) ? OFFERED : [now, ...OFFERED]).map((each) => ({
            value: each,
            label: wordOf(each, t),
          }))}
        />
        {others.map((operand, index) => (
          <OperandInput
            key={labels[index] ?? index}
            label={t(labels[index] ?? "condition.right")}
            operand={operand}
            keys={keys}
            onChange={(next) => onChange(withOperand(comparison, index + 1, next))}
          />
        ))}
      </Stack>
      {onRemove !== undefined && (
        <ActionIcon
          variant="default"
          size={30}
          aria-label={t("condition.remove", { number })}
          onClick={onRemove}
        >
          <Icon name="close" size={12} />
        </ActionIcon>
      )}
    </Group>
  );
}

function wordOf(each: string, t: (key: string, words?: Record<string, string>) => string): string {
  if (Object.hasOwn(WORDS, each)) return t(`condition.op.${WORDS[each as Operator]}`);
  const word = WORDS[each.slice(1) as Operator];
  if (["in", "contains", "true"].includes(word)) return t(`condition.opNot.${word}`);
  return t("condition.op.not", { op: t(`condition.op.${word}`) });
}
