import { describe, expect, it } from "vitest";
import type { RunStatus } from "~/api/types";
import { Endings, type Seen } from "~/live/endings";

const run = (status: RunStatus, reason: string | null = null): Seen =>
  ({ thread_id: "r", title: null, status, reason }) as Seen;

describe("what is worth a notice", () => {
  it.each([
    ["running", "finished", null, "finish"],
    ["recovering", "error", "crash_loop", "error"],
    ["running", "interrupted", "question", "question"],
    ["running", "interrupted", "form", "form"],
    ["running", "interrupted", "waiting", null],
    ["running", "interrupted", "paused", null],
    ["running", "cancelled", null, null],
    ["pending", "running", null, null],
    ["finished", "finished", null, null],
    ["error", "pending", null, null],
  ] as const)("%s → %s (%s): %s", (before, after, reason, told) => {
    const endings = new Endings();
    expect(endings.see(run(before))).toBeNull();
    expect(endings.see(run(after, reason))).toBe(told);
    expect(endings.see(run(after, reason))).toBeNull();
  });

  it("says nothing of a run that was over when it was seen first", () => {
    expect(new Endings().see(run("finished"))).toBeNull();
  });
});
