/**
 * Worlds and commands that the allocator and its slow twin are asked, drawn at random.
 * @module
 */
import fc from "fast-check";
import { Gfp, GFP_ATOMIC, GFP_HINT, GFP_KERNEL } from "../../../events/gfp.ts";
import type { SlowWorld } from "../state/slow_allocator.ts";

const GFPS = [
  GFP_KERNEL,
  GFP_ATOMIC,
  GFP_HINT,
  Gfp.High,
  Gfp.Atomic | Gfp.NoMemalloc,
] as const;

/** A world small enough to be compared whole. `first` is the lowest pfn that is ever free. */
export interface Shape extends SlowWorld {
  readonly first: number;
  readonly cpus: number;
  /** Types of pageblocks, over and over. */
  readonly pattern: readonly number[];
}

/**
 * Lanes 1 and 2 run on cpus 0 and 1. `times` repeats an act; `which` chooses among the blocks held,
 * and moves on by `step`.
 */
export type Command =
  | {
    act: "allocate";
    lane: number;
    order: number;
    type: number;
    gfp: number;
    owned: boolean;
    times: number;
  }
  | { act: "free"; lane: number; which: number; step: number; times: number }
  | { act: "drain"; lane: number; zone: number; count: number };

const sizes = fc.constantFrom(
  // A zone that begins off the largest block's boundary, one that ends off every boundary.
  { orders: 11, pageblockOrder: 9, first: 256, starts: [0, 1536], ends: [1536, 3037] },
  // Small pageblocks, so that many have to be stolen; a hole between the zones.
  { orders: 6, pageblockOrder: 3, first: 5, starts: [0, 648], ends: [600, 1203] },
  { orders: 8, pageblockOrder: 5, first: 32, starts: [0, 288], ends: [288, 811] },
);
const limits = fc.record({
  min: fc.constantFrom(0, 0, 7, 60),
  step: fc.nat(20),
  reserve: fc.constantFrom(0, 0, 50),
  batch: fc.integer({ min: 1, max: 9 }),
  high: fc.nat(30),
});

export const shapes: fc.Arbitrary<Shape> = fc.record({
  size: sizes,
  limits: fc.tuple(limits, limits),
  cpus: fc.integer({ min: 1, max: 2 }),
  pattern: fc.array(fc.nat(2), { minLength: 1, maxLength: 6 }),
}).map(({ size, limits, cpus, pattern }) => ({
  orders: size.orders,
  pageblockOrder: size.pageblockOrder,
  types: 6,
  first: size.first,
  cpus,
  pattern,
  zones: limits.map(({ min, step, reserve, batch, high }, zone) => ({
    start: size.starts[zone],
    end: size.ends[zone],
    min,
    low: min + step,
    reserve: zone === 0 ? reserve : 0,
    batch,
    high,
  })),
}));

const lane = fc.integer({ min: 1, max: 2 });
const orders = fc.oneof(
  { arbitrary: fc.constant(0), weight: 4 },
  { arbitrary: fc.nat(4), weight: 3 },
  { arbitrary: fc.nat(10), weight: 1 },
);
const command: fc.Arbitrary<Command> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      act: fc.constant("allocate" as const),
      lane,
      order: orders,
      type: fc.nat(2),
      gfp: fc.constantFrom(...GFPS),
      owned: fc.boolean(),
      times: fc.integer({ min: 1, max: 150 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      act: fc.constant("free" as const),
      lane,
      which: fc.nat(999),
      step: fc.nat(50),
      times: fc.integer({ min: 1, max: 60 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      act: fc.constant("drain" as const),
      lane,
      zone: fc.nat(1),
      count: fc.integer({ min: 1, max: 30 }),
    }),
  },
);
export const commands: fc.Arbitrary<Command[]> = fc.array(command, { maxLength: 60, size: "max" });
