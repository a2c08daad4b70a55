import { Stack } from "@mantine/core";
import { type ReactNode, type RefObject, useRef } from "react";
import { sendOnCtrlEnter } from "./formKeys";
import { useFirstMarked } from "./useFieldProblems";

interface SendFormProps {
  /** Why the server refused what was sent last. */
  error: unknown;
  /** The names of fields that are marked before anything is sent. */
  marked?: readonly string[];
  /** Sends; what it fails with is shown by whoever has the error. */
  onSend: () => Promise<unknown> | undefined;
  /** Where the form is to stand, for who has something to do with it besides. */
  box?: RefObject<HTMLFormElement | null>;
  children: ReactNode;
}

/** A form that is sent by its button, by Enter, and from everywhere in it by Ctrl-Enter; its first mistake is led to. */
export function SendForm({ error, marked, onSend, box, children }: SendFormProps) {
  const own = useRef<HTMLFormElement>(null);
  const form = box ?? own;
  useFirstMarked(form, error, marked);
  return (
    <form
      ref={form}
      onKeyDown={sendOnCtrlEnter}
      onSubmit={(event) => {
        event.preventDefault();
        onSend()?.catch(() => undefined); // shown by the form, from the command
      }}
    >
      <Stack>{children}</Stack>
    </form>
  );
}
