/**
 * How long the parts of a run took, by the gaps between its events alone: of a log that is dropped block by
 * block as it grows, too.
 * @module
 */
import { Kind, type KindName, kinds } from "../../events/kinds.ts";
import { gapOf, kindOf, pfnOf, valueOf, type Words } from "../../events/log.ts";

/** Times in ns; null for what did not happen. */
export interface Times {
  /** From the begin of the migration to the switch-over. */
  total: number | null;
  /** How long the guest stood still. */
  downtime: number | null;
  /** From the operator's word to the migration that waited for the balloon. */
  inflated: number | null;
  /** Of that: the guest takes pages, tells the host of them, and the host gives them back. */
  inflatedTaking: number | null;
  inflatedTelling: number | null;
  inflatedGiving: number | null;
  /** From the first request for a report of free pages to the last block that was told. */
  reported: number | null;
}

/** The names of the times, as files and `--json` have them. */
export const TIMES: readonly (keyof Times)[] = [
  "total",
  "downtime",
  "inflated",
  "inflatedTaking",
  "inflatedTelling",
  "inflatedGiving",
  "reported",
];

/** By kind: what the time before such an event is spent on while a balloon is inflated. */
const spentOn: Record<number, keyof Times> = {
  [Kind.PageInflated]: "inflatedTaking",
  [Kind.DescriptorFilled]: "inflatedTelling",
  [Kind.DescriptorReceived]: "inflatedTelling",
  [Kind.PageDiscarded]: "inflatedGiving",
};
for (const [name, { family }] of Object.entries(kinds)) {
  if (family === "allocator") spentOn[Kind[name as KindName]] = "inflatedTaking";
}
const NEVER = -1;

/** Goes along with a log from its first event on. */
export class TimesFold {
  /** The times so far. */
  readonly times: Times = {
    total: null,
    downtime: null,
    inflated: null,
    inflatedTaking: null,
    inflatedTelling: null,
    inflatedGiving: null,
    reported: null,
  };
  /** Events so far, rounds of the migration, hints that were read. */
  events = 0;
  rounds = 0;
  hints = 0;
  private now = 0;
  private begunAt = NEVER;
  private pausedAt = NEVER;
  private inflateAt = NEVER;
  private requestedAt = NEVER;

  /** The next `count` events, the first of `words`. */
  see(words: Words, count: number): void {
    for (let index = 0; index < count; index++) {
      const gap = gapOf(words, index), kind = kindOf(words, index);
      this.now += gap;
      if (this.inflateAt !== NEVER && this.begunAt === NEVER) this.spend(kind, gap);
      this.note(kind, words, index);
    }
    this.events += count;
  }

  private spend(kind: number, gap: number): void {
    const part = spentOn[kind];
    if (part !== undefined) this.times[part] = (this.times[part] ?? 0) + gap;
  }

  private note(kind: number, words: Words, index: number): void {
    const { times, now } = this;
    switch (kind) {
      case Kind.TimePassed:
        this.now += valueOf(words, index) * 2 ** 31 + pfnOf(words, index);
        return;
      case Kind.HintRead:
        this.hints++;
        return;
      case Kind.RoundBegun:
        this.rounds++;
        return;
      case Kind.ReportRequested:
        if (this.requestedAt === NEVER) this.requestedAt = now;
        return;
      case Kind.BlockReported:
        if (this.requestedAt !== NEVER && this.begunAt === NEVER) {
          times.reported = now - this.requestedAt;
        }
        return;
      case Kind.BalloonTargetSet:
        if (this.inflateAt === NEVER) this.inflateAt = now;
        return;
      case Kind.MigrationBegun:
        this.begunAt = now;
        if (this.inflateAt !== NEVER) times.inflated = now - this.inflateAt;
        return;
      case Kind.GuestPaused:
        this.pausedAt = now;
        return;
      case Kind.SwitchedOver:
        times.total = now - this.begunAt;
        return;
      case Kind.GuestResumed:
        times.downtime = now - this.pausedAt;
        return;
    }
  }
}
