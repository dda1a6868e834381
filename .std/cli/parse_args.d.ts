/**
 * Types of `parseArgs`: simpler than JSR's, and never more permissive, so that a build without
 * links checks too. Dotted names (`--a.b`) are not typed.
 * @module
 */

/** What to expect on the command line. Numbers are recognised where a name is not a string. */
export interface ParseOptions<
  B extends string = string,
  S extends string = string,
  C extends string = string,
  D extends Record<string, unknown> = Record<string, unknown>,
> {
  /** Always text, though it look like a number; `_` stands for the words without a name. */
  string?: S | readonly S[];
  /** A flag without value; `true` makes every `--name` without `=` one. */
  boolean?: boolean | B | readonly B[];
  /** May be given again and again; always an array. */
  collect?: C | readonly C[];
  /** `--no-name` sets it to false. */
  negatable?: string | readonly string[];
  /** Other names for a name; all are set. */
  alias?: Record<string, string | readonly string[]>;
  default?: D & Record<string, unknown>;
  /** Puts all that follows the first word into `_`. */
  stopEarly?: boolean;
  /** Puts what follows `--` into `["--"]` instead of `_`. */
  "--"?: boolean;
  /** Called for each name or word that no option names; false drops it. */
  unknown?: (arg: string, key?: string, value?: unknown) => unknown;
}

type Text<K extends string, C extends string, D> = K extends C ? string[]
  : K extends keyof D ? string | D[K]
  : string | undefined;

/** What is there whatever the options: words, what follows `--`, and names not typed below. */
interface Found {
  _: (string | number)[];
  "--"?: string[];
  [name: string]: unknown;
}

/**
 * The names that were found; a boolean is false and a collected name empty when absent. Lists that
 * are made at run time (`string[]`) say nothing of single names: each is `unknown` then.
 */
export type Args<
  B extends string = never,
  S extends string = never,
  C extends string = never,
  D = unknown,
> = string extends B | S | C ? Found
  :
    & { [K in Exclude<S, "_">]: Text<K, C, D> }
    & { [K in B]: K extends C ? boolean[] : boolean }
    & { [K in Exclude<C, B | S>]: unknown[] }
    & Found;

export function parseArgs<
  const B extends string = never,
  const S extends string = never,
  const C extends string = never,
  const D extends Record<string, unknown> = Record<never, never>,
>(args: readonly string[], options?: ParseOptions<B, S, C, D>): Args<B, S, C, D>;
