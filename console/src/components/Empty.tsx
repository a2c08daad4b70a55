import { Code, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { Icon, type IconName } from "./icons";

interface EmptyProps {
  icon: IconName;
  sentence: string;
  /** The one thing to do about it. */
  action?: ReactNode;
  /** The same from a terminal. */
  command?: string;
}

/** What an empty page says: one sentence, one button, one command line. */
export function Empty({ icon, sentence, action, command }: EmptyProps) {
  return (
    <Stack align="center" gap="sm" py="xl" px="md" className="ren-empty">
      <Icon name={icon} size={32} />
      <Text ta="center" maw={460}>
        {sentence}
      </Text>
      {action}
      {command !== undefined && <Code className="ren-command">{command}</Code>}
    </Stack>
  );
}
