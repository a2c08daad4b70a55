import { useErrorWords } from "~/i18n/told";

/** An error in a line: what it is in the reader's language, then what the engine says of it. */
export function ErrorLine({ error }: { error: { code: string; message: string } }) {
  const words = useErrorWords(error.code);
  return words === undefined ? error.message : `${words.title}${error.message}`;
}
