import { Button, type ButtonProps, Group, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Dialog } from "./Dialog";
import { ProblemAlert } from "./ProblemAlert";

interface ConfirmButtonProps extends ButtonProps {
  label: string;
  title: string;
  /** What will happen, and what can't be undone. */
  children: ReactNode;
  confirm: string;
  destructive?: boolean;
  command: { mutateAsync: () => Promise<unknown>; isPending: boolean; error: unknown; reset: () => void };
  onDone?: () => void;
}

/** A button that says what it will do and waits for a second yes. */
export function ConfirmButton({
  label,
  title,
  children,
  confirm,
  destructive,
  command,
  onDone,
  ...button
}: ConfirmButtonProps) {
  const { t } = useTranslation();
  const [opened, { open, close }] = useDisclosure(false, { onOpen: command.reset });
  const act = async () => {
    try {
      await command.mutateAsync();
    } catch {
      return; // shown below, from the command
    }
    close();
    onDone?.();
  };
  return (
    <>
      <Button variant="default" {...button} onClick={open}>
        {label}
      </Button>
      <Dialog opened={opened} onClose={close} title={title}>
        <Stack>
          {typeof children === "string" ? <Text size="sm">{children}</Text> : children}
          <ProblemAlert error={command.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              {t("common.notNow")}
            </Button>
            <Button
              color={destructive ? "red.8" : "teal"}
              loading={command.isPending}
              onClick={act}
              data-autofocus
            >
              {confirm}
            </Button>
          </Group>
        </Stack>
      </Dialog>
    </>
  );
}
