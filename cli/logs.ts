/**
 * Logs as commands open them: by path, from standard input, compressed, or the newest run's.
 * @module
 */
import { hosts } from "../core/decide/hosts/mod.ts";
import { Memory } from "../core/state/memory.ts";
import type { ViewDigest } from "../events/file/codec.ts";
import type { LogHeader } from "../events/file/header.ts";
import {
  type BlockContent,
  type ByteSource,
  type LogFile,
  openLog as open,
  sourceOf,
} from "../events/file/reader.ts";
import { FILE_MAGIC, passed } from "../events/file/writer.ts";
import { EventLog, STRIDE } from "../events/log.ts";
import type { WrittenBlocks } from "../replay/diff/blocks.ts";
import { WIRE, type Wire } from "../replay/views/view.ts";
import { codec } from "./codec.ts";
import { formOf } from "./compressed.ts";
import { InputError, systemError } from "./errors.ts";
import { isBeingWritten, isThere, nameOf, PART, readBytes } from "./files.ts";
import { textSource } from "./log/text.ts";
import { note } from "./output.ts";

export { auditFactsOf, titleOf } from "../replay/log_facts.ts";

const FOLDER = "out", ENDING = ".log";
/** Enough of a file to tell what it is. */
export const FIRST_BYTES = 256;

/** A log that is open: a block of it is in memory at a time; of a text log, all of it. */
export interface OpenLog extends WrittenBlocks {
  readonly name: string;
  /** Where its file is; null if it cannot be read in pieces, or was opened in spite of damage. */
  readonly path: string | null;
  readonly header: LogHeader;
  /** The clock before a block's first event. */
  clockOf(block: number): number;
  /** Digests that a block bears of the state after it. */
  digestsOf(block: number): readonly ViewDigest[];
  /**
   * Checks every block and the chain that holds them together.
   * @param each is handed each block that is right, in order
   * @throws InputError that says what is wrong, and where, or that a text log has no checksums
   */
  check(each?: (block: number, content: BlockContent) => void): void;
}

/** The logs of the folder `out`, oldest first. */
function logsByAge(): string[] {
  const found: { path: string; changed: number }[] = [];
  try {
    for (const { name, isFile } of Deno.readDirSync(FOLDER)) {
      if (!isFile || !name.endsWith(ENDING) || name.startsWith(".")) continue;
      const path = `${FOLDER}/${name}`;
      found.push({ path, changed: Deno.statSync(path).mtime?.getTime() ?? 0 });
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) {
      throw systemError(error, `read ${FOLDER}`) ?? error;
    }
  }
  found.sort((a, b) => a.changed - b.changed || (a.path < b.path ? -1 : 1));
  return found.map(({ path }) => path);
}

/**
 * The newest log of the folder `out`.
 * @throws InputError if there is none
 */
export function newestLog(): string {
  const newest = logsByAge().at(-1);
  if (newest !== undefined) return newest;
  throw new InputError(`there is no log in ${FOLDER}/ yet: make one with \`deno task simulate\``);
}

/**
 * The two newest logs of the folder `out`, the older one first: the last run's, mostly.
 * @throws InputError if there are not two
 */
export function newestTwo(): readonly [string, string] {
  const [older, newer] = logsByAge().slice(-2);
  if (newer !== undefined) return [older, newer];
  throw new InputError(
    `there are no two logs in ${FOLDER}/ to compare: make them with \`deno task simulate\``,
  );
}

/** A file that is read where it is asked for; its bytes are never all in memory. */
export function fileSource(path: string): ByteSource & Disposable & { readonly path: string } {
  const file = Deno.openSync(path);
  return {
    path,
    size: file.statSync().size,
    read(offset, length) {
      file.seekSync(offset, Deno.SeekMode.Start);
      const bytes = new Uint8Array(Math.max(0, Math.min(length, this.size - offset)));
      let at = 0;
      while (at < bytes.length) {
        const count = file.readSync(bytes.subarray(at));
        if (count === null) break;
        at += count;
      }
      return bytes.subarray(0, at);
    },
    [Symbol.dispose]: () => file.close(),
  };
}

/** The bytes of a log. What cannot be read in pieces (compressed, a pipe) is read whole. */
async function sourceAt(path: string): Promise<ByteSource & { readonly path?: string }> {
  if (path === "-") return sourceOf(await readBytes(path));
  try {
    if ((await Deno.stat(path)).isFile) {
      const source = fileSource(path);
      if (formOf(source.read(0, 4)) === null) return source;
    }
  } catch (error) {
    if (error instanceof Deno.errors.NotFound && isThere(`${path}${PART}`)) {
      throw new InputError(
        `cannot read ${path}: it is not whole yet; ${path}${PART} holds what is written so far`,
      );
    }
    throw systemError(error, `read ${path}`) ?? error;
  }
  return sourceOf(await readBytes(path));
}

/** How the reader says where a log is damaged. */
const DAMAGE = /\(byte \d+, after event \d+\)$/;

/**
 * What is wrong with a log, in a line that begins with its name.
 * @param todo what to do about damage
 */
export function badLog(
  name: string,
  error: unknown,
  todo = "; --recover of replay and log takes what stands before it",
): unknown {
  if (!(error instanceof SyntaxError || error instanceof RangeError)) return error;
  const why = error.message.replace(/^Cannot open log: /, "");
  return new InputError(`${name}: ${why}${DAMAGE.test(why) ? todo : ""}`);
}

