import { expect, test } from "vitest";
import { statusWord } from "~/components/StatusBadge";

test("a run that stands is called by what it waits for", () => {
  expect(statusWord("interrupted", "form")).toBe("status.form");
  expect(statusWord("interrupted", "waiting")).toBe("status.waiting");
  expect(statusWord("interrupted", "paused")).toBe("status.interrupted");
  expect(statusWord("interrupted", null)).toBe("status.interrupted");
});

test("a reason that is left from before says nothing of a run that goes on", () => {
  expect(statusWord("running", "form")).toBe("status.running");
});
