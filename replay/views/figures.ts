/**
 * The figures of a run: what was sent, what was hinted, what the guest noticed. One pass over the log.
 *
 * They are those of the last migration that began; of the first, and of a log without one, whatever
 * happened before belongs to them. What counts what is in the folder `figures`, a file a part.
 * @module
 */
import { Kind } from "../../events/kinds.ts";
import { actorOf, kindOf, type Words } from "../../events/log.ts";
import type { MemoryView } from "../../core/state/memory.ts";
import { Scratch } from "../../core/state/scratch.ts";
import type { Fold } from "../fold.ts";
import { BuffersPart } from "./figures/buffers.ts";
import { DecisionsPart, emptyDecisions } from "./figures/decisions.ts";
import { emptyGuest, type GuestFigures, GuestPart } from "./figures/guest.ts";
import { emptyHints, type HintFigures, HintsPart } from "./figures/hints.ts";
import { HintingLanes } from "./figures/lanes.ts";
import {
  emptyMigration,
  type MigrationFigures,
  MigrationPart,
  type Wire,
} from "./figures/migration.ts";
import { type NotHinted, ReasonsPart } from "./figures/reasons.ts";

export type { GuestFigures, HintFigures, MigrationFigures, NotHinted, Wire };

/** Figures of one run. */
export interface Figures {
  migration: MigrationFigures;
  hints: HintFigures;
  guest: GuestFigures;
  /** Decisions of the allocator by kind of event. */
  decisions: Record<string, number>;
  /** Steals in a zone named Normal. */
  stealsInNormal: number;
  /** Decisions about blocks of the highest order that were asked for, or given back, as such. */
  ofTopOrder: number;
}

export function emptyFigures(): Figures {
  return {
    migration: emptyMigration(),
    hints: emptyHints(),
    guest: emptyGuest(),
    decisions: emptyDecisions(),
    stealsInNormal: 0,
    ofTopOrder: 0,
  };
}

/** By kind: 1 if a part asks before it is applied; 1 if hints, buffers or reasons are about it. */
const isAskedBefore = new Uint8Array(256), isOfHints = new Uint8Array(256);
for (
  const kind of [
    Kind.DescriptorReceived,
    Kind.HintApplied,
    Kind.PageAllocated,
    Kind.PageDiscarded,
  ]
) isAskedBefore[kind] = isOfHints[kind] = 1;
for (
  const kind of [
    Kind.AllocationFailed,
    Kind.ArrayBegun,
    Kind.BlocksCounted,
    Kind.BalloonTargetRead,
    Kind.BlockHeld,
    Kind.BlockIsolated,
    Kind.BlockUnlinked,
    Kind.DescriptorFilled,
    Kind.DeviceWrote,
    Kind.HintCallBegun,
    Kind.HintCallEnded,
    Kind.HintDropped,
    Kind.HintMarked,
    Kind.HintRead,
    Kind.IdRead,
    Kind.PageFreed,
    Kind.PageInflated,
    Kind.PageWritten,
    Kind.ReportBegan,
  ]
) isOfHints[kind] = 1;

/** A fold that gathers the figures of a whole log. */
export class FiguresFold implements Fold {
  private readonly hinting: HintingLanes;
  private readonly migration: MigrationPart;
  private readonly hints: HintsPart;
  private readonly buffers: BuffersPart;
  private readonly reasons: ReasonsPart;
  private readonly guest: GuestPart;
  private readonly decisions: DecisionsPart;

  /** @param scratch its arrays; they last until that is cleared */
  constructor(memory: MemoryView, wire: Wire, scratch = new Scratch()) {
    this.hinting = new HintingLanes(memory.geometry.lanes);
    this.migration = new MigrationPart(memory, wire);
    this.hints = new HintsPart(memory, scratch);
    this.buffers = new BuffersPart(this.hints.marks, this.hinting);
    this.reasons = new ReasonsPart(memory, this.hints.marks);
    this.guest = new GuestPart(memory, this.hinting, scratch);
    this.decisions = new DecisionsPart(memory);
  }

  before(words: Words, index: number): void {
    const kind = kindOf(words, index);
    if (isAskedBefore[kind] === 0) return;
    this.migration.before(kind);
    this.hints.before(words, index);
  }

  after(words: Words, index: number): void {
    const kind = kindOf(words, index);
    if (kind === Kind.MigrationBegun) this.begin();
    this.migration.after(kind, words, index);
    if (isOfHints[kind] === 1) {
      this.hinting.see(kind, words, index);
      this.buffers.after(kind, words, index);
      this.hints.after(words, index, this.migration.isOver);
      if (this.hinting.has(actorOf(words, index))) this.reasons.after(kind, words, index);
    }
    this.guest.after(kind, words, index);
    this.decisions.after(kind, words, index);
  }

  /** Call after the last event, once. */
  finish(): Figures {
    const notHinted = this.reasons.pages;
    const free = Object.values(notHinted).reduce((sum, pages) => sum + pages, 0);
    return {
      migration: this.migration.finish(),
      hints: {
        ...this.hints.finish(),
        freeNotHinted: this.reasons.isDone ? free : null,
        notHinted,
        bufferPages: this.buffers.peak,
      },
      guest: this.guest.finish(),
      decisions: this.decisions.finish(),
      stealsInNormal: this.decisions.stealsInNormal,
      ofTopOrder: this.decisions.ofTopOrder,
    };
  }

  private begin(): void {
    this.guest.begin();
    if (this.migration.begun === 0) return;
    this.hints.reset();
    this.buffers.reset();
    this.reasons.reset();
    this.guest.reset();
  }
}
