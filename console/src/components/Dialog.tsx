import { FocusTrap, Modal, type ModalProps } from "@mantine/core";
import { type FocusEvent, type ReactNode, useRef } from "react";
import { useTranslation } from "react-i18next";

interface DialogProps extends Pick<ModalProps, "size"> {
  opened: boolean;
  onClose: () => void;
  title: ReactNode;
  children: ReactNode;
}

/** What can have the cursor, in the order of the page. */
const STOPS =
  "input:not([type=hidden]), textarea, select, button, a[href], [contenteditable=true], [tabindex='0']";

/**
 * A window above the page. The cursor goes to what is marked `data-autofocus` in it, else to its first field, as soon as
 * that is there: not to the button that closes it.
 */
export function Dialog({ opened, onClose, title, size, children }: DialogProps) {
  const { t } = useTranslation();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      {...(size !== undefined && { size })}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <FirstFocus />
      {children}
    </Modal>
  );
}

/** Is given the focus when the dialog opens, and hands it on once there is something to hand it to. */
function FirstFocus() {
  const waiting = useRef<MutationObserver>(undefined);
  const begin = ({ currentTarget: mark }: FocusEvent<HTMLElement>) => {
    const content = mark.parentElement;
    if (content === null || handOn(content)) return;
    waiting.current = new MutationObserver(() => handOn(content));
    waiting.current.observe(content, { childList: true, subtree: true });
  };
  return <FocusTrap.InitialFocus onFocus={begin} onBlur={() => waiting.current?.disconnect()} />;
}

/** Focus what the reader is to begin with; false: there is nothing yet. */
function handOn(content: HTMLElement): boolean {
  const all = [...content.querySelectorAll<HTMLElement>(STOPS)].filter(canBeFocused);
  const first = all.find((each) => each.hasAttribute("data-autofocus")) ?? all[0];
  first?.focus();
  return first !== undefined;
}

function canBeFocused(element: HTMLElement): boolean {
  return element.tabIndex >= 0 && !element.matches(":disabled") && element.getClientRects().length > 0;
}
