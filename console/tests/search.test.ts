import { describe, expect, it } from "vitest";
import { path, withQuery } from "~/api/client";
import { SEARCH } from "~/pages/run/selection";
import { changedSearch, readSearch } from "~/url/search";

describe("what is selected", () => {
  it("is read from the address, each of its type", () => {
    const params = new URLSearchParams("tab=logs&level=ERROR&line=42&wrap=1&q=a%20b&cp=1f-0");
    expect(readSearch(SEARCH, params)).toEqual({
      tab: "logs",
      level: "ERROR",
      line: 42,
      wrap: true,
      q: "a b",
      cp: "1f-0",
    });
  });
  it("leaves out what does not fit", () => {
    expect(readSearch(SEARCH, new URLSearchParams("tab=nothing&line=-1&wrap=yes&node=&level=error"))).toEqual(
      {},
    );
  });
  it("is changed without touching the rest", () => {
    const params = new URLSearchParams("tab=logs&line=42&other=kept");
    expect(changedSearch(params, { line: undefined, wrap: true, q: "x" }).toString()).toBe(
      "tab=logs&other=kept&wrap=1&q=x",
    );
  });
});

describe("addresses", () => {
  it("hide nothing in names", () => expect(path`/runs/${"a/b?c"}/logs`).toBe("/runs/a%2Fb%3Fc/logs"));
  it("leave out what is not given", () => {
    expect(withQuery("/runs", { q: undefined, status: "", limit: 5, cursor: null })).toBe("/runs?limit=5");
  });
});
