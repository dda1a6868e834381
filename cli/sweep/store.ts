/**
 * The runs that are finished, in a folder beside the result: one checked line each, appended as they end.
 * Whatever stops a sweep, what stands there is not run again.
 *
 *   runs    length crc json      hex, hex, and a result as [run, id, figures, digest, failure]
 *
 * The first line names the program's version. A line whose length or checksum is wrong counts for nothing;
 * if it is the last one (the write that something cut off), it is taken away. In memory there is only
 * where each run's line begins. The lock on the file keeps a second coordinator out, and ends with ours.
 * @module
 */
import { crc32 } from "node:zlib";
import { InputError, outputError, systemError } from "../errors.ts";
import { lockFile, makeDirectory } from "../files.ts";
import type { SweepResult } from "./engine.ts";
import type { Plan } from "./plan.ts";
import { linesOf } from "./store_lines.ts";

const FORMAT = 1;
const LINE = /^([0-9a-f]+) ([0-9a-f]{8}) /;
const encoder = new TextEncoder(), decoder = new TextDecoder();

/** A text as a line with its length and checksum. */
function lineOf(json: string): Uint8Array {
  const bytes = encoder.encode(json);
  const crc = (crc32(bytes) >>> 0).toString(16).padStart(8, "0");
  return encoder.encode(`${bytes.length.toString(16)} ${crc} ${json}\n`);
}

/** What a line says; undefined if it is not whole. */
function readLine(line: Uint8Array): unknown {
  const text = decoder.decode(line), found = LINE.exec(text);
  if (found === null) return undefined;
  const json = line.subarray(found[0].length);
  const isWhole = json.length === parseInt(found[1], 16) &&
    (crc32(json) >>> 0) === parseInt(found[2], 16);
  return isWhole ? JSON.parse(decoder.decode(json)) : undefined;
}

type Kept = [
  index: number,
  id: string,
  figures: readonly (number | null)[],
  digest: string,
  failure: string,
];

/** How a store is opened. */
export interface Opening {
  /** Begins anew, whatever is there. */
  readonly anew?: boolean;
}

export class Store {
  /** Runs of the plan that are finished. */
  finished = 0;
  /** Lines that were not whole. */
  damaged = 0;
  /** Runs that were given up. */
  readonly failed = new Set<number>();
  private readonly path: string;
  private readonly file: Deno.FsFile;
  /** By run: where its line begins, and 0 if it is not finished; the header stands at 0. */
  private readonly at: Float64Array;
  private readonly lengths: Uint32Array;
  private end = 0;
  /** The plan by identity, made when the sweep file is not as it was. */
  private byId: ReadonlyMap<string, number> | undefined;

  /**
   * Opens or begins a store.
   * @throws InputError if another process has it, if it is of another version of the program, or if the
   * system refuses
   */
  constructor(folder: string, private readonly plan: Plan, version: string, opening: Opening = {}) {
    this.path = `${folder}/runs`;
    this.at = new Float64Array(plan.size);
    this.lengths = new Uint32Array(plan.size);
    makeDirectory(folder);
    try {
      this.file = Deno.openSync(this.path, { read: true, write: true, create: true });
    } catch (error) {
      throw systemError(error, `write ${this.path}`) ?? error;
    }
    try {
      this.lock(folder);
      if (opening.anew) this.file.truncateSync(0);
      this.read(folder, version);
    } catch (error) {
      this.file.close();
      throw error;
    }
  }

  has(index: number): boolean {
    return this.at[index] > 0;
  }

  /**
   * Keeps a result; one that is kept already is left as it is.
   * @returns false if it was kept already
   * @throws InputError if the disk is full: what was written of it is taken back
   */
  add({ index, id, figures, digest, failure }: SweepResult): boolean {
    if (this.has(index)) return false;
    const line = lineOf(JSON.stringify([index, id, figures, digest, failure] satisfies Kept));
    this.write(line);
    this.note(index, this.end - line.length, line.length, failure);
    return true;
  }

  /** A finished run's result. */
  resultOf(index: number): SweepResult {
    const line = new Uint8Array(this.lengths[index] - 1);
    this.file.seekSync(this.at[index], Deno.SeekMode.Start);
    for (let at = 0; at < line.length;) at += this.file.readSync(line.subarray(at)) ?? failLost();
    const [, id, figures, digest, failure] = readLine(line) as Kept;
    return { index, id, figures, digest, failure };
  }

  [Symbol.dispose](): void {
    this.file.close();
  }

  private lock(folder: string): void {
    if (!lockFile(this.file)) throw new InputError(`${folder}: another process is at this sweep`);
  }

  private write(line: Uint8Array): void {
    try {
      this.file.seekSync(this.end, Deno.SeekMode.Start);
      for (let at = 0; at < line.length;) at += this.file.writeSync(line.subarray(at));
      this.end += line.length;
    } catch (error) {
      try {
        this.file.truncateSync(this.end);
      } catch { /* the next to open it takes it away */ }
      throw outputError(error, this.path);
    }
  }

  private note(index: number, begin: number, length: number, failure: string): void {
    if (!this.has(index)) this.finished++;
    this.at[index] = begin;
    this.lengths[index] = length;
    if (failure !== "") this.failed.add(index);
    else this.failed.delete(index);
  }

  /** Goes over what is there. */
  private read(folder: string, version: string): void {
    let isHeader = true;
    for (const { line, begin, isEnded } of linesOf(this.file)) {
      if (!isEnded) break;
      const said = readLine(line);
      if (isHeader) {
        if (said === undefined) throw notOurs(this.path);
        checkHeader(said, folder, version);
        isHeader = false;
      } else if (said === undefined) this.damaged++;
      else this.takeUp(said as Kept, begin, line.length + 1);
      this.end = begin + line.length + 1;
    }
    this.file.truncateSync(this.end);
    if (isHeader) this.write(lineOf(JSON.stringify({ sweep: FORMAT, version })));
  }

  /** A run that failed is none: it is tried again when the sweep is gone on with. */
  private takeUp([hint, id, , , failure]: Kept, begin: number, length: number): void {
    if (failure !== "") return;
    const index = this.indexOf(hint, id);
    if (index !== undefined && !this.has(index)) this.note(index, begin, length, "");
  }

  /** Where a run stands in the plan: where it stood, if the sweep file is as it was. */
  private indexOf(hint: number, id: string): number | undefined {
    const { plan } = this;
    if (hint < plan.size && !plan.isLeftOut(hint) && plan.idOf(hint) === id) return hint;
    this.byId ??= new Map(plan.indexes().map((index) => [plan.idOf(index), index]));
    return this.byId.get(id);
  }
}

function notOurs(path: string): InputError {
  return new InputError(
    `${path} is no store of a sweep, or its first line is damaged: --anew begins it anew`,
  );
}

function checkHeader(said: unknown, folder: string, version: string): void {
  const header = said as { sweep?: unknown; version?: unknown };
  if (header.sweep === FORMAT && header.version === version) return;
  throw new InputError(
    `${folder} holds runs of another version of the program, which are other runs: ` +
      `--anew begins it anew, --out keeps both`,
  );
}

function failLost(): never {
  throw new InputError("the store was cut while the sweep was at it");
}
