// Files on their way to the server: in pieces, a few at a time, and on again after a break where it stopped.
import { ApiError, path, post, put, remove, Unreachable } from "./client";
import type { UnpackedUpload, Upload, UploadedFile } from "./types";

const PIECE = 4 * 1024 * 1024;
const AT_ONCE = 3;
/** A server that is started anew is waited for. */
const PATIENCE_MS = 120_000;
const PAUSE_MS = 1_000;

/** A file, and its path in the upload with '/' between folders. */
export interface Chosen {
  path: string;
  file: Blob;
}

export interface Transfer {
  bytes: number;
  totalBytes: number;
  files: number;
  totalFiles: number;
  /** True while the server cannot be reached. */
  waits: boolean;
}

export type OnTransfer = (transfer: Transfer) => void;

/** What systems put into folders for themselves: nobody's data. */
export function isClutter(filePath: string): boolean {
  return filePath
    .split("/")
    .some((part) => part.startsWith(".") || /^(thumbs\.db|desktop\.ini|__macosx)$/i.test(part));
}

/** Bring files to the server; returns the id of the upload. What was begun is forgotten if it fails. */
export async function upload(
  chosen: readonly Chosen[],
  onTransfer: OnTransfer,
  signal: AbortSignal,
): Promise<string> {
  const transfer: Transfer = {
    bytes: 0,
    totalBytes: chosen.reduce((sum, { file }) => sum + file.size, 0),
    files: 0,
    totalFiles: chosen.length,
    waits: false,
  };
  const tell = (changes: Partial<Transfer>) => {
    Object.assign(transfer, changes);
    onTransfer({ ...transfer });
  };
  tell({});
  const { id } = await patiently(() => post<Upload>("/uploads"), tell, signal);
  const waiting = [...chosen];
  const failed = new AbortController();
  const anyStop = AbortSignal.any([signal, failed.signal]);
  const bring = async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      await bringFile(id, next, transfer, tell, anyStop);
      tell({ files: transfer.files + 1 });
    }
  };
  try {
    await Promise.all(Array.from({ length: AT_ONCE }, bring));
  } catch (error) {
    failed.abort();
    forget(id);
    throw error;
  }
  return id;
}

/** Put a folder in a zip archive's place; returns the folder's path in the upload. */
export async function unpack(id: string, archive: string): Promise<string> {
  try {
    return (await post<UnpackedUpload>(path`/uploads/${id}/unpack`, { path: archive })).folder;
  } catch (error) {
    forget(id);
    throw error;
  }
}

/** Let the server remove an upload; if it cannot be told, it does so by itself after a day. */
export function forget(id: string): void {
  remove(path`/uploads/${id}`).catch(() => undefined);
}

async function bringFile(
  id: string,
  { path: name, file }: Chosen,
  transfer: Transfer,
  tell: (changes: Partial<Transfer>) => void,
  signal: AbortSignal,
): Promise<void> {
  const address = `${path`/uploads/${id}/files/`}${name.split("/").map(encodeURIComponent).join("/")}`;
  let offset = 0;
  do {
    const piece = file.slice(offset, offset + PIECE);
    const query = { offset, size: file.size };
    const answer = await patiently(
      () => put<UploadedFile>(address, query, piece, signal).catch(whereToGoOn),
      tell,
      signal,
    );
    tell({ bytes: transfer.bytes + answer.received - offset });
    offset = answer.received;
  } while (offset < file.size);
}

/** The server has another part of the file than we thought: an answer was lost. */
function whereToGoOn(error: unknown): UploadedFile {
  if (error instanceof ApiError && error.problem.code === "UPLOAD_OFFSET")
    return error.problem as unknown as UploadedFile;
  throw error;
}

/** Try again for a while, where it is not the request that is wrong. */
async function patiently<Answer>(
  send: () => Promise<Answer>,
  tell: (changes: Partial<Transfer>) => void,
  signal: AbortSignal,
): Promise<Answer> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      const answer = await send();
      tell({ waits: false });
      return answer;
    } catch (error) {
      const passes =
        error instanceof Unreachable || (error instanceof ApiError && error.problem.status === 503);
      if (!passes || signal.aborted || Date.now() > deadline) throw error;
      tell({ waits: true });
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}
