/**
 * A log as the page gets it: its bytes by ranges, as they were when it was opened, and its checkpoints.
 * @module
 */
import { type ByteSource, sourceOf } from "../../events/file/reader.ts";
import { formOf } from "../compressed.ts";
import { InputError } from "../errors.ts";
import { isThere, readBytes } from "../files.ts";
import { fileSource, FIRST_BYTES, isText, type OpenLog, openLog } from "../logs.ts";
import { note } from "../output.ts";
import { SEEK_ENDING } from "../timeline.ts";
import { encodeLog } from "../write_log.ts";

/** A log that is shown. It reads fewer bytes than there were only if its file has become shorter since. */
export interface ShownLog extends ByteSource {
  /** As the page calls it: its file's name, without folders. */
  readonly name: string;
  /** Where its file is, if the page gets it as it stands there. */
  readonly path: string | null;
  readonly events: number;
}

/**
 * Opens a log for the page. What is compressed, text, or comes by a pipe is held in memory as the bytes of a
 * log.
 * @param recover of a damaged log, show what stands before the damage; the page says so
 * @throws InputError if it is no log, or has no event
 */
export async function openShown(
  path: string,
  recover = true,
): Promise<{ readonly shown: ShownLog; readonly log: OpenLog }> {
  const name = path === "-" ? "stdin" : path.slice(path.lastIndexOf("/") + 1);
  const bytes = await wholeBytes(path);
  const log = await openLog(path, recover, bytes ?? undefined);
  if (log.events === 0) throw new InputError(`${log.name} has no event: nothing to see`);
  if (bytes === null) return { log, shown: new FileLog(name, path, log.events) };
  const isLog = !isText(bytes.subarray(0, FIRST_BYTES));
  const held = isLog ? bytes : await encoded(log);
  return { log, shown: { name, path: null, events: log.events, ...sourceOf(held) } };
}

/** All bytes of what cannot be served in pieces; null of a log file. */
async function wholeBytes(path: string): Promise<Uint8Array | null> {
  if (path === "-") return await readBytes(path);
  const first = firstBytes(path);
  const isWhole = first !== null && first.length > 0 && (formOf(first) !== null || isText(first));
  return isWhole ? await readBytes(path) : null;
}

/** Null where there is nothing to read: `openLog` says why. */
function firstBytes(path: string): Uint8Array | null {
  try {
    using source = fileSource(path);
    return source.read(0, FIRST_BYTES);
  } catch {
    return null;
  }
}

/** A text log as the bytes of a log. */
async function encoded(log: OpenLog): Promise<Uint8Array> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const events = { words: log.wordsOf(0) as Int32Array, length: log.events };
  encodeLog(log.header, events, (bytes) => parts.push(bytes.slice()));
  return await new Blob(parts).bytes();
}

/**
 * A log's file, held open: what is put in its place under its name leaves it as it is. What is written behind
 * its end since is not shown; its own checksums guard what is overwritten.
 */
class FileLog implements ShownLog {
  readonly size: number;
  private readonly source: ReturnType<typeof fileSource>;
  private readonly opened: Deno.FileInfo;
  private isSaid = false;

  constructor(readonly name: string, readonly path: string, readonly events: number) {
    this.source = fileSource(path);
    this.opened = Deno.statSync(path);
    this.size = this.source.size;
  }

  read(offset: number, length: number): Uint8Array {
    if (!this.isSaid && this.isOther()) {
      this.isSaid = true;
      note(`${this.path} has changed: the page goes on with what it was; view it anew to see it`);
    }
    return this.source.read(offset, length);
  }

  /** True if another file stands under the name, or this one was written to. */
  private isOther(): boolean {
    try {
      const { dev, ino, size, mtime } = Deno.statSync(this.path), { opened } = this;
      return dev !== opened.dev || ino !== opened.ino || size !== opened.size ||
        mtime?.getTime() !== opened.mtime?.getTime();
    } catch {
      return true; // it is gone
    }
  }
}

/** A file of checkpoints, opened for each reading. */
export interface SeekBytes extends ByteSource {
  /** Opens it for many readings. */
  open(): ByteSource & Disposable;
}

/** A log's file of checkpoints as it is now; null if there is none. */
export function seekOf({ path }: ShownLog): SeekBytes | null {
  const file = `${path}${SEEK_ENDING}`;
  if (path === null || !isThere(file)) return null;
  const open = (): ByteSource & Disposable => fileSource(file);
  return {
    size: Deno.statSync(file).size,
    open,
    read(offset, length) {
      using source = open();
      return source.read(offset, length);
    },
  };
}
