import { path, post, withQuery } from "~/api/client";
import { token } from "~/api/token";
import type { RunEvent } from "./events";

export type Connection = "connecting" | "open" | "lost";

export interface Listener {
  event(event: RunEvent): void;
  connection(state: Connection): void;
}

const FIRST_PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 5_000;

/** One run's event stream. It comes back by itself and goes on behind the last event that was seen. */
export class RunSocket {
  private socket: WebSocket | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private since: string | undefined;
  private failures = 0;
  private stopped = false;

  constructor(
    private readonly threadId: string,
    private readonly listener: Listener,
  ) {}

  start(): void {
    this.listener.connection("connecting");
    void this.connect();
    window.addEventListener("online", this.atOnce);
  }

  stop(): void {
    this.stopped = true;
    clearTimeout(this.timer);
    window.removeEventListener("online", this.atOnce);
    this.socket?.close();
  }

  private readonly atOnce = () => {
    if (this.socket !== undefined || this.stopped) return;
    clearTimeout(this.timer);
    void this.connect();
  };

  private async connect(): Promise<void> {
    let socket: WebSocket;
    try {
      socket = new WebSocket(await this.address());
    } catch {
      this.again();
      return;
    }
    if (this.stopped) {
      socket.close();
      return;
    }
    this.socket = socket;
    socket.onopen = () => {
      this.failures = 0;
      this.listener.connection("open");
    };
    socket.onmessage = (message: MessageEvent<string>) => this.take(JSON.parse(message.data) as RunEvent);
    socket.onclose = () => {
      this.socket = undefined;
      this.again();
    };
  }

  private take(event: RunEvent): void {
    if (event.seq === undefined) return;
    this.since = event.seq;
    this.listener.event(event);
  }

  private again(): void {
    if (this.stopped) return;
    this.listener.connection("lost");
    const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.failures);
    this.failures += 1;
    this.timer = setTimeout(() => void this.connect(), pause * (0.8 + 0.4 * Math.random()));
  }

  private async address(): Promise<string> {
    const ticket = token() === null ? undefined : (await post<{ ticket: string }>("/ticket")).ticket;
    const query = withQuery(path`/runs/${this.threadId}/events`, { since: this.since, ticket });
    const url = new URL(query, window.location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    return url.href;
  }
}
