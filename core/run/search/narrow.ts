/**
 * The narrowing itself: what an event of a log means to a few of its pages.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { actorOf, kindOf, orderOf, pfnOf, valueOf, type Words } from "../../../events/log.ts";
import { Message, messageOf, numberOf } from "../../decide/channel.ts";
import { isId } from "../../state/apply/channel.ts";
import { type Memory, orderOfBlock, State, stateOf } from "../../state/memory.ts";
import { Status } from "../../state/views.ts";
import { Stage } from "../actors/migration/stage.ts";
import { Worker } from "../designs/design.ts";
import type { Deed, Part, SourceLanes } from "./project.ts";

const HELD = 0x40000000, REFERENCE = 8, FREE = -1;
/** Descriptors of the small world. */
export const SLOTS = 8;

/** What happened to a few pages, as deeds in a small world. */
export class Narrow {
  private readonly deeds: Deed[] = [];
  private readonly owners: (Part | typeof FREE)[];
  /** Descriptors of the log that are kept: where they stand in the small world's queue. */
  private readonly slots = new Map<number, readonly number[]>();
  private filled = 0;
  private reclaimed = 0;
  /** Entries of the array in the making, and by page the entry that it stands in. */
  private entries = 0;
  private readonly entryOf: number[];

  constructor(
    private readonly memory: Memory,
    private readonly lanes: SourceLanes,
    private readonly pages: readonly number[],
    private readonly firstId: number,
  ) {
    this.owners = pages.map(() => FREE);
    this.entryOf = pages.map(() => -1);
  }

  /** The world is described: pages in use are a task's, which wrote them before. */
  begin(): void {
    this.pages.forEach((pfn, page) => {
      if (!isInUse(this.memory, pfn)) return;
      this.take(page, "task");
      this.record("task", Kind.PageWritten, page, 0);
    });
  }

  /** Before an event is applied. */
  see(words: Words, index: number): void {
    const kind = kindOf(words, index) as Kind, lane = actorOf(words, index);
    const pfn = pfnOf(words, index), value = valueOf(words, index), order = orderOf(words, index);
    switch (kind) {
      case Kind.PageAllocated:
        for (const page of this.in(pfn, order)) this.take(page, this.partOf(lane));
        return;
      case Kind.PageFreed:
        for (const page of this.in(pfn, order)) this.free(page);
        return;
      case Kind.PageWritten:
      case Kind.DeviceWrote:
        for (const page of this.in(pfn, order)) {
          this.record(kind === Kind.PageWritten ? "task" : "queue", kind, page, value);
        }
        return;
      case Kind.BlockHeld:
      case Kind.BlockReturned:
        for (const page of this.in(pfn, order)) this.record("balloon", kind, page, 0);
        return;
      case Kind.HintRead:
        for (const page of this.in(pfn, order)) this.hint(page, (value & HELD) !== 0);
        return;
      case Kind.HintCallBegun:
        this.entries = 0;
        return;
      case Kind.HintApplied:
        for (const page of this.in(pfn, order)) this.apply(page, kind, value < 0 ? -1 : 0, 0);
        return;
      case Kind.HintDropped:
        for (const page of this.in(pfn, order)) {
          this.apply(page, kind, value >>> 3 > 0 ? 0 : -1, value & 7);
        }
        return;
      case Kind.PageDiscarded:
        for (const page of this.in(pfn, order)) this.record("queue", kind, page, -1);
        return;
      case Kind.BitsCleared:
      case Kind.PagesRead:
      case Kind.PagesSent:
      case Kind.ZeroPagesSent:
        for (const page of this.within(pfn, value)) this.record("migration", kind, page, 1);
        return;
      case Kind.ChunkCleared:
        if (this.within(pfn, value).length > 0) this.whole(kind);
        return;
      case Kind.LogFetched:
      case Kind.RingHarvested:
      case Kind.LogMerged:
        return this.whole(kind);
      case Kind.IdIssued:
        return this.id("migration", kind, value, "value", 0);
      case Kind.IdRead:
        return this.id("balloon", kind, value, "value", 0);
      case Kind.StatusChanged:
        return this.record(lane === this.lanes.queue ? "queue" : "migration", kind, 0, value);
      case Kind.InterruptRaised:
      case Kind.LogArmed:
      case Kind.LogDisarmed:
      case Kind.MigrationBegun:
      case Kind.RoundBegun:
      case Kind.RoundEnded:
      case Kind.GuestPaused:
      case Kind.GuestResumed:
      case Kind.SwitchedOver:
      case Kind.MigrationCancelled:
      case Kind.MigrationFailed:
      case Kind.PostcopyBegun:
        return this.record("migration", kind, 0, value);
      case Kind.DescriptorFilled:
        return this.fill(pfn, value);
      case Kind.DescriptorQueued:
      case Kind.DescriptorReceived:
      case Kind.DescriptorUsed:
      case Kind.DescriptorReclaimed:
        return this.move(kind, value);
    }
  }

