/**
 * The allocator and its slow twin side by side: the same commands, compared after each.
 * @module
 */
import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { Gfp, GFP_ATOMIC, GFP_HINT, GFP_KERNEL } from "../../../events/gfp.ts";
import { Kind } from "../../../events/kinds.ts";
import { EventLog } from "../../../events/log.ts";
import { applyAll } from "../../../core/state/apply.ts";
import type { Geometry } from "../../../core/state/geometry.ts";
import { checkInvariants } from "../../../core/state/invariants.ts";
import { listName } from "../../../core/state/invariants/lists.ts";
import { after, headOf, percpuList, zoneList } from "../../../core/state/lists.ts";
import { Memory } from "../../../core/state/memory.ts";
import { Status } from "../../../core/state/views.ts";
import { allocate, drain, free } from "../../../core/decide/allocator.ts";
import { placement } from "../../../core/decide/buddy.ts";
import { defaultCosts } from "../../../core/decide/costs.ts";
import { hosts } from "../../../core/decide/hosts/mod.ts";
import { Machine } from "../../../core/decide/machine.ts";
import { linux417 } from "../../../core/decide/profiles/linux_4_17.ts";
import { SlowAllocator, type SlowWorld } from "../state/slow_allocator.ts";

const LANES = 3; // the world's, and one for each cpu
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

/** Runs the commands on both; throws at the first difference. */
export function compareRuns(shape: Shape, list: readonly Command[]): void {
  const pair = new Pair(shape);
  pair.compare("the world");
  list.forEach((next, index) => {
    pair.run(next);
    pair.compare(`command ${index + 1} (${next.act})`);
  });
  pair.replay();
}

class Pair {
  private readonly memory: Memory;
  private readonly machine: Machine;
  private readonly slow: SlowAllocator;
  private readonly geometry: Geometry;
  /** Blocks in use, oldest first. */
  private readonly held: { pfn: number; order: number }[] = [];

  constructor(private readonly shape: Shape) {
    const { zones, cpus, orders, pageblockOrder, types } = shape;
    this.geometry = {
      frames: zones[1].end,
      zones: zones.map(({ start, end }, zone) => ({
        name: ["DMA", "Normal"][zone],
        start,
        frames: end - start,
      })),
      orders,
      pageblockOrder,
      types,
      cpus,
      percpuLists: 3,
      lanes: LANES,
      owners: LANES - 1,
      locks: 0,
      queue: 0,
      array: 0,
      timed: true,
    };
    this.memory = new Memory(this.geometry);
    const lanes = Uint8Array.of(0, 0, cpus - 1);
    this.machine = new Machine(
      this.memory,
      new EventLog(),
      lanes,
      linux417,
      hosts[0],
      defaultCosts(),
    );
    this.slow = new SlowAllocator(shape);
    this.boot();
  }

  /** Limits, types, then every pageblock's pages from low to high. */
  private boot(): void {
    const { machine, shape, slow, memory } = this;
    const { zones, cpus, pageblockOrder, pattern } = shape;
    for (let at = 0; at < memory.blockType.length; at++) {
      const type = pattern[at % pattern.length], pfn = at << pageblockOrder;
      machine.record(Kind.PageblocksTyped, 0, pfn, 1 | (type << 28));
      slow.setType(pfn, type);
    }
    zones.forEach(({ start, end, min, low, reserve, high, batch }, zone) => {
      machine.record(Kind.ZoneDescribed, 0, 0, end - start, zone);
      machine.record(Kind.WatermarkSet, 0, 0, min, zone);
      machine.record(Kind.WatermarkSet, 0, 1, low, zone);
      machine.record(Kind.ReserveSet, 0, zones.length - 1, reserve, zone);
      for (let cpu = 0; cpu < cpus; cpu++) {
        machine.cpus[0] = cpu;
        machine.record(Kind.PercpuLimitsSet, 0, high, batch, zone);
      }
      machine.cpus[0] = 0;
      for (let pfn = Math.max(start, shape.first); pfn < end;) {
        let order = 0;
        while (order < pageblockOrder && pfn % (2 << order) === 0 && pfn + (2 << order) <= end) {
          order++;
        }
        const type = slow.typeOf(pfn);
        machine.record(
          Kind.BlockPut,
          0,
          pfn,
          placement(memory, linux417, zone, pfn, order, type),
          order,
        );
        slow.put(zone, pfn, order, type);
        pfn += 1 << order;
      }
    });
    machine.record(Kind.WorldReady, 0, 0, 0);
  }

