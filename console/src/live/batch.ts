// Events come in hundreds a second; people see four changes a second at most.
export const BATCH_MS = 250;

/** Collects what is added and hands it on together, at most once in `every` milliseconds; the first at once. */
export class Batch<Item> {
  private waiting: Item[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  private lastAt = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly deliver: (items: Item[]) => void,
    private readonly every = BATCH_MS,
    private readonly now: () => number = () => performance.now(),
  ) {}

  add(item: Item): void {
    this.waiting.push(item);
    if (this.timer !== undefined) return;
    const pause = Math.max(0, this.lastAt + this.every - this.now());
    this.timer = setTimeout(() => this.flush(), pause);
  }

  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.waiting = [];
  }

  private flush(): void {
    this.timer = undefined;
    this.lastAt = this.now();
    const items = this.waiting;
    this.waiting = [];
    this.deliver(items);
  }
}
