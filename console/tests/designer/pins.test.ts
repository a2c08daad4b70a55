import { describe, expect, it } from "vitest";
import type { NodeType } from "~/pages/designer/api";
import type { FlowDocument } from "~/pages/designer/document/document";
import { jsonText } from "~/pages/designer/document/text";
import { pinnable, readPins } from "~/pages/designer/trial/pins";

const type = (name: string, ...failures: Array<string | null>) =>
  ({
    type: name,
    ports: { in: {}, out: failures.map((on) => ({ id: on ?? "next", on })) },
  }) as unknown as NodeType;
const TYPES = [type("start", null), type("python", null, "error"), type("condition", null), type("end")];
const FLOW: FlowDocument = {
  nodes: ["start", "python", "condition", "unheard_of", "end"].map((each) => ({ id: each, type: each })),
  edges: [],
};
const [WORK] = pinnable(FLOW, TYPES);
const read = (text: string) => readPins({ python: text }, WORK === undefined ? [] : [WORK]);

describe("pinned outputs", () => {
  it("are of nodes that do work", () => {
    expect(pinnable(FLOW, TYPES).map(({ id }) => id)).toEqual(["python"]);
  });
  it("are an object of state keys, with the digits as they are typed", () => {
    const { pinned, faults } = read('{"n": 12345678901234567890, "说": [1, null]}');
    expect(faults).toEqual({});
    expect(jsonText(pinned)).toBe('{"python":{"n":12345678901234567890,"说":[1,null]}}');
    expect(read("{}").pinned).toEqual({ python: {} });
  });
  it.each([
    ["", "unreadable"],
    ["{", "unreadable"],
    ["{'a': 1}", "unreadable"],
    ['{"a": NaN}', "unreadable"],
    ["[]", "noObject"],
    ["null", "noObject"],
    ['"text"', "noObject"],
    ['{"__inputs": 1}', "reserved"],
  ])("that are %j are told", (text, fault) => {
    expect(read(text)).toEqual({ pinned: {}, faults: { python: fault } });
  });
  it("of nodes that are gone, or whose names are an object's own, are left out", () => {
    expect(readPins({ gone: "{" }, [{ id: "constructor", type: "python" }])).toEqual({
      pinned: {},
      faults: {},
    });
  });
});
