/**
 * Files in and out: read whole, as they are or decompressed; written as `NAME.part` and renamed when
 * complete, so that nothing half-written bears its final name.
 * @module
 */
import { InputError, outputError, systemError } from "./errors.ts";
import { formOf, unpacked } from "./compressed.ts";

/** The name that `-` goes by in messages. */
export const STDIN = "standard input";

/** What a path is called in messages. */
export const nameOf = (path: string): string => path === "-" ? STDIN : path;

async function readStdin(): Promise<Uint8Array> {
  const bytes = await new Response(Deno.stdin.readable).arrayBuffer();
  return new Uint8Array(bytes);
}

/** True if a path is a folder. */
export function isFolder(path: string): boolean {
  try {
    return path !== "-" && Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}

/**
 * The bytes of a file or of standard input (`-`); gzip and zstd are decompressed.
 * @throws InputError that names the file
 */
export async function readBytes(path: string): Promise<Uint8Array> {
  const name = nameOf(path);
  let bytes: Uint8Array;
  try {
    bytes = path === "-" ? await readStdin() : await Deno.readFile(path);
  } catch (error) {
    throw systemError(error, `read ${name}`) ?? error;
  }
  const form = formOf(bytes);
  if (form === null) return bytes;
  try {
    return unpacked(bytes, form);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new InputError(`${name}: ${error.message.replace(/^C/, "c")}`);
  }
}

/** What an unfinished file is called: beside the final one, so that renaming never crosses file systems. */
export const PART = ".part";
const LOCK_TRIES = 5, LOCK_PAUSE_MS = 20;

/**
 * A file being written: `NAME.part` until `commit` gives it its name; `discard` leaves nothing behind.
 * A process that is killed leaves the part. The system's lock on it, which ends with the process
 * however it ends, keeps a second writer out.
 */
export class OutputFile {
  /** Bytes that a writer that was killed had left under the partial name. */
  readonly found: number;
  /** Where it is written until it is whole. */
  readonly partial: string;
  private readonly file: Deno.FsFile;
  private open = true;

  /**
   * Begins a file. A device or pipe is written as it is; a file appears under its name at `commit`.
   * @param keep goes on with a part that is there, and leaves it there if it is not completed
   * @throws InputError if it cannot be created, or another process is writing it
   */
  constructor(private readonly path: string, private readonly keep = false) {
    this.partial = isPlain(path) ? `${path}${PART}` : path;
    try {
      this.file = this.partial === path
        ? Deno.openSync(path, { write: true })
        : openLocked(this.partial, path);
      this.found = this.partial === path ? 0 : this.file.statSync().size;
      if (this.found > 0 && !keep) this.file.truncateSync(0);
    } catch (error) {
      throw systemError(error, `write ${path}`) ?? error;
    }
  }

  /** @throws InputError if the disk is full, ClosedPipe if nobody reads */
  write(bytes: Uint8Array): void {
    try {
      for (let at = 0; at < bytes.length;) at += this.file.writeSync(bytes.subarray(at));
    } catch (error) {
      this.discard();
      throw outputError(error, this.path);
    }
  }

  /** Leaves out what stands from a byte on, and goes on there. */
  cut(length: number): void {
    this.file.truncateSync(length);
    this.file.seekSync(length, Deno.SeekMode.Start);
  }

  commit(): void {
    try {
      if (this.partial !== this.path) {
        this.file.syncDataSync();
        // Before the lock ends with the file: who waits for it must not find the part still there.
        Deno.renameSync(this.partial, this.path);
      }
      this.file.close();
      this.open = false;
    } catch (error) {
      this.discard();
      throw outputError(error, this.path);
    }
  }

  discard(): void {
    try {
      if (this.partial !== this.path && !this.keep) Deno.removeSync(this.partial);
    } catch { /* it may be gone already */ }
    if (this.open) this.file.close();
    this.open = false;
  }

  [Symbol.dispose](): void {
    if (this.open) this.discard();
  }
}

/** Opens the part of a file for one writer. */
function openLocked(partial: string, path: string): Deno.FsFile {
  for (let tries = 1;; tries++) {
    const file = Deno.openSync(partial, { read: true, write: true, create: true });
    const isOurs = locked(file);
    // Between opening and locking it may have been completed and renamed: then it is another file.
    if (isOurs && isStill(file, partial)) return file;
    file.close();
    if (tries < LOCK_TRIES) Atomics.wait(pause, 0, 0, LOCK_PAUSE_MS); // a reader may be looking
    else if (isOurs) throw new InputError(`cannot write ${path}: ${partial} is in the way`);
    else throw new InputError(`cannot write ${path}: another process is writing it (${partial})`);
  }
}

const pause = new Int32Array(new SharedArrayBuffer(4));

/**
 * Locks a file that is ours for long. A program that is being started holds a copy of the lock for a moment,
 * after we gave it back: so it is tried more than once.
 * @returns false if another process holds it
 */
export function lockFile(file: Deno.FsFile): boolean {
  for (let tries = 1; !locked(file); tries++) {
    if (tries === LOCK_TRIES) return false;
    Atomics.wait(pause, 0, 0, LOCK_PAUSE_MS);
  }
  return true;
}

/** False if another process holds the lock. A file system without locks has nobody to keep out. */
function locked(file: Deno.FsFile): boolean {
  try {
    return file.tryLockSync(true);
  } catch {
    return true;
  }
}

function isStill(file: Deno.FsFile, partial: string): boolean {
  try {
    return Deno.lstatSync(partial).ino === file.statSync().ino;
  } catch {
    return false;
  }
}

/** True if a part is being written now. */
export function isBeingWritten(partial: string): boolean {
  try {
    using file = Deno.openSync(partial);
    return !file.tryLockSync(false);
  } catch {
    return false;
  }
}

/** True if a file is there. */
export function isThere(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch {
    return false;
  }
}

/** False for a device, pipe or socket: those have no partial form and must not be replaced. */
function isPlain(path: string): boolean {
  try {
    const info = Deno.statSync(path);
    if (info.isDirectory) throw new InputError(`cannot write ${path}: it is a directory`);
    return info.isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return true;
    throw error instanceof InputError ? error : systemError(error, `write ${path}`) ?? error;
  }
}

/**
 * Makes a directory and those above it.
 * @throws InputError if a file is in the way, or the system refuses
 */
export function makeDirectory(path: string): void {
  try {
    Deno.mkdirSync(path, { recursive: true });
  } catch (error) {
    if (error instanceof Deno.errors.AlreadyExists) {
      throw new InputError(`cannot write to ${path}: it is a file, not a directory`);
    }
    throw systemError(error, `make directory ${path}`) ?? error;
  }
}
