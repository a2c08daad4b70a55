import { describe, expect, it } from "vitest";
import { spoken } from "~/i18n/spoken";

describe("a hint of the server", () => {
  it("names pages in place of endpoints", () => {
    expect(spoken("GET /runs lists the runs that exist.")).toBe("The Runs page lists the runs that exist.");
    expect(spoken("Choose an earlier one: GET /runs/{id}/checkpoints lists them.")).toBe(
      "Choose an earlier one: the run's State tab lists them.",
    );
    expect(spoken("Send it again. GET /runs/{id} shows it.")).toBe("Send it again. The run's page shows it.");
  });
  it("stays as it is where it names none, or one without a page", () => {
    expect(spoken("Resume the run.")).toBe("Resume the run.");
    expect(spoken("GET /nowhere lists them.")).toBe("GET /nowhere lists them.");
  });
});
