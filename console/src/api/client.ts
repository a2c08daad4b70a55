import { authorization, token } from "./token";
import type { Problem } from "./types";

/** An answer that is no 2xx, with what the server said about it. */
export class ApiError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
    this.name = "ApiError";
  }
}

/** The server could not be reached at all. */
export class Unreachable extends Error {
  constructor() {
    super("the server cannot be reached");
    this.name = "Unreachable";
  }
}

export type Query = Record<string, string | number | null | undefined>;

export function path(template: TemplateStringsArray, ...parts: Array<string | number>): string {
  return template.reduce((text, each, index) => text + encodeURIComponent(String(parts[index - 1])) + each);
}

export function withQuery(address: string, query: Query = {}): string {
  const given = Object.entries(query).filter(
    ([, value]) => value !== null && value !== undefined && value !== "",
  );
  if (given.length === 0) return address;
  return `${address}${address.includes("?") ? "&" : "?"}${new URLSearchParams(given.map(([name, value]) => [name, String(value)]))}`;
}

export async function get<Answer>(address: string, query?: Query, signal?: AbortSignal): Promise<Answer> {
  const answer = await send(withQuery(address, query), { signal });
  return (await answer.json()) as Answer;
}

export const post = <Answer>(address: string, body?: unknown) => sendJson<Answer>("POST", address, body);
export const patch = <Answer>(address: string, body: unknown) => sendJson<Answer>("PATCH", address, body);

async function sendJson<Answer>(method: string, address: string, body: unknown): Promise<Answer> {
  const init: RequestInit = { method };
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { "Content-Type": "application/json" };
  }
  const answer = await send(address, init);
  return (await answer.json()) as Answer;
}

/** Another content for what is at an address. */
export async function change<Answer>(address: string, body: unknown): Promise<Answer> {
  const init = {
    method: "PUT",
    body: JSON.stringify(body),
    headers: { "Content-Type": "application/json" },
  };
  return (await (await send(address, init)).json()) as Answer;
}

/** Bytes to an address. */
export async function put<Answer>(
  address: string,
  query: Query,
  body: Blob,
  signal?: AbortSignal,
): Promise<Answer> {
  const headers = { "Content-Type": "application/octet-stream" };
  const answer = await send(withQuery(address, query), { method: "PUT", body, headers, signal });
  return (await answer.json()) as Answer;
}

export async function remove(address: string): Promise<void> {
  await send(address, { method: "DELETE" });
}

/** A file, for a preview or to be saved. */
export async function blob(address: string, signal?: AbortSignal): Promise<Blob> {
  return (await send(address, { signal })).blob();
}

/** Let the browser save what is at an address; where a token is needed, it is fetched first. */
export async function save(address: string, name: string): Promise<void> {
  const anchor = document.createElement("a");
  anchor.download = name;
  anchor.href = token() === null ? address : URL.createObjectURL(await blob(address));
  anchor.click();
  if (anchor.href.startsWith("blob:")) setTimeout(() => URL.revokeObjectURL(anchor.href), 60_000);
}

/** Let the browser save a text. */
export function saveText(text: string, name: string, type = "application/json"): void {
  const anchor = document.createElement("a");
  anchor.download = name;
  anchor.href = URL.createObjectURL(new Blob([text], { type }));
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 60_000);
}

/** An answer's text as it came: what numbers it has is not touched. */
export async function exchange(address: string, init: RequestInit): Promise<string> {
  return (await send(address, init)).text();
}

async function send(address: string, init: RequestInit): Promise<Response> {
  let answer: Response;
  try {
    answer = await fetch(address, { ...init, headers: { ...authorization(), ...init.headers } });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Unreachable();
  }
  if (!answer.ok) throw new ApiError(await problemOf(answer));
  return answer;
}

async function problemOf(answer: Response): Promise<Problem> {
  try {
    return (await answer.json()) as Problem;
  } catch {
    return {
      type: "about:blank",
      title: answer.statusText,
      status: answer.status,
      code: `HTTP_${answer.status}`,
      detail: answer.statusText,
      hint: "",
    };
  }
}
