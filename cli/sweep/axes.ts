/**
 * The values of an axis: listed, at equal distances or ratios, or drawn by the sweep's seed.
 * @module
 */
import { draw } from "../../core/run/prng.ts";
import type { DrawSpec } from "./draw_schema.ts";
import type { AxisSpec, Scalar } from "./schema.ts";

const DIGITS = 12; // past that a power or a logarithm may differ from one machine to the next
/** So often a draw outside its limits is drawn again. */
const REDRAWS_MAX = 1000;

/** A number without the last digits, of which machines are not as sure. */
const steady = (value: number): number => Number(value.toPrecision(DIGITS));

/**
 * The values of an axis.
 * @param seed the sweep's
 * @param lane the number of the axis: each draws its own
 * @throws RangeError if its limits leave nothing to be drawn
 */
export function valuesOf(axis: AxisSpec, seed: number, lane: number): readonly Scalar[] {
  if (axis.values !== undefined) return axis.values;
  if (axis.range !== undefined) {
    const { from, to, steps } = axis.range;
    return spread(steps, (part) => steady(from + (to - from) * part));
  }
  if (axis.log !== undefined) {
    const { from, to, steps } = axis.log;
    return spread(steps, (part) => steady(from * (to / from) ** part));
  }
  return drawn(axis.draw!, seed, lane);
}

function spread(steps: number, at: (part: number) => number): number[] {
  return Array.from({ length: steps }, (_, step) => at(steps === 1 ? 0 : step / (steps - 1)));
}

function drawn(spec: DrawSpec, seed: number, lane: number): number[] {
  const { min = -Infinity, max = Infinity } = "mean" in spec ? spec : {};
  return Array.from({ length: spec.count }, (_, at) => {
    for (let again = 0; again < REDRAWS_MAX; again++) {
      const value = steady(valueOf(spec, (which) => part(seed, lane, at, 2 * again + which)));
      if (value >= min && value <= max) return value;
    }
    throw new RangeError(`Cannot draw a value: ${min} to ${max} is hardly ever met`);
  });
}

/** Above 0 and below 1. */
const part = (seed: number, lane: number, at: number, which: number): number =>
  (draw(seed, lane, at, which) + 0.5) / 2 ** 32;

function valueOf(spec: DrawSpec, chance: (which: number) => number): number {
  switch (spec.distribution) {
    case "uniform":
      return spec.from + (spec.to - spec.from) * chance(0);
    case "log-uniform":
      return spec.from * (spec.to / spec.from) ** chance(0);
    case "normal": // Box and Muller
      return spec.mean +
        spec.deviation * Math.sqrt(-2 * Math.log(chance(0))) * Math.cos(2 * Math.PI * chance(1));
    case "exponential":
      return spec.min - spec.mean * Math.log(chance(0));
  }
}
