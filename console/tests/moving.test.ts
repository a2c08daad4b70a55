import { describe, expect, it } from "vitest";
import { isKept, isMoving, isUploaded, readEntry } from "~/components/form/schemaForm";

describe("files on their way", () => {
  it("are neither a value nor an upload yet", () => {
    const entry = { moving: true } as const;
    expect([isMoving(entry), isUploaded(entry), isKept(entry)]).toEqual([true, false, false]);
    expect(readEntry({ kind: "file" }, entry)).toBeUndefined();
    expect(isMoving("a path")).toBe(false);
  });
});
