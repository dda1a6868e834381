/**
 * Facts about blocks that a driver holds for its hints: when they go back, and who was asked for what.
 *
 * Facts: `held`, `returned`, `kept` (blocks still held at the end), `returnedEarly` (blocks given back before the
 * host had used their hint), `firstEarly` (the first such event), `heldPeak` (pages); of whoever hints: `failed`
 * (allocations that got nothing), `reclaims` (turns of direct reclaim), `kswapdWoken`, `counted` (questions for the count of
 * free blocks); of anybody: `outOfMemory`, `shrinks` (calls of the shrinker); `left` (free blocks
 * of the hinted order on the lists when the driver said STOP for the first time, NONE if it never did).
 * @module
 */
import { Kind, MESSAGES } from "../../../events/kinds.ts";
import { actorOf, kindOf, NONE, orderOf, pfnOf, valueOf, type Words } from "../../../events/log.ts";
import { Bit, type MemoryView } from "../../../core/state/memory.ts";
import { HintingLanes } from "../../views/figures/lanes.ts";
import type { Facts, Probe } from "../claim.ts";
import { freeBlocks } from "./free_blocks.ts";

const STOP = MESSAGES.indexOf("stop"), MESSAGE = 7;

class Keep implements Probe {
  private readonly hinting: HintingLanes;
  private held = 0;
  private returned = 0;
  private returnedEarly = 0;
  private firstEarly = 0;
  private pages = 0;
  private heldPeak = 0;
  private outOfMemory = 0;
  private shrinks = 0;
  private counted = 0;
  private left = NONE;
  private order = NONE;
  /** By lane: a lane is known to hint only once it has done so. */
  private readonly failed: Int32Array;
  private readonly reclaims: Int32Array;
  private readonly woken: Int32Array;

  constructor(private readonly memory: MemoryView) {
    const { lanes } = memory.geometry;
    this.hinting = new HintingLanes(lanes);
    this.failed = new Int32Array(lanes);
    this.reclaims = new Int32Array(lanes);
    this.woken = new Int32Array(lanes);
  }

  before(words: Words, index: number, number: number): void {
    if (kindOf(words, index) !== Kind.BlockReturned) return;
    if ((this.memory.bits[pfnOf(words, index)] & Bit.Hinted) === 0) return;
    this.returnedEarly++;
    this.firstEarly ||= number;
  }

  after(words: Words, index: number): void {
    const kind = kindOf(words, index), lane = actorOf(words, index);
    this.hinting.see(kind, words, index);
    switch (kind) {
      case Kind.BlockHeld:
        this.held++;
        this.pages += 1 << orderOf(words, index);
        this.heldPeak = Math.max(this.heldPeak, this.pages);
        return;
      case Kind.BlockReturned:
        this.returned++;
        this.pages -= 1 << orderOf(words, index);
        return;
      case Kind.HintRead:
        this.order = orderOf(words, index);
        return;
      case Kind.DescriptorFilled:
        if ((valueOf(words, index) & MESSAGE) !== STOP || this.left !== NONE) return;
        if (this.order !== NONE) this.left = freeBlocks(this.memory, this.order);
        return;
      case Kind.AllocationFailed:
        this.failed[lane]++;
        return;
      case Kind.DirectReclaimBegan:
        this.reclaims[lane]++;
        return;
      case Kind.KswapdWoken:
        this.woken[lane]++;
        return;
      case Kind.BlocksCounted:
        this.counted++;
        return;
      case Kind.OutOfMemory:
        this.outOfMemory++;
        return;
      case Kind.ShrinkerCalled:
        this.shrinks++;
        return;
    }
  }

  facts(): Facts {
    const { held, returned, returnedEarly, firstEarly, heldPeak } = this;
    const { outOfMemory, shrinks, counted } = this;
    const ofHinting = (lanes: Int32Array): number =>
      lanes.reduce((sum, count, lane) => sum + (this.hinting.has(lane) ? count : 0), 0);
    return {
      held,
      returned,
      kept: held - returned,
      returnedEarly,
      firstEarly,
      heldPeak,
      failed: ofHinting(this.failed),
      reclaims: ofHinting(this.reclaims),
      kswapdWoken: ofHinting(this.woken),
      counted,
      outOfMemory,
      shrinks,
      left: this.left,
    };
  }
}

export const keep = (memory: MemoryView): Probe => new Keep(memory);
