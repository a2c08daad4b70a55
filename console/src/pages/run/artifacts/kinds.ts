// Pictures are told by what the file holds, whatever its name; what else can be shown, the server tells.
import type { Artifact } from "~/api/types";

export const KINDS = ["picture", "table", "text", "other"] as const;
export type Kind = (typeof KINDS)[number];

const MAX_IMAGE = 8 * 1024 * 1024;
const SHOWN = /^image\/(png|jpeg|gif|webp|avif|bmp|svg\+xml)$/;

type Facts = Pick<Artifact, "content_type" | "size">;

export function isPicture({ content_type }: Pick<Facts, "content_type">): boolean {
  return content_type.startsWith("image/");
}

/** Whether a browser should be given the file itself. */
export function isShownWhole({ content_type, size }: Facts): boolean {
  return SHOWN.test(content_type) && size <= MAX_IMAGE;
}