/** True if the first bytes of a file are text; a log that is cut within its magic is not. */
export function isText(bytes: Uint8Array): boolean {
  if (FILE_MAGIC.startsWith(String.fromCharCode(...bytes.subarray(0, FILE_MAGIC.length)))) {
    return false;
  }
  return bytes.every((byte) => byte >= 32 || byte === 9 || byte === 10 || byte === 13);
}

/**
 * Opens a log, or a text log: told by the first bytes.
 * @param path a file, `-` for standard input; undefined for the newest run
 * @param recover of a damaged file, take what stands before the damage
 * @param bytes what stands at `path`, if the caller has read it
 * @throws InputError that says what is wrong, and where
 */
export async function openLog(
  path: string | undefined,
  recover: boolean,
  bytes?: Uint8Array,
): Promise<OpenLog> {
  const chosen = path ?? newestLog();
  const name = nameOf(chosen);
  const source: ByteSource & { readonly path?: string } = bytes === undefined
    ? await sourceAt(chosen)
    : sourceOf(bytes);
  if (isText(source.read(0, FIRST_BYTES))) {
    return await openText(name, source.read(0, source.size));
  }
  try {
    const isPart = chosen.endsWith(PART); // unfinished, by its name
    const file = open(source, codec, { recover: recover || isPart });
    if (isPart) sayUnfinished(chosen, file);
    else sayDamage(name, file);
    return new CheckedLog(name, file, isPart || file.damage !== null ? null : source.path ?? null);
  } catch (error) {
    throw badLog(name, error);
  }
}

/** A text log as one block in memory, without digests. */
async function openText(name: string, bytes: Uint8Array): Promise<OpenLog> {
  const source = await textSource(name, new Blob([new Uint8Array(bytes)]).stream());
  const log = new EventLog();
  for await (const { words, events } of source.batches()) {
    log.extend(words.subarray(0, events * STRIDE));
  }
  const words = log.words.subarray(0, log.length * STRIDE);
  return {
    name,
    path: null,
    header: source.header,
    blocks: 1,
    events: log.length,
    baseOf: () => 0,
    clockOf: () => 0,
    wordsOf: () => words,
    digestsOf: () => [],
    chainAt: () => null,
    bytesAt: () => null,
    check() {
      throw new InputError(
        `${name}: a text log has no checksums; a log is made of it with ` +
          `\`deno task log TEXT --out NEW.log\``,
      );
    },
  };
}

/** Says what a recovered log has lost. */
function sayDamage(name: string, { damage, events }: LogFile): void {
  if (damage === null) return;
  const taken = events.toLocaleString("en-US");
  note(`${name}: ${damage.why} (byte ${damage.byte}); taking the ${taken} events before it`);
}

/** Says how much of an unfinished log there is. */
function sayUnfinished(path: string, { damage, events }: LogFile): void {
  const how = isBeingWritten(path)
    ? "it is being written"
    : "its writer did not end (simulate --resume goes on with it)";
  const cut = damage === null ? "" : `; taking the ${events.toLocaleString("en-US")} events so far`;
  note(`${path}: ${how}${cut}`);
}

/** A log file whose errors bear its name, and that decodes a block once however often it is asked. */
class CheckedLog implements OpenLog {
  private at = -1;
  private block: BlockContent | null = null;

  constructor(
    readonly name: string,
    private readonly file: LogFile,
    readonly path: string | null,
  ) {}

  get blocks(): number {
    return this.file.blocks;
  }

  get header(): LogHeader {
    return this.file.header;
  }

  get events(): number {
    return this.file.events;
  }

  baseOf(block: number): number {
    return this.file.baseOf(block);
  }

  clockOf(block: number): number {
    return this.file.clockOf(block);
  }

  wordsOf(block: number): Int32Array {
    return this.read(block).words;
  }

  digestsOf(block: number): readonly ViewDigest[] {
    return this.read(block).digests;
  }

  chainAt(block: number): Uint8Array {
    return this.named(() => this.file.chainAt(block));
  }

  bytesAt(block: number): Uint8Array {
    return this.named(() => this.file.bytesAt(block));
  }

  check(each?: (block: number, content: BlockContent) => void): void {
    this.named(() => this.file.checkAll(each));
  }

  private read(block: number): BlockContent {
    if (this.block !== null && this.at === block) return this.block;
    this.block = this.named(() => this.file.readBlock(block));
    this.at = block;
    return this.block;
  }

  /** Does something with the file; an error bears the log's name. */
  private named<T>(act: () => T): T {
    try {
      return act();
    } catch (error) {
      throw badLog(this.name, error);
    }
  }
}

/**
 * The state before a log's first event.
 * @throws InputError if its geometry is none, or does not fit this machine
 */
export function memoryOf(log: { readonly name: string; readonly header: LogHeader }): Memory {
  try {
    return new Memory(log.header.geometry);
  } catch (error) {
    throw badLog(log.name, error);
  }
}

/** The clock at event `at` of a log, worked out from the block that holds it. */
export function clockAt(log: OpenLog, at: number): number {
  let block = 0;
  while (block + 1 < log.blocks && log.baseOf(block + 1) < at) block++;
  if (log.blocks === 0) return 0;
  const words = log.wordsOf(block);
  let clock = log.clockOf(block);
  for (let index = 0; index < at - log.baseOf(block); index++) clock += passed(words, index);
  return clock;
}

/** Bytes on the wire, by the host that the log names. */
export function wireOf({ host }: LogHeader): Wire {
  return hosts.find(({ name }) => name === host) ?? WIRE;
}
