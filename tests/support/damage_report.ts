/**
 * The report of inputs that were damaged and writers that were killed: a line each, as they are done.
 * @module
 */

/** One line of it. */
export interface Row {
  readonly what: string;
  readonly inputs: number;
  readonly errors: number;
  readonly valid: number;
  readonly worstMs?: number;
  readonly peakMib?: number;
}

const count = (number: number): string => number.toLocaleString("en-US").padStart(9);

/** Prints a line. */
export function tell({ what, inputs, errors, valid, worstMs, peakMib }: Row): void {
  const worst = worstMs === undefined ? "" : ` worst ${worstMs.toFixed(0)} ms`;
  const peak = peakMib === undefined ? "" : ` peak ${peakMib.toFixed(0)} MiB`;
  console.log(
    `damage: ${what.padEnd(24)}${count(inputs)} inputs${count(errors)} errors${
      count(valid)
    } valid${worst}${peak}`,
  );
}
