/**
 * A real kernel's decisions, predicted one by one before they are read. The profile's own decide
 * functions answer; the kernel's choice is compared, and what is recorded is the kernel's, so that one
 * miss does not spoil what follows.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import {
  actorOf,
  contextOf,
  cpuOf,
  gapOf,
  kindOf,
  NONE,
  orderOf,
  pfnOf,
  preemptOffOf,
  valueOf,
  type Words,
} from "../../../events/log.ts";
import { setFactor } from "../../decide/allocator.ts";
import { findBlock, placement, steal } from "../../decide/buddy.ts";
import type { Machine } from "../../decide/machine.ts";
import { Mark, zoneFor } from "../../decide/watermark.ts";
import { headOf, percpuList, tailOf, zoneOf } from "../../state/lists.ts";
import { orderOfBlock, State, stateOf, typeOfBlock } from "../../state/memory.ts";
import { NextEvents } from "./next_event.ts";
import { Tally } from "./tally.ts";

const PERCPU = 1 << 19, GFP = 0xffff;
const PLAN_MAX = 1 << 12;

/** What a cpu is in the middle of. */
class CpuWork {
  /** Blocks refilled since the last allocation, and for which list. */
  refilled = 0;
  list = NONE;
  /** The zone that the request under way was predicted to use; NONE if nothing was. */
  zone = NONE;
  /** Lists that the blocks of the drain under way leave. */
  readonly plan = new Int32Array(PLAN_MAX);
  planned = 0;
  drained = 0;
}

export class Matcher {
  readonly tally = new Tally();
  private readonly next: NextEvents;
  private readonly work: CpuWork[];
  /** Events whose page was taken before its report came (rule 29). */
  private readonly reported: Uint8Array;
  private steal = NONE;
  private index = 0;

  constructor(
    private readonly machine: Machine,
    private readonly words: Words,
    private readonly events: number,
  ) {
    this.next = new NextEvents(words, events, machine.memory.frames);
    this.work = Array.from({ length: machine.memory.cpus }, () => new CpuWork());
    this.reported = new Uint8Array(events);
  }

  /** Matches every event of the trace. */
  run(): void {
    const { words, machine } = this;
    for (this.index = 0; this.index < this.events; this.index++) {
      const index = this.index;
      machine.spend(gapOf(words, index));
      machine.cpus[actorOf(words, index)] = cpuOf(words, index);
      this.next.advance(index);
      switch (kindOf(words, index)) {
        case Kind.StealSeen:
          this.steal = index;
          break;
        case Kind.RemovalSeen:
          this.removal(index);
          break;
        case Kind.PageAllocated:
          this.allocation(index);
          break;
        case Kind.PageFreed:
          this.free(index);
          break;
        case Kind.DrainSeen:
          this.drain(index);
          break;
      }
    }
  }

  /** The request that a removal serves: the next one on this cpu for the same order and type. */
  private requestOf(index: number): number {
    const { words } = this;
    const cpu = cpuOf(words, index),
      order = orderOf(words, index),
      type = valueOf(words, index) & 7;
    for (let at = index + 1; at < this.events; at++) {
      if (kindOf(words, at) !== Kind.PageAllocated || cpuOf(words, at) !== cpu) continue;
      if (orderOf(words, at) === order && ((valueOf(words, at) >>> 16) & 7) === type) return at;
    }
    return NONE;
  }

  private predictZone(order: number, gfp: number): number {
    const { memory } = this.machine;
    const zone = zoneFor(memory, order, Mark.Low, gfp);
    return zone !== NONE ? zone : zoneFor(memory, order, Mark.Min, gfp);
  }

  private removal(index: number): void {
    const { words, machine } = this;
    const view = machine.memory;
    const lane = actorOf(words, index), cpu = cpuOf(words, index), pfn = pfnOf(words, index);
    const order = orderOf(words, index), type = valueOf(words, index) & 7;
    const isRefill = machine.profile.isPercpu(order);
    const zone = zoneOf(view, pfn), work = this.work[cpu];
    const list = isRefill ? percpuList(view, zone, cpu, order, type) : NONE;
    if (work.zone === NONE) {
      const request = this.requestOf(index);
      const gfp = request === NONE ? 0 : valueOf(words, request) & GFP;
      work.zone = this.predictZone(order, gfp);
    }
    if (isRefill) {
      if (work.list !== list) work.refilled = 0;
      work.list = list;
      work.refilled++;
    }
    let head = findBlock(view, zone, order, type);
    if (head === NONE) {
      this.predictSteal(index, zone, order, type);
      head = findBlock(view, zone, order, type);
    }
    this.tally.count(
      "removals",
      head === pfn,
      index + 1,
      "unexplained",
      () => `order ${order} type ${type}: model ${head.toString(16)}, kernel ${pfn.toString(16)}`,
    );
    if (head !== pfn && !this.bare(lane, pfn, order, type)) return;
    const word = view.block[pfn];
    const value = orderOfBlock(word) | (typeOfBlock(word) << 4);
    if (isRefill) machine.record(Kind.PageRefilled, lane, pfn, value | (type << 8), order);
    else machine.record(Kind.BlockTaken, lane, pfn, value, order);
  }

