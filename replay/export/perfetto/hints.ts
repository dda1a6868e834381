/**
 * Tracks of hints: from the event that read (marked, inflated, reported) a block to the one by which the host
 * had applied or dropped all of it. The first 2,000 have a span each; of later ones, those that were read within
 * one step share one.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { kindOf, orderOf, pfnOf, type Words } from "../../../events/log.ts";
import type { MemoryView } from "../../../core/state/memory.ts";
import type { Fold } from "../../fold.ts";
import { Group, type Moment, type Sink } from "./trace.ts";

const HINTS_EXACT = 2000;
const Nothing = 0, Begins = 1, Applied = 2, Dropped = 3;
const roles = new Uint8Array(256);
for (const kind of [Kind.HintRead, Kind.HintMarked, Kind.PageInflated, Kind.BlockReported]) {
  roles[kind] = Begins;
}
roles[Kind.HintApplied] = roles[Kind.PageDiscarded] = Applied;
roles[Kind.HintDropped] = Dropped;

/** Hints that were read within a step. */
interface Batch {
  readonly event: number;
  readonly from: number;
  blocks: number;
  pages: number;
  /** Pages that wait for the host. */
  left: number;
  applied: number;
  dropped: number;
  /** Pages that were hinted again before the host came to them. */
  again: number;
}

export class HintTracks implements Fold {
  /** By page: its batch, by event; 0 where no hint waits. Few batches wait at a time, many pages do. */
  private readonly batchOf: Int32Array;
  private readonly batches = new Map<number, Batch>();
  private last: Batch | null = null;
  private hints = 0;

  constructor(
    memory: MemoryView,
    private readonly moment: Moment,
    private readonly trace: Sink,
    private readonly step: number,
  ) {
    this.batchOf = new Int32Array(memory.frames);
    trace.group(Group.Hints, "hints: from read to applied or dropped");
  }

  after(words: Words, index: number, number: number): void {
    const role = roles[kindOf(words, index)];
    if (role === Nothing) return;
    // An inflated page's order field is none: it is a page, order 0.
    const pfn = pfnOf(words, index), end = pfn + (1 << orderOf(words, index));
    if (pfn < 0) return;
    if (role === Begins) return this.begin(pfn, end, number);
    for (let page = pfn; page < Math.min(end, this.batchOf.length); page++) {
      this.settle(page, role === Applied ? "applied" : "dropped");
    }
  }

  finish(): void {
    for (const batch of this.batches.values()) this.write(batch);
  }

  private begin(pfn: number, end: number, number: number): void {
    const now = this.moment.ns, step = this.hints++ < HINTS_EXACT ? 0 : this.step;
    if (this.last === null || this.last.left === 0 || now >= this.last.from + step) {
      this.last = {
        event: number,
        from: now,
        blocks: 0,
        pages: 0,
        left: 0,
        applied: 0,
        dropped: 0,
        again: 0,
      };
      this.batches.set(number, this.last);
    }
    const batch = this.last;
    batch.blocks++;
    for (let page = pfn; page < Math.min(end, this.batchOf.length); page++) {
      if (this.batchOf[page] !== Nothing) this.settle(page, "again");
      this.batchOf[page] = batch.event;
      batch.pages++;
      batch.left++;
    }
  }

  private settle(page: number, how: "applied" | "dropped" | "again"): void {
    const batch = this.batches.get(this.batchOf[page]);
    if (batch === undefined) return;
    this.batchOf[page] = Nothing;
    batch[how]++;
    if (--batch.left > 0) return;
    this.batches.delete(batch.event);
    this.write(batch);
  }

  private write({ event, from, blocks, pages, left, applied, dropped, again }: Batch): void {
    const args = { event, blocks, pages, applied, dropped, again, waiting: left };
    this.trace.loose(Group.Hints, event, "hint", from, this.moment.ns, args);
  }
}
