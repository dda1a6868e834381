/**
 * What the benches share: a row of the report, and the time of the fastest of several runs.
 * @module
 */

export interface Row {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** What is to be reached; empty if nothing was promised. */
  readonly goal: string;
}

/** Milliseconds of the fastest of `repeats` runs. */
export function best(repeats: number, setUp: () => void, run: () => void): number {
  let fastest = Infinity;
  for (let repeat = 0; repeat < repeats; repeat++) {
    setUp();
    const begin = performance.now();
    run();
    fastest = Math.min(fastest, performance.now() - begin);
  }
  return fastest;
}