  private predictSteal(index: number, zone: number, order: number, type: number): void {
    const { words, machine, steal: seen } = this;
    const lane = actorOf(words, index);
    const before = machine.log.length;
    steal(machine, lane, zone, order, type);
    this.steal = NONE;
    if (seen === NONE) return;
    const { log } = machine;
    const made = log.length > before && kindOf(log.words, before) === Kind.PageblockStolen;
    const ours = made ? valueOf(log.words, before) : 0, theirs = valueOf(words, seen);
    const same = made && pfnOf(log.words, before) === pfnOf(words, seen) &&
      orderOf(log.words, before) === (theirs & 15) && (ours & 7) === ((theirs >>> 4) & 7) &&
      ((ours >>> 7) & 1) === ((theirs >>> 10) & 1);
    this.tally.count(
      "steals",
      same,
      seen + 1,
      "unexplained",
      () =>
        `order ${order}: model ${made ? pfnOf(log.words, before).toString(16) : "none"} ${ours}, ` +
        `kernel ${pfnOf(words, seen).toString(16)} ${theirs}`,
    );
  }

  /** Makes a block stand on a list as a free block of its own, whatever holds it; false if it is not free. */
  private bare(lane: number, pfn: number, order: number, type: number): boolean {
    const { machine } = this;
    const { block, orders } = machine.memory;
    for (let at = order; at < orders; at++) {
      const head = pfn & ~((1 << at) - 1), word = block[head];
      if (stateOf(word) !== State.Free || orderOfBlock(word) !== at) continue;
      if (head === pfn) return true;
      const from = typeOfBlock(word);
      machine.record(Kind.BlockTaken, lane, head, at | (from << 4), at);
      let rest = head;
      for (let half = at - 1; half >= order; half--) {
        const upper = rest + (1 << half);
        const kept = pfn >= upper ? upper : rest, other = pfn >= upper ? rest : upper;
        machine.record(Kind.BlockPut, lane, other, half | (from << 4), half);
        rest = kept;
      }
      machine.record(Kind.BlockPut, lane, pfn, order | (type << 4), order);
      return true;
    }
    this.tally.miss(
      "unexplained",
      this.index + 1,
      () => `a removal of ${pfn.toString(16)}, which is not free`,
    );
    return false;
  }

  private allocation(index: number): void {
    const { words, machine } = this;
    const view = machine.memory;
    if (this.reported[index] === 1) return;
    const lane = actorOf(words, index), cpu = cpuOf(words, index), pfn = pfnOf(words, index);
    const order = orderOf(words, index), value = valueOf(words, index);
    const gfp = value & GFP, type = (value >>> 16) & 7;
    const zone = zoneOf(view, pfn), work = this.work[cpu];
    const predicted = work.zone !== NONE ? work.zone : this.predictZone(order, gfp);
    this.tally.count(
      "zoneChoices",
      predicted === zone,
      index + 1,
      "M3",
      () => `order ${order}: model ${predicted}, kernel ${zone}`,
    );
    work.zone = NONE;
    const bare = gfp | (type << 16);
    if (!machine.profile.isPercpu(order)) {
      if (stateOf(view.block[pfn]) === State.None) {
        machine.record(Kind.PageAllocated, lane, pfn, bare, order);
      } else {
        this.tally.miss("unexplained", index + 1, () => `${pfn.toString(16)} was not in hand`);
      }
      return;
    }
    const list = percpuList(view, zone, cpu, order, type);
    if (work.list === list && work.refilled > 0) {
      const { refillBlocks } = machine.profile;
      const wanted = refillBlocks(view.percpuBatch[zone * view.cpus + cpu], order);
      this.tally.count(
        "refills",
        work.refilled === wanted,
        index + 1,
        "unexplained",
        () => `order ${order}: model ${wanted}, kernel ${work.refilled}`,
      );
      work.refilled = 0;
      work.list = NONE;
    }
    this.popTo(index, list, pfn, order);
    if (stateOf(view.block[pfn]) !== State.Percpu) return;
    machine.record(Kind.PageAllocated, lane, pfn, bare | PERCPU, order);
    setFactor(machine, lane, zone, machine.profile.factorAfterTake);
  }

