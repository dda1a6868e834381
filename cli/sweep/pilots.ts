/**
 * How long a sweep will take: a few of its runs, from all over the plan, are done and timed.
 * @module
 */
import type { Plan } from "./plan.ts";
import { doRun } from "./run.ts";

const PILOTS = 5;

/** What a few runs took, in ms, and what all would take. */
export interface Estimate {
  readonly pilots: number;
  readonly leastMs: number;
  readonly mostMs: number;
  readonly seconds: number;
}

/** @param threads that will share the work */
export async function estimate(plan: Plan, threads: number): Promise<Estimate | null> {
  const times: number[] = [];
  const indexes = pilotsOf(plan);
  for (const index of indexes) {
    const begin = performance.now();
    try {
      await doRun(plan.runAt(index));
    } catch { /* the sweep itself will tell */ }
    times.push(performance.now() - begin);
  }
  if (times.length === 0) return null;
  const mean = times.reduce((sum, ms) => sum + ms, 0) / times.length;
  return {
    pilots: times.length,
    leastMs: Math.min(...times),
    mostMs: Math.max(...times),
    seconds: (mean * plan.runs) / 1000 / Math.min(threads, plan.runs),
  };
}

/** Runs at equal distances, of different designs where there are several. */
function pilotsOf(plan: Plan): number[] {
  const step = Math.max(1, Math.floor(plan.size / PILOTS)), chosen: number[] = [];
  for (let at = 0; at < PILOTS; at++) {
    const index = at * step + (at % plan.designs.length);
    if (index < plan.size && !plan.isLeftOut(index) && !chosen.includes(index)) chosen.push(index);
  }
  return chosen;
}
