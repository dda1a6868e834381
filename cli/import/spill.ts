/**
 * A trace's events on their way to a log: what comes first in a log's file, its header, is known only at
 * the trace's end. While they are few they stay in memory; else they wait in a file beside the log.
 * @module
 */
import type { Spill } from "../../events/foreign/importer.ts";
import { type EventLog, STRIDE } from "../../events/log.ts";
import { InputError, systemError } from "../errors.ts";
import { makeDirectory } from "../files.ts";

const EVENT_BYTES = STRIDE * 4, VALUE = 2;
/** Events that stay in memory: 32 MiB. */
const EVENTS = 1 << 21;

export class SpillFile implements Spill, Disposable {
  private file: Deno.FsFile | null = null;
  private readonly path: string;
  private had = 0;

  /**
   * Nothing is written until there are many events.
   * @param log the log that is to be written, beside which they wait
   */
  constructor(log: string, readonly events: number = EVENTS) {
    this.path = `${log}.${Deno.pid}.events`;
  }

  /** Events that it has. */
  get count(): number {
    return this.had;
  }

  put(words: Int32Array): void {
    this.act("write", (file) => {
      file.seekSync(0, Deno.SeekMode.End);
      const bytes = new Uint8Array(words.buffer, words.byteOffset, words.byteLength);
      for (let at = 0; at < bytes.length;) at += file.writeSync(bytes.subarray(at));
    });
    this.had += words.length / STRIDE;
  }

  change(index: number, kind: number): void {
    this.act("write", (file) => {
      const event = new Int32Array(STRIDE), bytes = new Uint8Array(event.buffer);
      file.seekSync(index * EVENT_BYTES, Deno.SeekMode.Start);
      readWhole(file, bytes);
      event[0] = (event[0] & ~0xff) | kind;
      event[VALUE] = 0;
      file.seekSync(index * EVENT_BYTES, Deno.SeekMode.Start);
      file.writeSync(bytes);
    });
  }

  /**
   * The words of all events, block by block; they lie in a buffer that the next block overwrites.
   * @param log holds the events that came last
   */
  *blocks(log: EventLog, events: number): Generator<{ words: Int32Array; events: number }> {
    const block = new Int32Array(events * STRIDE), bytes = new Uint8Array(block.buffer);
    const all = this.had + log.length;
    if (this.had > 0) this.act("read", (file) => file.seekSync(0, Deno.SeekMode.Start));
    for (let from = 0; from < all; from += events) {
      const until = Math.min(all, from + events), spilled = Math.min(until, this.had) - from;
      const filed = Math.max(0, spilled);
      if (filed > 0) {
        this.act("read", (file) => readWhole(file, bytes.subarray(0, filed * EVENT_BYTES)));
      }
      const held = (from + filed - this.had) * STRIDE;
      if (filed < until - from) {
        const end = (until - this.had) * STRIDE;
        block.set(log.words.subarray(held, end), filed * STRIDE);
      }
      yield { words: block, events: until - from };
    }
  }

  private act(what: string, does: (file: Deno.FsFile) => void): void {
    try {
      does(this.file ??= this.open());
    } catch (error) {
      throw systemError(error, `${what} ${this.path}`) ?? error;
    }
  }

  private open(): Deno.FsFile {
    const folder = this.path.replace(/[^/]*$/, "");
    if (folder !== "") makeDirectory(folder);
    return Deno.openSync(this.path, { createNew: true, read: true, write: true });
  }

  [Symbol.dispose](): void {
    this.file?.close();
    if (this.file !== null) Deno.removeSync(this.path);
    this.file = null;
  }
}

function readWhole(file: Deno.FsFile, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) {
    const count = file.readSync(bytes.subarray(at));
    if (count === null) throw new InputError("a file of events on their way was cut by another");
    at += count;
  }
}