  /** Takes what stands before a page on its cpu's list: taken by others, whose report is late or missing. */
  private popTo(index: number, list: number, pfn: number, order: number): void {
    const { machine, words } = this;
    const view = machine.memory;
    let head = headOf(view, list);
    let silent = false, onList = false;
    for (let at = head; at < view.frames && at !== NONE; at = view.next[at]) {
      if (at === pfn) {
        onList = true;
        break;
      }
    }
    if (!onList) {
      this.tally.count(
        "pcpAllocations",
        false,
        index + 1,
        "unexplained",
        () =>
          `order ${order}: ${pfn.toString(16)} is not on its cpu's list; its head is ${
            head.toString(16)
          }`,
      );
      return;
    }
    while (head !== pfn) {
      if (!this.takeLate(head)) {
        silent = true;
        const lane = actorOf(words, index);
        machine.record(Kind.PageAllocated, lane, head, PERCPU, order);
      }
      head = headOf(view, list);
    }
    this.tally.count(
      "pcpAllocations",
      !silent,
      index + 1,
      "M1",
      () => `order ${order}: ${pfn.toString(16)}`,
    );
  }

  /**
   * A page that is taken already, but whose report comes later (rule 29): matches that report now.
   * @returns false if no report of it comes
   */
  private takeLate(pfn: number): boolean {
    const later = this.next.of(pfn);
    if (later === NONE || kindOf(this.words, later) !== Kind.PageAllocated) return false;
    const { cpus } = this.machine, lane = actorOf(this.words, later), cpu = cpus[lane];
    cpus[lane] = cpuOf(this.words, later);
    this.allocation(later);
    cpus[lane] = cpu;
    this.reported[later] = 1;
    return true;
  }

  /** Who refilled a list took its head at once; what comes before the report sees the list without it. */
  private settle(cpu: number): void {
    const work = this.work[cpu];
    if (work.refilled > 0) this.takeLate(headOf(this.machine.memory, work.list));
  }

  /** A free in an interrupt that found the per-cpu lists locked goes straight to the zone (rule 27). */
  private bypasses(index: number): boolean {
    const { words } = this;
    if (contextOf(words, index) === 0 || preemptOffOf(words, index) === 0) return false;
    const later = this.next.of(pfnOf(words, index));
    return later !== NONE && kindOf(words, later) === Kind.RemovalSeen;
  }

  private free(index: number): void {
    const { words, machine } = this;
    const view = machine.memory, { profile } = machine;
    const lane = actorOf(words, index), cpu = cpuOf(words, index), pfn = pfnOf(words, index);
    const order = orderOf(words, index);
    this.settle(cpu);
    const zone = zoneOf(view, pfn);
    const state = stateOf(view.block[pfn]);
    if (state === State.Percpu) {
      // Still on a list of ours: it was handed out without an event (M1).
      machine.record(Kind.PageAllocated, lane, pfn, PERCPU, orderOfBlock(view.block[pfn]));
    } else if (state === State.Free) {
      this.tally.miss("M2", index + 1, () => `${pfn.toString(16)} is free`);
      return;
    }
    const type = view.blockType[pfn >> view.pageblockOrder];
    if (!profile.isPercpu(order) || this.bypasses(index)) {
      machine.record(Kind.PageFreed, lane, pfn, type, order);
      const value = placement(view, profile, zone, pfn, order, type);
      machine.record(Kind.BlockPut, lane, pfn, value, order);
      return;
    }
    machine.record(Kind.PageFreed, lane, pfn, type | 8, order);
    const pages = profile.drainPages(view, zone, cpu, order);
    const work = this.work[cpu];
    if (work.drained < work.planned) {
      this.tally.miss(
        "unexplained",
        index + 1,
        () => `a drain of ${work.planned} ended after ${work.drained}`,
      );
    }
    work.planned = work.drained = 0;
    if (pages === 0) return;
    setFactor(machine, lane, zone, () => profile.factorAfterDrain(view, zone, cpu, order));
    const first = percpuList(view, zone, cpu, order, type);
    work.planned = profile.drainOrder(view, zone, cpu, pages, first, work.plan);
  }

  private drain(index: number): void {
    const { words, machine } = this;
    const view = machine.memory;
    const lane = actorOf(words, index), pfn = pfnOf(words, index), order = orderOf(words, index);
    const zone = zoneOf(view, pfn), cpu = cpuOf(words, index), work = this.work[cpu];
    this.settle(cpu);
    let list = NONE;
    if (work.drained < work.planned) list = work.plan[work.drained++];
    else {
      const base = view.percpuBase + (zone * view.cpus + cpu) * view.percpuLists;
      for (let at = base; at < base + view.percpuLists && list === NONE; at++) {
        if (view.listCount[at] > 0) list = at;
      }
    }
    const expected = list === NONE ? NONE : tailOf(view, list);
    const type = typeOfBlock(view.block[pfn]);
    this.tally.count(
      "drained",
      expected === pfn && type === (valueOf(words, index) & 7),
      index + 1,
      "unexplained",
      () =>
        `model ${expected.toString(16)} type ${type}, kernel ${pfn.toString(16)} type ${
          valueOf(words, index) & 7
        }`,
    );
    if (stateOf(view.block[pfn]) !== State.Percpu) return;
    const value = placement(view, machine.profile, zone, pfn, order, type) | (cpu << 8);
    machine.record(Kind.PageDrained, lane, pfn, value, order);
  }
}
