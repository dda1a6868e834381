/**
 * What a figure is, and how time is taken: the fastest of several runs, since all else that a machine
 * does can only slow a run down.
 * @module
 */

/** One measured figure. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: "events/s" | "lines/s" | "ms" | "bytes";
  /** What can at best be reached, measured in the same process, in the same unit; null if nothing tells. */
  readonly floor: number | null;
  /** `value / floor`. */
  readonly ratio: number | null;
}

/** A figure beside its floor. */
export function figure(
  name: string,
  value: number,
  unit: Figure["unit"],
  floor: number | null,
): Figure {
  return { name, value, unit, floor, ratio: floor === null ? null : value / floor };
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
