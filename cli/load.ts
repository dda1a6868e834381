/**
 * Loads what users bring as TypeScript or JavaScript: a design, a rule.
 * @module
 */
import { InputError, systemError } from "./errors.ts";

const MODULE = /\.(ts|mts|js|mjs)$/;

/** True for a word that names a file of code, not a thing of ours. */
export const isModulePath = (word: string): boolean => MODULE.test(word);

/**
 * Imports a module and returns what it exports, the default first.
 * @param option how the file was given, for errors: `--design`
 * @throws InputError if it is not there, does not parse, or fails as it is loaded
 */
export async function loadModule(option: string, path: string): Promise<readonly unknown[]> {
  const refuse = (why: string): never => {
    throw new InputError(`${option} ${path}: ${why}`);
  };
  let real = "";
  try {
    real = await Deno.realPath(path);
    if (!(await Deno.stat(real)).isFile) refuse("it is no file");
  } catch (error) {
    if (error instanceof InputError) throw error;
    if (error instanceof Deno.errors.NotFound) refuse("there is no such file");
    throw systemError(error, `load ${path}`) ?? error;
  }
  const url = new URL(`file://${real.split("/").map(encodeURIComponent).join("/")}`);
  let module: Record<string, unknown> = {};
  try {
    module = await import(url.href);
  } catch (error) {
    refuse(`it cannot be loaded: ${firstLine(error)}`);
  }
  const { default: main, ...rest } = module;
  return main === undefined ? Object.values(rest) : [main, ...Object.values(rest)];
}

/** What an error of a user's code says, and where in that code, in one line. */
export function firstLine(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const said = error.message.split("\n")[0].replace(/\.?$/, "");
  const at = /\(?file:\/\/[^\s)]*\/([^/\s)]+:\d+:\d+)\)?/.exec(error.stack ?? "")?.[1];
  return at === undefined || said.includes(at) ? said : `${said} (${at})`;
}

/**
 * The one object among a module's exports that is shaped like what is wanted.
 * @param lacks names what a value lacks; undefined for a value that is none at all, "" for one that is whole
 * @throws InputError if there is none, or it is not whole
 */
export function pick<T>(
  option: string,
  path: string,
  what: string,
  exports: readonly unknown[],
  lacks: (value: unknown) => string | undefined,
): T {
  const found = exports.map((value) => ({ value, lack: lacks(value) }))
    .filter(({ lack }) => lack !== undefined);
  const whole = found.find(({ lack }) => lack === "");
  if (whole !== undefined) return whole.value as T;
  const why = found.length === 0 ? `it exports no ${what}` : `its ${what} lacks ${found[0].lack}`;
  throw new InputError(`${option} ${path}: ${why} (README shows one)`);
}

/**
 * Every object among a module's exports that is shaped like what is wanted, each once.
 * @param lacks as in {@linkcode pick}
 * @throws InputError if there is none, or one of them is not whole
 */
export function pickAll<T>(
  option: string,
  path: string,
  what: string,
  exports: readonly unknown[],
  lacks: (value: unknown) => string | undefined,
): T[] {
  const meant = [...new Set(exports)].filter((value) => lacks(value) !== undefined);
  if (meant.length === 0) return [pick<T>(option, path, what, exports, lacks)]; // says why not
  return meant.map((value) => pick<T>(option, path, what, [value], lacks));
}
