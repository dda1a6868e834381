/**
 * The command that repeats one run of a sweep by itself.
 * @module
 */
import type { Sweep } from "./load.ts";

const PLAIN = /^[\w./,:=@%+-]+$/;

/** A word as a shell takes it for one. */
const shellWord = (word: string): string =>
  PLAIN.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;

/** `deno task simulate small --design v33 --seed 3 --set guest.mib=128` */
export function repeating({ plan, scenario }: Sweep, index: number): string {
  return [
    "deno task simulate",
    shellWord(scenario),
    `--design ${plan.designOf(index)} --seed ${plan.seedOf(index)}`,
    ...plan.settingsOf(index).map(([key, value]) => `--set ${shellWord(`${key}=${value}`)}`),
  ].join(" ");
}

/** A run in words: its axes' values, design and seed. */
export function runName({ plan }: Sweep, index: number): string {
  const values = plan.valuesOf(index);
  return [
    ...plan.combinations.axes.map(({ name }, at) => `${name}=${values[at]}`),
    plan.designOf(index),
    `seed ${plan.seedOf(index)}`,
  ].join(", ");
}
