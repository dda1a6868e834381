/**
 * What goes wrong at the front desk, and the one line that says so.
 * @module
 */

const MESSAGE_MAX = 1500;

/** Bad input: its message is the one line that the user sees. */
export class InputError extends Error {
  override name = "InputError";

  /** @param message may quote the input: what is too long for a line is cut */
  constructor(message: string) {
    super(message.length > MESSAGE_MAX ? `${message.slice(0, MESSAGE_MAX)} ...` : message);
  }
}

/** The reader of our output has gone away, as `head` does: no error. */
export class ClosedPipe extends Error {
  override name = "ClosedPipe";
}

/** What an error while writing means to the user. */
export function outputError(error: unknown, name: string): Error {
  if (error instanceof InputError || error instanceof ClosedPipe) return error;
  if (error instanceof Deno.errors.BrokenPipe) return new ClosedPipe();
  return systemError(error, `write ${name}`) ?? new Error(`write ${name}`, { cause: error });
}

/** What the system refuses, by the name of the error or its code, in our words. */
const reasons: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full",
  EDQUOT: "the quota of disk space is used up",
  ENOTDIR: "a part of the path is no directory",
  EISDIR: "it is a directory",
  NotFound: "there is no such file or directory",
  PermissionDenied: "the system does not permit it",
  NotCapable: "this task may not go there (see its permissions in deno.json)",
  IsADirectory: "it is a directory",
  NotADirectory: "a part of the path is no directory",
  FilesystemLoop: "the path goes round in a circle",
};

/** One line for what the system refused; undefined if the error is none of the system's. */
export function systemError(error: unknown, act: string): InputError | undefined {
  if (!(error instanceof Error)) return undefined;
  const code = (error as { code?: string }).code ?? "";
  const why = reasons[code] ?? reasons[error.name];
  if (why !== undefined) return new InputError(`cannot ${act}: ${why}`);
  const said = /^(.*?) ?\(os error \d+\)/.exec(error.message)?.[1];
  return said === undefined && code === "" ? undefined : new InputError(
    `cannot ${act}: ${said ?? code}`,
  );
}
