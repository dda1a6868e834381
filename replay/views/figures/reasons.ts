/**
 * Why free pages were not hinted: every free page that no hint names, when the guest says STOP.
 *
 * Told from the log alone. A page on a per-cpu list, and a block below the order of those hinted, no
 * design sees. For the rest the end of the report speaks: what the hinting lane did last.
 * @module
 */
import { Gfp } from "../../../events/gfp.ts";
import { Kind } from "../../../events/kinds.ts";
import { NONE, orderOf, pfnOf, valueOf, type Words } from "../../../events/log.ts";
import { zoneOf } from "../../../core/state/lists.ts";
import { type MemoryView, orderOfBlock, State, stateOf } from "../../../core/state/memory.ts";
import { STOP_MESSAGE } from "../../stale_at.ts";
import { Mark } from "./marks.ts";

/** Pages by reason. */
export interface NotHinted {
  belowOrder: number;
  /** A walk over the lists of one order does not see larger blocks. */
  aboveOrder: number;
  percpu: number;
  /** The array held no more. */
  arrayFull: number;
  /** The driver let the hint fall: no descriptor was free. */
  queueFull: number;
  /** A request found nothing above the zone's mark and reserve. */
  watermark: number;
  /** In a zone, or on a node, that the requests do not reach. */
  otherZone: number;
  otherNode: number;
  /** The design asked how much is left, and gave back what it had taken last. */
  onPurpose: number;
  /** The host stopped the report, or the block became free behind the walk. */
  other: number;
}

export const emptyReasons = (): NotHinted => ({
  belowOrder: 0,
  aboveOrder: 0,
  percpu: 0,
  arrayFull: 0,
  queueFull: 0,
  watermark: 0,
  otherZone: 0,
  otherNode: 0,
  onPurpose: 0,
  other: 0,
});

const END_OF_REPORT = { None: 0, ArrayFull: 1, Failed: 2, Counted: 3, LeftOver: 4 } as const;
const START_MESSAGE = 1;
const HELD = 1 << 30; // of HintRead: the block was allocated, not read off a list

export class ReasonsPart {
  readonly pages = emptyReasons();
  /** True once a report has ended. */
  isDone = false;
  private end: number = END_OF_REPORT.None;
  private capacity = NONE;
  private reads = 0;
  private gfp = 0;
  private node = NONE;
  /** The orders of the blocks that are hinted; until one is, that which was asked for. */
  private orderMin = NONE;
  private orderMax = NONE;
  private orderAsked = 0;
  /** Blocks were read off lists, not allocated. */
  private isWalk = false;

  constructor(private readonly memory: MemoryView, private readonly marks: Uint8Array) {}

  reset(): void {
    Object.assign(this.pages, emptyReasons());
    this.isDone = false;
    this.begin();
  }

  /** @param kind of an event of the hinting lane */
  after(kind: number, words: Words, index: number): void {
    if (this.isDone) return;
    switch (kind) {
      case Kind.HintCallBegun:
        this.capacity = valueOf(words, index);
        this.orderAsked = orderOf(words, index);
        this.reads = 0;
        this.end = END_OF_REPORT.None;
        return;
      case Kind.HintRead:
        this.reads++;
        return this.hinted(orderOf(words, index), (valueOf(words, index) & HELD) === 0);
      case Kind.HintMarked:
        return this.hinted(orderOf(words, index), true);
      case Kind.HintCallEnded:
        if (this.reads === this.capacity) this.end = END_OF_REPORT.ArrayFull;
        return;
      case Kind.PageAllocated:
        this.gfp = valueOf(words, index) & 0xffff;
        this.node = this.nodeOf(zoneOf(this.memory, pfnOf(words, index)));
        this.end = END_OF_REPORT.None;
        return;
      case Kind.AllocationFailed:
        this.gfp = valueOf(words, index) & 0xffff;
        this.orderAsked = orderOf(words, index);
        this.end = END_OF_REPORT.Failed;
        return;
      case Kind.BlocksCounted:
        this.end = END_OF_REPORT.Counted;
        return;
      case Kind.PageFreed:
        if (this.end === END_OF_REPORT.Counted) this.end = END_OF_REPORT.LeftOver;
        return;
      case Kind.DescriptorFilled: {
        const message = valueOf(words, index) & 7;
        if (message === START_MESSAGE) this.begin();
        if (message === STOP_MESSAGE) this.classify();
        return;
      }
    }
  }

  private begin(): void {
    this.end = END_OF_REPORT.None;
    this.orderMin =
      this.orderMax =
      this.node =
      this.capacity =
        NONE;
    this.isWalk = false;
    this.reads = this.gfp = this.orderAsked = 0;
  }

  private hinted(order: number, isWalk: boolean): void {
    if (this.orderMin === NONE || order < this.orderMin) this.orderMin = order;
    if (order > this.orderMax) this.orderMax = order;
    this.isWalk = isWalk;
    this.end = END_OF_REPORT.None;
  }

  private nodeOf(zone: number): number {
    return this.memory.geometry.zones[zone]?.node ?? 0;
  }

  private classify(): void {
    this.isDone = true;
    const { block, frames } = this.memory;
    for (let head = 0; head < frames;) {
      const word = block[head], state = stateOf(word), order = orderOfBlock(word);
      const pages = state === State.None ? 1 : 1 << order;
      if (state === State.Free || state === State.Percpu) {
        this.classifyBlock(head, pages, this.reasonOf(head, state, order));
      }
      head += pages;
    }
  }

  private classifyBlock(pfn: number, pages: number, reason: keyof NotHinted): void {
    for (let page = pfn; page < pfn + pages; page++) {
      if (this.marks[page] & Mark.Fallen) this.pages.queueFull++;
      else if ((this.marks[page] & Mark.Hinted) === 0) this.pages[reason]++;
    }
  }

  private reasonOf(pfn: number, state: number, order: number): keyof NotHinted {
    if (state === State.Percpu) return "percpu";
    if (order < (this.orderMin === NONE ? this.orderAsked : this.orderMin)) return "belowOrder";
    if (this.isWalk && order > this.orderMax) return "aboveOrder";
    switch (this.end) {
      case END_OF_REPORT.ArrayFull:
        return "arrayFull";
      case END_OF_REPORT.Failed:
        return this.beyondReach(pfn) ?? "watermark";
      case END_OF_REPORT.LeftOver:
        return this.beyondReach(pfn) ?? "onPurpose";
      default:
        return "other";
    }
  }

  /** Kernel requests do not reach ZONE_MOVABLE (Linux, gfp_zone: it takes __GFP_MOVABLE and __GFP_HIGHMEM). */
  private beyondReach(pfn: number): "otherZone" | "otherNode" | undefined {
    const zone = zoneOf(this.memory, pfn);
    if (this.memory.geometry.zones[zone]?.name === "Movable") return "otherZone";
    if ((this.gfp & Gfp.ThisNode) === 0 || this.node === NONE) return undefined;
    return this.nodeOf(zone) === this.node ? undefined : "otherNode";
  }
}
