import { post, withQuery } from "~/api/client";
import { token } from "~/api/token";

export type Connection = "connecting" | "open" | "lost";

export interface Listener<Event> {
  event(event: Event): void;
  connection(state: Connection): void;
}

const FIRST_PAUSE_MS = 300;
const LONGEST_PAUSE_MS = 5_000;

/** The event stream at an address. It comes back by itself and goes on behind the last event that was seen. */
export class EventSocket<Event extends { seq: string }> {
  private socket: WebSocket | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private since: string | undefined;
  private failures = 0;
  private stopped = false;

  constructor(
    private readonly address: string,
    private readonly listener: Listener<Event>,
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
    const { socket } = this;
    // A browser complains of what is closed before it was open.
    if (socket?.readyState === WebSocket.CONNECTING) socket.onopen = () => socket.close();
    else socket?.close();
  }

  private readonly atOnce = () => {
    if (this.socket !== undefined || this.stopped) return;
    clearTimeout(this.timer);
    void this.connect();
  };

  private async connect(): Promise<void> {
    let url: string;
    try {
      url = await this.url();
    } catch {
      this.again();
      return;
    }
    if (this.stopped) return;
    const socket = new WebSocket(url);
    this.socket = socket;
    socket.onopen = () => {
      this.failures = 0;
      this.listener.connection("open");
    };
    socket.onmessage = (message: MessageEvent<string>) => this.take(JSON.parse(message.data) as Event);
    socket.onclose = () => {
      this.socket = undefined;
      this.again();
    };
  }

  private take(event: Event): void {
    if (event.seq === undefined || this.stopped) return;
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

  private async url(): Promise<string> {
    const ticket = token() === null ? undefined : (await post<{ ticket: string }>("/ticket")).ticket;
    const url = new URL(withQuery(this.address, { since: this.since, ticket }), window.location.href);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    return url.href;
  }
}
