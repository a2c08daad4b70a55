import { describe, expect, it } from "vitest";
import type { Progress } from "~/api/types";
import { etaRange, fraction, isOfNodes } from "~/format/eta";

const progress = (changes: Partial<Progress>): Progress => ({
  node: "n",
  visit: null,
  label: null,
  done: 100,
  failed: 0,
  skipped: 0,
  total: 200,
  rate: 1,
  eta_s: 100,
  ...changes,
});

describe("the remaining time", () => {
  it("reaches from the faster pace to the slower, with a tenth on both sides", () => {
    expect(etaRange(progress({ eta_s: 100 }), 200)).toEqual({ low: 90, high: 220.00000000000003 });
  });
  it("counts what failed and was skipped as decided", () => {
    const range = etaRange(progress({ done: 80, failed: 10, skipped: 10, eta_s: null }), 100);
    expect(range).toEqual({ low: 90, high: 110.00000000000001 });
  });
  it.each([
    ["without a total", progress({ total: null })],
    ["before a few items are done", progress({ done: 2 })],
    ["when nothing is left", progress({ done: 200 })],
    ["without any pace", progress({ rate: null, eta_s: null })],
    ["with a pace of zero", progress({ rate: 0, eta_s: Number.POSITIVE_INFINITY })],
  ])("is not told %s", (_, given) => {
    expect(etaRange(given, given.rate === 0 ? 0 : 100)).toBeNull();
  });
});

describe("the share", () => {
  it("is what is decided of all", () => expect(fraction(progress({ failed: 50 }))).toBe(0.75));
  it("does not count a node that failed, which is still to be done", () => {
    const ofNodes = progress({ done: 1, failed: 1, total: 4, label: "nodes" });
    expect(fraction(ofNodes)).toBe(0.25);
    expect(fraction({ ...ofNodes, failed: 0, skipped: 1 })).toBe(0.5);
  });
  it("is unknown without a total", () => expect(fraction(progress({ total: null }))).toBeNull());
  it("never exceeds the whole", () => expect(fraction(progress({ done: 300 }))).toBe(1));
});

describe("progress", () => {
  it("that counts the run's nodes is none of a single node", () => {
    expect([isOfNodes(progress({ label: "nodes" })), isOfNodes(progress({ label: "items" }))]).toEqual([
      true,
      false,
    ]);
    expect(isOfNodes(progress({}))).toBe(false);
  });
});
