import { describe, expect, it } from "vitest";
import { bytes, percent, span, spanRange } from "~/format/figures";
import { ago } from "~/format/moments";

describe("spans of time", () => {
  it.each([
    [0.0004, "0ms"],
    [0.25, "250ms"],
    [2.34, "2.3s"],
    [9.97, "10s"],
    [59.6, "60s"],
    [61, "1m 1s"],
    [3_600, "1h"],
    [9_660, "2h 41m"],
    [90_000, "1d 1h"],
  ])("%s s is %s", (seconds, text) => expect(span(seconds, "en")).toBe(text));
  it("speak Chinese", () => expect(span(9_660, "zh")).toMatch(/2\s?小时 41\s?分/));
  it("are one where both ends look alike", () => expect(spanRange({ low: 60, high: 60.2 }, "en")).toBe("1m"));
});

describe("figures", () => {
  it("a share never looks whole before it is", () => expect(percent(0.999, "en")).toBe("99%"));
  it.each([
    [0, "0B"],
    [781, "781B"],
    [1_536, "1.5 kB"],
    [50_000_000, "48 MB"],
  ])("%s bytes are %s", (value, text) => expect(bytes(value, "en")).toBe(text));
  it("time ago is told in its largest unit", () => {
    const now = Date.parse("2026-01-02T00:00:00Z");
    expect(ago("2026-01-01T22:30:00Z", now, "en")).toBe("1 hr. ago");
  });
});
