/**
 * Values of a file's inputs that a fit may set, by their names: `factor`, `guest.usedMib`, `tasks.0.mibPerSecond`.
 * @module
 */
import type { PaperInputs } from "./file.ts";

const FACTOR = "factor";

type Tree = Record<string, unknown>;

/** The value of a name; undefined if there is none. */
export function valueAtWords({ factor, scenario }: PaperInputs, name: string): unknown {
  if (name === FACTOR) return factor;
  let at: unknown = scenario;
  for (const key of name.split(".")) {
    if (typeof at !== "object" || at === null || !Object.hasOwn(at, key)) return undefined;
    at = (at as Tree)[key];
  }
  return at;
}

/** The inputs with another value under a name that there is. */
export function withValue(inputs: PaperInputs, name: string, value: number): PaperInputs {
  if (name === FACTOR) return { ...inputs, factor: value };
  const scenario = structuredClone(inputs.scenario);
  const keys = name.split("."), last = keys.pop()!;
  let at = scenario as unknown as Tree;
  for (const key of keys) at = at[key] as Tree;
  at[last] = value;
  return { ...inputs, scenario };
}
