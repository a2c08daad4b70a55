// How a file is best shown, judged by its name; what is large is only offered as a download.
export type Kind = "image" | "table" | "json" | "text" | "other";

const MAX_IMAGE = 8 * 1024 * 1024;
const ENDINGS: Record<Exclude<Kind, "other">, RegExp> = {
  image: /\.(png|jpe?g|gif|webp|avif|bmp|svg)$/i,
  table: /\.(csv|tsv)$/i,
  json: /\.json$/i,
  text: /\.(txt|md|log|jsonl|ndjson|ya?ml|toml|ini|py|html?|xml|sql)$/i,
};

export function kindOf(name: string, size: number): Kind {
  const found =
    (Object.keys(ENDINGS) as Array<keyof typeof ENDINGS>).find((kind) => ENDINGS[kind].test(name)) ?? "other";
  return found === "image" && size > MAX_IMAGE ? "other" : found;
}
