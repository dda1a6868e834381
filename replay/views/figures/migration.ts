/**
 * Figures of the migration: what was sent, in how many rounds and how long, and what was lost.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { valueOf, type Words } from "../../../events/log.ts";
import type { MemoryView } from "../../../core/state/memory.ts";
import { lostPages } from "../../../core/state/oracles/lost.ts";
import { Status } from "../../../core/state/views.ts";

/** Bytes on the wire. */
export interface Wire {
  readonly pageBytes: number;
  readonly zeroPageBytes: number;
  readonly otherBytes: number;
}

/** Times in ns. */
export interface MigrationFigures {
  bytes: number;
  pagesSent: number;
  pagesZero: number;
  /** Pages whose bit a hint cleared; those written later were sent after all. */
  pagesSkipped: number;
  rounds: number;
  /** How long the operator inflated a balloon before the migration began. */
  inflatedNs: number;
  /** From the begin of the migration to the switch-over. */
  totalNs: number;
  /** How long the guest stood still. */
  downtimeNs: number;
  /** Pages that the guest may rely on and that differ at the destination at switch-over. */
  lostPages: number;
}

export const emptyMigration = (): MigrationFigures => ({
  bytes: 0,
  pagesSent: 0,
  pagesZero: 0,
  pagesSkipped: 0,
  rounds: 0,
  inflatedNs: 0,
  totalNs: 0,
  downtimeNs: 0,
  lostPages: 0,
});

const NOT_ASKED = -1;

export class MigrationPart {
  readonly result = emptyMigration();
  begun = 0;
  isOver = false;
  private begunAt = 0;
  private askedAt = NOT_ASKED;
  private pausedAt = 0;
  private dirtyBefore = 0;

  constructor(private readonly memory: MemoryView, private readonly wire: Wire) {}

  before(kind: number): void {
    if (kind === Kind.HintApplied) this.dirtyBefore = this.memory.status[Status.Dirty];
  }

  after(kind: number, words: Words, index: number): void {
    const { memory, result } = this;
    switch (kind) {
      case Kind.BalloonTargetSet:
        if (this.begun === 0 && valueOf(words, index) > 0) this.askedAt = memory.now[0];
        return;
      case Kind.PagesSent:
        result.pagesSent += valueOf(words, index);
        return;
      case Kind.ZeroPagesSent:
        result.pagesZero += valueOf(words, index);
        return;
      case Kind.HintApplied:
        result.pagesSkipped += this.dirtyBefore - memory.status[Status.Dirty];
        return;
      case Kind.RoundBegun:
        result.rounds++;
        return;
      case Kind.MigrationBegun:
        return this.begin();
      case Kind.GuestPaused:
        this.pausedAt = memory.now[0];
        return;
      case Kind.SwitchedOver:
        this.isOver = true;
        result.lostPages = lostPages(memory);
        result.totalNs = memory.now[0] - this.begunAt;
        return;
      case Kind.GuestResumed:
        result.downtimeNs = memory.now[0] - this.pausedAt;
        return;
    }
  }

  finish(): MigrationFigures {
    const { result, wire } = this;
    result.bytes = result.pagesSent * wire.pageBytes + result.pagesZero * wire.zeroPageBytes +
      (this.begun > 0 ? wire.otherBytes : 0);
    return result;
  }

  private begin(): void {
    this.begun++;
    this.isOver = false;
    this.begunAt = this.memory.now[0];
    if (this.askedAt !== NOT_ASKED) this.result.inflatedNs = this.begunAt - this.askedAt;
    this.askedAt = NOT_ASKED;
    const { result } = this;
    result.pagesSent =
      result.pagesZero =
      result.pagesSkipped =
      result.rounds =
        0;
    result.totalNs = result.downtimeNs = result.lostPages = 0;
  }
}
