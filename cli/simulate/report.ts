/**
 * The object that `simulate --json` prints.
 * @module
 */
import type { Scenario } from "../../core/run/scenario.ts";
import type { Figures } from "../../replay/views/figures.ts";
import { type Column, median } from "./cells.ts";
import type { Outcome } from "./run.ts";

/** The keys, for `--help`. */
export const KEYS = [
  "scenario, seed",
  "runs[] (of the first seed): design, log (path), digest (of the last state), events",
  "runs[].migration: bytes, pagesSent, pagesZero, pagesSkipped, rounds, inflatedNs, totalNs, downtimeNs, lostPages",
  "runs[].hints: read, applied, dropped (blocks); staleAtReturn, staleAtReceipt, staleAtUse (pages), staleBlocksAtUse, hintedThenWritten (pages), freeNotHinted (pages; null if the guest never said STOP), notHinted, bufferPages",
  "runs[].hints.notHinted (pages): belowOrder, aboveOrder, percpu, arrayFull, queueFull, watermark, otherZone, otherNode, onPurpose, other",
  "runs[].guest: allocations, allocationsFailed, atomicFailed, optionalFailed, allocationsSlowed, slowedNs (p50, p99, max), freePagesMin, freePagesAtBegin, freeLowNs, lockHoldNsMax, irqsOffNsMax, pageblocksConverted",
  "with --resume, of a log that is whole, instead: log, events, whole",
  "with --seeds: seeds[]; spread[]: design, median, min, max (each with migration, hints, guest)",
];

/** What is told of a run: numbers, null where there is none, and objects of them. */
interface Told {
  [key: string]: number | null | Told;
}

function toldOf({ migration, hints, guest }: Figures): Told {
  const { example: _, ...told } = hints;
  return {
    migration: { ...migration },
    hints: { ...told } as unknown as Told,
    guest: { ...guest } as unknown as Told,
  };
}

/** One number for each of several runs' numbers. */
function over(all: readonly Told[], pick: (values: readonly number[]) => number): Told {
  return Object.fromEntries(
    Object.entries(all[0]).map(([key, first]) => {
      const values = all.map((told) => told[key]);
      if (typeof first === "object" && first !== null) return [key, over(values as Told[], pick)];
      const numbers = values.filter((value) => typeof value === "number");
      return [key, numbers.length === 0 ? null : pick(numbers)];
    }),
  );
}

function spreadOf({ design, runs }: Column): Record<string, unknown> {
  const all = runs.map(toldOf);
  return {
    design,
    median: over(all, median),
    min: over(all, (values) => Math.min(...values)),
    max: over(all, (values) => Math.max(...values)),
  };
}

/** @param outcomes of the first seed */
export function jsonOf(
  scenario: Scenario,
  seeds: readonly number[],
  outcomes: readonly Outcome[],
  columns: readonly Column[],
): string {
  const runs = outcomes.map(({ design, log, digest, events, figures }) => ({
    design,
    log,
    digest,
    events,
    ...toldOf(figures),
  }));
  const spread = seeds.length > 1 ? { seeds, spread: columns.map(spreadOf) } : {};
  return JSON.stringify({ scenario: scenario.name, seed: scenario.seed, runs, ...spread });
}