  run(command: Command): void {
    switch (command.act) {
      case "allocate":
        for (let time = 0; time < command.times; time++) this.allocate(command);
        return;
      case "free":
        for (let time = 0; time < command.times && this.held.length > 0; time++) {
          const which = (command.which + time * command.step) % this.held.length;
          const [{ pfn, order }] = this.held.splice(which, 1);
          free(this.machine, command.lane, pfn, order);
          this.slow.release(this.cpuOf(command.lane), pfn);
        }
        return;
      case "drain": {
        const { lane, zone, count } = command, cpu = this.cpuOf(lane);
        if (this.slow.percpuCount(zone, cpu) === 0) return;
        drain(this.machine, lane, zone, cpu, count);
        this.slow.drain(zone, cpu, count);
      }
    }
  }

  private allocate(command: Command & { act: "allocate" }): void {
    const { lane, type, gfp, owned } = command;
    const order = command.order % this.shape.orders;
    const fast = allocate(this.machine, lane, order, type, gfp, owned);
    const slow = this.slow.allocate(this.cpuOf(lane), order, type, {
      high: (gfp & Gfp.High) !== 0,
      harder: (gfp & Gfp.Atomic) !== 0 && (gfp & Gfp.NoMemalloc) === 0,
    });
    assertEquals(fast, slow, `order ${order}, type ${type}: fast hands out ${fast}, slow ${slow}`);
    if (fast >= 0) this.held.push({ pfn: fast, order });
  }

  private cpuOf(lane: number): number {
    return this.machine.cpus[lane];
  }

  /** Every list in order, every count, every pageblock's type, and the invariants. */
  compare(when: string): void {
    const { memory, slow, shape } = this;
    const same = (list: number, expected: number[]): void => {
      const name = listName(memory, list);
      assertEquals(blocksOf(memory, list), expected, `after ${when} the ${name} differs`);
      assertEquals(memory.listCount[list], expected.length, `after ${when}: count of ${name}`);
    };
    for (let zone = 0; zone < shape.zones.length; zone++) {
      for (let order = 0; order < shape.orders; order++) {
        for (let type = 0; type < shape.types; type++) {
          same(zoneList(memory, zone, order, type), slow.list(zone, order, type));
        }
      }
      for (let cpu = 0; cpu < shape.cpus; cpu++) {
        for (const type of [0, 1, 2]) {
          same(percpuList(memory, zone, cpu, 0, type), slow.percpuList(zone, cpu, type));
        }
      }
      assertEquals(memory.zoneFree[zone], slow.freePages(zone), `after ${when}: free pages`);
    }
    for (let at = 0; at < memory.blockType.length; at++) {
      const type = slow.typeOf(at << shape.pageblockOrder);
      assertEquals(memory.blockType[at], type, `after ${when}: type of pageblock ${at}`);
    }
    assertEquals(checkInvariants(memory), [], `after ${when}`);
    assertEquals(memory.status[Status.Faults], 0, `after ${when}`);
  }

  replay(): void {
    const again = new Memory(this.geometry), { log } = this.machine;
    applyAll(again, log.words, 0, log.length);
    assertEquals(again.bytes, this.memory.bytes, "replay of the log gives other bytes");
  }
}

function blocksOf(memory: Memory, list: number): number[] {
  const pfns: number[] = [];
  for (let pfn = headOf(memory, list); pfn >= 0; pfn = after(memory, pfn)) pfns.push(pfn);
  return pfns;
}
