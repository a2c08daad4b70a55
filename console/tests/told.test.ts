import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { endingIn, wordsFor } from "~/i18n/told";
import zh from "~/i18n/told/zh";

const DOCUMENTED = readFileSync(new URL("../../docs/errors.md", import.meta.url), "utf-8");
const CODES = [...DOCUMENTED.matchAll(/^## ([A-Z0-9_]+)$/gm)].map((found) => found[1]);

describe("the Chinese words for errors", () => {
  it("are there for each code that the server may tell, and for no other", () => {
    expect(CODES.length).toBeGreaterThan(50);
    expect(Object.keys(zh.errors).sort()).toEqual([...CODES].sort());
  });
  it("say what it is and what to do, in Chinese", () => {
    const wrong = Object.entries(zh.errors).filter(
      ([, { title, hint }]) => !/^.*\p{Script=Han}.*。$/u.test(title) || !/\p{Script=Han}/u.test(hint),
    );
    expect(wrong).toEqual([]);
  });
});

describe("the Chinese words for what else the server tells", () => {
  const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), "utf-8");
  const documented = (path: string, pattern: RegExp) =>
    [...read(path).matchAll(pattern)].map((match) => match[1] ?? "");
  it("are there for each problem of a flow", () => {
    const codes = documented("docs/dsl.md", /^\| `([A-Z_]+)` \|/gm);
    expect(codes.length).toBeGreaterThan(30);
    expect(codes.filter((code) => !(code in zh.problems))).toEqual([]);
  });
  it("are there for each setting", () => {
    const names = documented("docs/settings.md", /^## (\w+)$/gm).filter(
      (name) => name === name.toLowerCase(),
    );
    expect(names.length).toBeGreaterThan(25);
    expect(names.filter((name) => !(name in zh.settings))).toEqual([]);
  });
  it("are there for each check that may warn", () => {
    const folder = "supervisor/workflow_engine_supervisor/doctor";
    const text = read(`${folder}/checks.py`) + read(`${folder}/environment.py`);
    const checks = new Set([...text.matchAll(/Finding\(\s*"(\w+)"/g)].map((match) => match[1] ?? ""));
    expect(checks.size).toBeGreaterThan(9);
    expect([...checks].filter((check) => !(check in zh.checks))).toEqual([]);
  });
  it("are Chinese", () => {
    const words = [zh.problems, zh.settings, zh.labels].flatMap((each) => Object.values<string>(each));
    const checks = Object.values(zh.checks).flatMap(({ title, hint }) => [title, hint]);
    expect([...words, ...checks].filter((text) => !/\p{Script=Han}/u.test(text))).toEqual([]);
  });
});

describe("the hint of an exception of the flow's code", () => {
  const hint = (text: string) => wordsFor(zh, "USER_CODE_ERROR", text)?.hint;
  it("says to mend the function only where the engine says so", () => {
    expect(hint("Mend the function, then resume: the run continues at this node.")).toContain("修正函数");
    expect(hint("Resume after eight.")).toBe("");
  });
  it("says to resume where the world was at fault", () => {
    const shop =
      "Resume when the address answers whole: the run goes on at this page. The function need not be mended.";
    expect(hint(shop)).toContain("继续");
  });
  it("is that of its code for all other errors", () =>
    expect(wordsFor(zh, "STORAGE_FAILURE", "anything")?.hint).toContain("renflow doctor"));
});

describe("how a process ended", () => {
  it("is told in Chinese where the text is exactly known", () => {
    const killed = "was killed by signal 9 (SIGKILL), perhaps because memory ran out";
    expect(endingIn(zh.endings, { exit_reason: killed, exit_code: -9 })).toContain("信号 9 (SIGKILL)");
    expect(endingIn(zh.endings, { exit_reason: "exited with code 3", exit_code: 3 })).toBe("以退出码 3 退出");
  });
  it("stays as it is where it is not", () => {
    const strange = "exited with code 3221225477 (0xC0000005)";
    expect(endingIn(zh.endings, { exit_reason: strange, exit_code: 3221225477 })).toBe(strange);
    expect(endingIn({}, { exit_reason: "ended in order", exit_code: 0 })).toBe("ended in order");
    expect(endingIn(zh.endings, { exit_reason: null, exit_code: 4 })).toBe("4");
  });
});
