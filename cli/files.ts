/**
 * Files in and out: read whole, as they are or decompressed; written under another name and renamed
 * when complete, so that nothing half-written bears its final name.
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

/** A file being written. `commit` gives it its name; `discard` leaves nothing behind. */
export class OutputFile {
  private readonly file: Deno.FsFile;
  private readonly partial: string;
  private open = true;

  /**
   * Begins a file. A device or pipe is written as it is; a file appears under its name at `commit`.
   * @throws InputError if it cannot be created
   */
  constructor(private readonly path: string) {
    this.partial = isPlain(path) ? partialOf(path) : path;
    try {
      this.file = Deno.openSync(this.partial, {
        write: true,
        create: this.partial !== path,
        truncate: this.partial !== path,
      });
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

  commit(): void {
    try {
      if (this.partial !== this.path) this.file.syncDataSync();
      this.file.close();
      this.open = false;
      if (this.partial !== this.path) Deno.renameSync(this.partial, this.path);
    } catch (error) {
      this.discard();
      throw outputError(error, this.path);
    }
  }

  discard(): void {
    try {
      if (this.open) this.file.close();
      this.open = false;
      if (this.partial !== this.path) Deno.removeSync(this.partial);
    } catch { /* it may be gone already */ }
  }

  [Symbol.dispose](): void {
    if (this.open) this.discard();
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

/** A name beside the final one, so that renaming never crosses file systems. */
function partialOf(path: string): string {
  const at = path.lastIndexOf("/") + 1;
  return `${path.slice(0, at)}.${path.slice(at)}.${Deno.pid}.part`;
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
