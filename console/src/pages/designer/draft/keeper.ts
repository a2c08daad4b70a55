// Saves what is drawn, by itself: soon after each change, never over what somebody else saved, and in the browser where
// the server is away. Nothing here draws.
import { Unreachable } from "~/api/client";
import { jsonText } from "../document/text";
import type { Copies } from "./local";
import { type Draft, type DraftServer, Outdated } from "./server";

export type SaveState =
  /** `at` in milliseconds; null: nothing was changed yet. */
  | { kind: "saved"; at: number | null }
  | { kind: "waiting" | "saving" }
  /** Somebody else saved what is not in this document. */
  | { kind: "conflict"; theirs: Draft }
  /** `kept`: the browser has a copy. */
  | { kind: "offline"; kept: boolean }
  | { kind: "refused"; error: unknown };

const PAUSE_MS = 800;
const LONGEST_MS = 5_000;
const AGAIN_MS = 2_000;

interface Given {
  server: DraftServer;
  copies: Copies;
  /** The revision that the document was read from; null: there is no draft yet. */
  revision: number | null;
  onState: (state: SaveState) => void;
  onSaved: (revision: number) => void;
}

export class DraftKeeper {
  private revision: number | null;
  private document: unknown;
  /** What the server has, as text; undefined: not known. */
  private saved: string | undefined;
  private state: SaveState = { kind: "saved", at: null };
  private timer: ReturnType<typeof setTimeout> | undefined;
  private firstChange: number | null = null;
  private running: Promise<void> | undefined;
  private isStopped = false;

  constructor(private readonly given: Given) {
    this.revision = given.revision;
  }

  /** What stands on the canvas at first: as the server has it, unless `isUnsaved`. */
  begin(document: unknown, isUnsaved: boolean): void {
    this.document = document;
    if (isUnsaved) this.change(document);
    else this.saved = jsonText(document);
  }

  get at(): number | null {
    return this.revision;
  }

  change(document: unknown): void {
    this.document = document;
    const text = jsonText(document);
    if (text === this.saved && this.state.kind !== "saving" && this.state.kind !== "conflict") {
      this.settle();
      return;
    }
    const kept = this.given.copies.keep({ base: this.revision, at: Date.now(), text });
    if (this.state.kind === "conflict") return;
    if (this.state.kind === "offline") this.tell({ kind: "offline", kept });
    else if (this.state.kind !== "saving") this.tell({ kind: "waiting" });
    this.firstChange ??= Date.now();
    const left = Math.max(0, this.firstChange + LONGEST_MS - Date.now());
    this.schedule(this.state.kind === "offline" ? AGAIN_MS : Math.min(PAUSE_MS, left));
  }

  /** Save at once; gives the revision that has it, or undefined where it could not be saved. */
  async save(): Promise<number | undefined> {
    clearTimeout(this.timer);
    while (this.running) await this.running;
    if (this.state.kind === "conflict") return undefined;
    if (this.revision !== null && jsonText(this.document) === this.saved) return this.revision;
    await this.write();
    return this.state.kind === "saved" ? (this.revision ?? undefined) : undefined;
  }

  /** What is here is to stand, whatever somebody else saved. */
  async takeOver(): Promise<void> {
    if (this.state.kind !== "conflict") return;
    this.revision = this.state.theirs.revision;
    this.saved = undefined;
    this.tell({ kind: "waiting" });
    await this.save();
  }

  /** What somebody else saved is to stand: it is on the canvas now. */
  takeTheirs(draft: Draft): void {
    this.revision = draft.revision;
    this.document = draft.dsl;
    this.saved = jsonText(draft.dsl);
    this.settle();
  }

  /** Whether somebody else saved meanwhile; asked when the window is looked at again, or another one says so. */
  async look(): Promise<void> {
    if (this.isStopped || this.running || this.state.kind === "conflict") return;
    const theirs = await this.given.server.read().catch(() => undefined);
    if (theirs === undefined || this.running || this.isStopped) return;
    if (theirs.revision === this.revision) return;
    this.meet(theirs);
  }

  resume(): void {
    this.isStopped = false;
  }

  stop(): void {
    this.isStopped = true;
    clearTimeout(this.timer);
  }

  // -- inside ------------------------------------------------------------------------------------------------------

  private schedule(pause: number): void {
    clearTimeout(this.timer);
    if (!this.isStopped) this.timer = setTimeout(() => void this.write(), pause);
  }

  private write(): Promise<void> {
    this.running ??= this.send().finally(() => {
      this.running = undefined;
    });
    return this.running;
  }

  private async send(): Promise<void> {
    const document = this.document;
    const text = jsonText(document);
    this.firstChange = null;
    if (this.state.kind !== "offline") this.tell({ kind: "saving" });
    try {
      const draft = await this.given.server.write(document, this.revision);
      this.revision = draft.revision;
      this.saved = text;
      this.given.onSaved(draft.revision);
    } catch (error) {
      await this.failed(error, text);
      return;
    }
    if (jsonText(this.document) === text) {
      this.settle(Date.now());
      return;
    }
    this.tell({ kind: "waiting" });
    this.change(this.document);
  }

  private async failed(error: unknown, text: string): Promise<void> {
    if (error instanceof Outdated) {
      const theirs = await this.given.server.read().catch(() => undefined);
      if (theirs !== undefined) {
        this.meet(theirs);
        return;
      }
      this.revision = null; // there is no draft any more: the next one is the first
    } else if (!(error instanceof Unreachable)) {
      this.tell({ kind: "refused", error });
      return;
    }
    const kept = this.given.copies.keep({ base: this.revision, at: Date.now(), text });
    this.tell({ kind: "offline", kept });
    this.schedule(AGAIN_MS);
  }

  /** Somebody else's draft: none of ours is lost if it says the same. */
  private meet(theirs: Draft): void {
    if (jsonText(theirs.dsl) === jsonText(this.document)) {
      this.takeTheirs(theirs);
      return;
    }
    clearTimeout(this.timer);
    this.given.copies.keep({ base: this.revision, at: Date.now(), text: jsonText(this.document) });
    this.tell({ kind: "conflict", theirs });
  }

  private settle(at?: number): void {
    clearTimeout(this.timer);
    this.firstChange = null;
    this.given.copies.forget();
    if (this.state.kind !== "saved" || at !== undefined) this.tell({ kind: "saved", at: at ?? null });
  }

  private tell(state: SaveState): void {
    this.state = state;
    if (!this.isStopped) this.given.onState(state);
  }
}
