/**
 * What the matches of many runs say together: how large errors are, how often they are below the
 * formula's, how far repeats of a run lie apart, and what hinting saves.
 * @module
 */
import { type Key, KEYS } from "./figures.ts";
import { pairsOf, repeatOf } from "./folder.ts";
import type { RunMatch } from "./one.ts";

/** Of the errors' sizes, in percent; null where there are none. */
export interface Spread {
  readonly median: number | null;
  readonly p90: number | null;
  readonly worst: number | null;
}

export interface KeySummary extends Spread {
  readonly runs: number;
  /** Predicted to the last digit. */
  readonly exact: number;
  readonly formula: Spread;
  /** Runs whose error is below the formula's, of those that it says something of. */
  readonly belowFormula: number;
  readonly ofFormula: number;
  /** How far repeats lie apart: the widest from least to most, in percent of the least. */
  readonly repeats: Spread;
}

/** What hinting saves, in percent of a run without it. */
export interface Saving {
  readonly pair: string;
  readonly bytes: { readonly measured: number; readonly predicted: number };
  readonly totalTime: { readonly measured: number; readonly predicted: number };
}

export interface Summary {
  readonly runs: number;
  readonly simulated: number;
  readonly keys: Record<Key, KeySummary>;
  readonly savings: readonly Saving[];
}

export function spreadOf(values: readonly number[]): Spread {
  const rising = values.map(Math.abs).sort((a, b) => a - b);
  const at = (part: number): number | null =>
    rising[Math.min(rising.length - 1, Math.floor(part * rising.length))] ?? null;
  return { median: at(0.5), p90: at(0.9), worst: at(1) };
}

const known = (values: readonly (number | null)[]): number[] =>
  values.filter((value): value is number => value !== null);

/** Measured values of each case that was run more than once. */
export function repeatSpreads(runs: readonly RunMatch[], key: Key): Map<string, number> {
  const cases = Map.groupBy(runs, ({ run }) => repeatOf(run));
  const spreads = new Map<string, number>();
  for (const [name, repeats] of cases) {
    const values = known(repeats.map(({ measured }) => measured[key]));
    const least = Math.min(...values);
    if (values.length < 2 || least === 0) continue;
    spreads.set(name, (100 * (Math.max(...values) - least)) / least);
  }
  return spreads;
}

function keySummary(runs: readonly RunMatch[], key: Key): KeySummary {
  const errors = known(runs.map(({ errorPercent }) => errorPercent[key]));
  const both = runs.filter(({ errorPercent, formulaErrorPercent }) =>
    errorPercent[key] !== null && formulaErrorPercent[key] !== null
  );
  const isBelow = ({ errorPercent, formulaErrorPercent }: RunMatch): boolean =>
    Math.abs(errorPercent[key]!) < Math.abs(formulaErrorPercent[key]!);
  return {
    runs: errors.length,
    exact: errors.filter((error) => error === 0).length,
    ...spreadOf(errors),
    formula: spreadOf(known(runs.map(({ formulaErrorPercent }) => formulaErrorPercent[key]))),
    belowFormula: both.filter(isBelow).length,
    ofFormula: both.length,
    repeats: spreadOf([...repeatSpreads(runs, key).values()]),
  };
}

function savingsOf(runs: readonly RunMatch[]): Saving[] {
  const whole = runs.filter(({ reason }) => reason === undefined);
  return pairsOf(whole).map(([off, on]) => {
    const saved = (key: Key, of: "measured" | "predicted"): number =>
      100 * (1 - on[of][key]! / off[of][key]!);
    const both = (key: Key) => ({
      measured: saved(key, "measured"),
      predicted: saved(key, "predicted"),
    });
    return {
      pair: off.run.replace(/-h0\b/, ""),
      bytes: both("bytes"),
      totalTime: both("totalTime"),
    };
  });
}

export function summaryOf(runs: readonly RunMatch[]): Summary {
  return {
    runs: runs.length,
    simulated: runs.filter(({ predicted }) => predicted.bytes !== null).length,
    keys: Object.fromEntries(KEYS.map((key) => [key, keySummary(runs, key)])) as Record<
      Key,
      KeySummary
    >,
    savings: savingsOf(runs),
  };
}

/** The object that `--json` promises: every object in it has the keys of the figures. */
export function measuredJson(runs: readonly RunMatch[]): Record<string, unknown> {
  const { keys, ...rest } = summaryOf(runs);
  return {
    runs: runs.map(({ run, reason, measured, predicted, errorPercent, formulaErrorPercent }) => ({
      run,
      ...(reason === undefined ? {} : { reason }),
      measured,
      predicted,
      errorPercent,
      formulaErrorPercent,
    })),
    summary: { ...rest, ...keys },
  };
}
