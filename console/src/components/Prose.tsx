import { Code } from "@mantine/core";

/** A sentence of the catalogs, in which `commands` stand between back-ticks. */
export function Prose({ text }: { text: string }) {
  return text.split("`").map((part, place) =>
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a sentence keep their places
    place % 2 === 1 ? <Code key={place}>{part}</Code> : part,
  );
}