  /** What the lanes are about to do, noted as they note it themselves. */
  end(): readonly Deed[] {
    const { lanePhase, laneSecond } = this.memory, { balloon, migration } = this.lanes;
    const phase = lanePhase[balloon], stage = lanePhase[migration];
    const isKept = phase === Worker.Idle || phase === Worker.Collect || phase >= Worker.StartAck;
    this.record("balloon", Kind.LaneNoted, 0, 0, isKept ? phase : Worker.Collect);
    const isSending = stage === Stage.Look || stage === Stage.Wait;
    const second = stage === Stage.Send || isSending ? 0 : laneSecond[migration];
    this.record("migration", Kind.LaneNoted, 0, second, isSending ? Stage.Send : stage);
    return this.deeds;
  }

  private partOf(lane: number): Part {
    return lane === this.lanes.balloon ? "balloon" : "task";
  }

  /** The chosen pages of a block. */
  private in(pfn: number, order: number): number[] {
    return this.within(pfn, 1 << order);
  }

  private within(pfn: number, count: number): number[] {
    return this.pages.flatMap((page, at) => page >= pfn && page < pfn + count ? [at] : []);
  }

  private record(part: Part, kind: Kind, pfn: number, value: number, order = 0): void {
    this.deeds.push({ does: "record", part, kind, pfn, value, order });
  }

  private whole(kind: Kind): void {
    this.record("migration", kind, 0, this.pages.length);
  }

  private id(part: Part, kind: Kind, id: number, word: "pfn" | "value", other: number): void {
    const number = isId(id) ? (id >>> 0) - (this.firstId >>> 0) : -1 - id;
    this.deeds.push({ does: "id", part, kind, id: number, word, other });
  }

  private take(page: number, part: Part): void {
    if (this.owners[page] !== FREE) return;
    this.owners[page] = part;
    this.deeds.push({ does: "take", part, page });
  }

  private free(page: number): void {
    const part = this.owners[page];
    if (part === FREE) return;
    this.owners[page] = FREE;
    this.deeds.push({ does: "free", part, page });
  }

  private hint(page: number, held: boolean): void {
    this.entryOf[page] = held ? -1 : this.entries++;
    this.record("balloon", Kind.HintRead, page, held ? HELD : this.entryOf[page]);
  }

  private apply(page: number, kind: Kind, entry: number, why: number): void {
    const index = entry < 0 ? -1 : this.entryOf[page];
    this.record("queue", kind, page, kind === Kind.HintApplied ? index : why | ((index + 1) << 3));
  }

  private fill(pfn: number, word: number): void {
    const slot = this.memory.status[Status.Filled] % this.memory.geometry.queue;
    const first = this.filled;
    switch (messageOf(word)) {
      case Message.Start:
        this.id("balloon", Kind.DescriptorFilled, pfn, "pfn", Message.Start | (word & REFERENCE));
        this.filled++;
        break;
      case Message.Stop:
        this.record("balloon", Kind.DescriptorFilled, 0, word);
        this.filled++;
        break;
      case Message.Hint:
        for (const page of this.in(pfn, numberOf(word))) {
          this.record("balloon", Kind.DescriptorFilled, page, Message.Hint);
          this.filled++;
        }
        break;
      case Message.Array:
        if (this.entries === 0) break;
        this.record("balloon", Kind.DescriptorFilled, 0, Message.Array | (this.entries << 4));
        this.filled++;
        break;
      default:
        throw new RangeError("Cannot narrow the log: it has bitmaps, reports or a balloon");
    }
    if (this.filled - this.reclaimed > SLOTS) {
      throw new RangeError(`Cannot narrow the log: more than ${SLOTS} descriptors are out`);
    }
    const slots = Array.from(
      { length: this.filled - first },
      (_, at) => (first + at) % SLOTS,
    );
    if (slots.length > 0) this.slots.set(slot, slots);
  }

  private move(kind: Kind, slot: number): void {
    const part = kind === Kind.DescriptorReceived || kind === Kind.DescriptorUsed
      ? "queue"
      : "balloon";
    for (const small of this.slots.get(slot) ?? []) this.record(part, kind, 0, small);
    if (kind !== Kind.DescriptorReclaimed) return;
    this.reclaimed += this.slots.get(slot)?.length ?? 0;
    this.slots.delete(slot);
  }
}

/** True if a page belongs to a block in use. */
function isInUse({ block, orders }: Memory, pfn: number): boolean {
  for (let order = 0; order < orders; order++) {
    const word = block[pfn & ~((1 << order) - 1)];
    if (stateOf(word) === State.Used && orderOfBlock(word) >= order) return true;
  }
  return false;
}
