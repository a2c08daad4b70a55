import { Autocomplete } from "@mantine/core";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

interface StateKeyInputProps {
  label?: ReactNode;
  ariaLabel?: string;
  description?: ReactNode;
  error?: ReactNode;
  value: string;
  keys: readonly string[];
  onChange: (key: string) => void;
}

/** A key of the state: one of those that the flow is known to have, or any other. */
export function StateKeyInput({ ariaLabel, keys, ...rest }: StateKeyInputProps) {
  const { t } = useTranslation();
  return (
    <Autocomplete
      {...rest}
      aria-label={ariaLabel}
      size="xs"
      data={[...keys]}
      placeholder={t("inspector.stateKey")}
      spellCheck={false}
      autoComplete="off"
      comboboxProps={{ withinPortal: true }}
    />
  );
}
