/**
 * The allocator and its slow twin side by side: the same commands, compared after each.
 * @module
 */
import { assertEquals } from "@std/assert";
import { Gfp } from "../../../events/gfp.ts";
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
import { SlowAllocator } from "../state/slow_allocator.ts";
import type { Command, Shape } from "./twin_commands.ts";

const LANES = 3; // the world's, and one for each cpu

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
        drain(this.machine, lane, zone, cpu, count, this.machine.memory.percpuBase);
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
