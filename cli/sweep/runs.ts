/**
 * The runs of a finished sweep as its summary and its drawings see them, wherever they lie: in the store,
 * or in a result that was written before.
 * @module
 */
import type { Scalar } from "./schema.ts";
import type { SweepResult } from "./engine.ts";
import type { Row } from "./measures.ts";
import type { Plan } from "./plan.ts";

/** An axis: what it varies and its values. */
export interface RunAxis {
  readonly name: string;
  readonly keys: readonly string[];
  /** What its values are shares of. */
  readonly of?: string;
  readonly values: readonly Scalar[];
  /** The number of the earlier axis that it goes along with; its own if it goes with none. */
  readonly along: number;
}

/** The runs that differ in nothing but the design. */
export interface Rivals {
  /** By axis: the number of its value. */
  readonly places: readonly number[];
  /** By design, its row; null for one that failed. */
  readonly rows: readonly (Row | null)[];
}

export interface Runs {
  readonly designs: readonly string[];
  readonly axes: readonly RunAxis[];
  /** Goes over them once more: those of one combination of values follow each other. */
  rivals(): Iterable<Rivals>;
}

/** The runs of a finished plan. */
export function runsOf(plan: Plan, resultOf: (index: number) => SweepResult): Runs {
  const { designs, combinations } = plan;
  return {
    designs,
    axes: combinations.axes,
    *rivals() {
      let rows: (Row | null)[] = [];
      for (const index of plan.indexes()) {
        const { failure, figures } = resultOf(index);
        rows.push(failure === "" ? figures : null);
        if (rows.length < designs.length) continue;
        yield { places: combinations.placesAt(plan.combinationOf(index)), rows };
        rows = [];
      }
    },
  };
}
