import { describe, expect, it } from "vitest";
import { flowName, flowNameOf, nodeName } from "~/names/words";
import { countFrom } from "~/pages/run/logs/LogControls";
import { againOf } from "~/pages/run/steer/RetryPlan";

describe("the author's names", () => {
  it("are in the reader's language where they can be", () => {
    const node = { id: "scrape", label: "Read", label_zh: "读取" };
    expect([nodeName(node, "en"), nodeName(node, "zh")]).toEqual(["Read", "读取"]);
    expect(nodeName({ id: "scrape", label: "抓取" }, "en")).toBe("抓取");
    expect(nodeName({ id: "scrape", label: null, label_zh: "读取" }, "en")).toBe("scrape");
    expect(nodeName({ id: "scrape", label: "  " }, "zh")).toBe("scrape");
    expect(flowName({ id: "shop", name: "Shop", name_zh: "网店" }, "zh")).toBe("网店");
    expect(flowNameOf({ flow_id: "shop", flow_name: "Shop", flow_name_zh: null }, "zh")).toBe("Shop");
  });
});

describe("numbers that add up", () => {
  it("count a level and those above it", () => {
    const levels = { DEBUG: 5, INFO: 99_882, WARNING: 100, ERROR: 20 };
    expect(countFrom(levels, "WARNING")).toBe(120);
    expect(countFrom(levels, "DEBUG")).toBe(100_007);
    expect(countFrom(levels, "CRITICAL")).toBe(0);
  });
  it("take what a retry does from the server", () => {
    const sums = {
      items: [],
      next: null,
      loops: [],
      again: 42,
      errors: [{ error: "TimeoutError", items: 58, again: 30 }],
    };
    expect([
      againOf(sums, undefined),
      againOf(sums, "TimeoutError"),
      againOf(sums, "gone"),
      againOf(undefined, undefined),
    ]).toEqual([42, 30, 0, 0]);
  });
});
