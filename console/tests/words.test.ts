import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const HOME = new URL("../src/", import.meta.url);
const PLURAL = /_(zero|one|two|few|many|other)$/;
const CALL = /\bt\(\s*["'`]([^"'`$]+)(["'`]|\$\{)/g;

type Catalog = Map<string, string>;

function catalog(language: string): Catalog {
  const folder = new URL(`i18n/${language}/`, HOME);
  const words: Catalog = new Map();
  for (const file of readdirSync(folder)) {
    const content: unknown = JSON.parse(readFileSync(new URL(file, folder), "utf-8"));
    collect(content, file.slice(0, -".json".length), words);
  }
  return words;
}

function collect(content: unknown, path: string, words: Catalog): void {
  if (typeof content === "string") words.set(path, content);
  else for (const [key, each] of Object.entries(content as object)) collect(each, `${path}.${key}`, words);
}

const names = (words: Catalog) => new Set([...words.keys()].map((key) => key.replace(PLURAL, "")));
const blanks = (text: string) =>
  [...new Set([...text.matchAll(/{{(\w+)(?:, number)?}}/g)].map((found) => found[1]))].sort();

function sources(folder: URL): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((each) => {
    if (each.isDirectory()) return sources(new URL(`${each.name}/`, folder));
    return /\.tsx?$/.test(each.name) ? [readFileSync(new URL(each.name, folder), "utf-8")] : [];
  });
}

describe("the catalogs", () => {
  const [en, zh] = [catalog("en"), catalog("zh")];
  it("have the same keys", () => expect([...names(zh)].sort()).toEqual([...names(en)].sort()));
  it("have the plurals of their language", () => {
    for (const key of en.keys())
      if (key.endsWith("_one")) expect(en.has(key.replace(/_one$/, "_other"))).toBe(true);
    expect([...zh.keys()].filter((key) => key.endsWith("_one"))).toEqual([]);
  });
  it("fill in the same blanks", () => {
    const differ = [...zh].filter(([key, text]) => {
      const other = en.get(key) ?? "";
      // A count that decides the plural need not stand in the sentence.
      return (
        blanks(text)
          .filter((each) => each !== "count")
          .join() !==
        blanks(other)
          .filter((each) => each !== "count")
          .join()
      );
    });
    expect(differ).toEqual([]);
  });
  it("leave no sentence empty", () =>
    expect([...en, ...zh].filter(([, text]) => text.trim() === "")).toEqual([]));
  it("have every word that the pages ask for", () => {
    const known = names(en);
    const asked = sources(HOME).flatMap((text) => [...text.matchAll(CALL)].map((found) => found[1] ?? ""));
    const missing = asked.filter((key) =>
      key.endsWith(".") ? ![...known].some((each) => each.startsWith(key)) : !known.has(key),
    );
    expect(missing).toEqual([]);
    expect(asked.length).toBeGreaterThan(200);
  });
  it("have a word for each reason that the engine knows", () => {
    const python = readFileSync(
      new URL("../../shared/workflow_engine_shared/run_status.py", import.meta.url),
      "utf-8",
    );
    const body = python.split("class Reason(")[1]?.split("\n\n\n")[0] ?? "";
    const reasons = [...body.matchAll(/^ {4}[A-Z_]+ = "(\w+)"/gm)].map((found) => found[1] ?? "");
    expect(reasons).toContain("home_full");
    for (const words of [en, zh]) expect(reasons.filter((each) => !words.has(`reason.${each}`))).toEqual([]);
  });
  it.each([
    ["reason", "Reason"],
    ["status", "RunStatus"],
  ])("have a word for each %s that the server may tell", (subject, schema) => {
    const text = readFileSync(new URL("api/schema.ts", HOME), "utf-8");
    const values = new RegExp(`^ +${schema}: (".*");$`, "m").exec(text)?.[1]?.split(" | ") ?? [];
    expect(values.length).toBeGreaterThan(5);
    expect(values.filter((value) => !en.has(`${subject}.${JSON.parse(value) as string}`))).toEqual([]);
  });
});
