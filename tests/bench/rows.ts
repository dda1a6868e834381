/**
 * What the benches share: a row of the report. How time is taken is in `cli/figures/figure.ts`.
 * @module
 */

export interface Row {
  readonly what: string;
  readonly value: number;
  readonly unit: string;
  /** What is to be reached; empty if nothing was promised. */
  readonly goal: string;
}
