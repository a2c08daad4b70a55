// Items are grouped by what stands before the colon in their error's message: the class that user code raised.
import type { Step } from "~/api/types";

export function errorKind(item: Step): string | undefined {
  return item.error?.message.split(":", 1)[0];
}
