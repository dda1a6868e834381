/**
 * The view `migration`: a line a round, what each sent and what hints saved it, the downtime, the total.
 *
 * JSON: `begun` (event or null), `rounds[]` (`round`, `begin`, `end` in ns since the begin or null,
 * `beginEvent`, `endEvent`, `dirtyAfterSync`, `pagesSent`, `pagesZero`, `bytes`, `pagesSkipped`,
 * `paused`), `total` (`pagesSent`, `pagesZero`, `pagesSkipped`, `otherBytes`, `bytes`, `ns`),
 * `downtimeNs` (or null), `outcome`.
 * @module
 */
import { Kind } from "../../events/kinds.ts";
import { kindOf, valueOf, type Words } from "../../events/log.ts";
import type { MemoryView } from "../../core/state/memory.ts";
import { Phase, Status } from "../../core/state/views.ts";
import type { KeptFold } from "../fold.ts";
import { bytes, count, eventName, many, span, table } from "../text.ts";
import type { Scene, Shown, View } from "./view.ts";

interface Round {
  round: number;
  begin: number | null;
  end: number | null;
  beginEvent: number | null;
  endEvent: number | null;
  dirtyAfterSync: number | null;
  pagesSent: number;
  pagesZero: number;
  pagesSkipped: number;
  paused: boolean;
}

type Kept = Pick<
  RoundsFold,
  "rounds" | "begun" | "begunAt" | "pausedAt" | "resumedAt" | "switchedAt"
>;

/** A row begins with the sync before its round: hints applied from then on save it pages. */
class RoundsFold implements KeptFold {
  rounds: Round[] = [];
  begun: number | null = null;
  begunAt = 0;
  pausedAt = -1;
  resumedAt = -1;
  switchedAt = -1;
  private dirty = 0;

  constructor(private readonly memory: MemoryView) {}

  before(words: Words, index: number): void {
    if (kindOf(words, index) === Kind.HintApplied) this.dirty = this.memory.status[Status.Dirty];
  }

  after(words: Words, index: number, number: number): void {
    const kind = kindOf(words, index);
    switch (kind) {
      case Kind.MigrationBegun:
        this.begun = number;
        this.begunAt = this.now();
        this.rounds = [];
        this.pausedAt = this.resumedAt = this.switchedAt = -1;
        return;
      case Kind.LogMerged:
        this.coming().dirtyAfterSync = this.memory.status[Status.Dirty];
        return;
      case Kind.RoundBegun: {
        const round = this.coming();
        round.round = valueOf(words, index);
        round.begin = this.now() - this.begunAt;
        round.beginEvent = number;
        round.paused = this.memory.status[Status.Paused] !== 0;
        return;
      }
      case Kind.RoundEnded:
        this.current().end = this.now() - this.begunAt;
        this.current().endEvent = number;
        return;
      case Kind.PagesSent:
        this.current().pagesSent += valueOf(words, index);
        return;
      case Kind.ZeroPagesSent:
        this.current().pagesZero += valueOf(words, index);
        return;
      case Kind.HintApplied:
        this.current().pagesSkipped += this.dirty - this.memory.status[Status.Dirty];
        return;
      case Kind.GuestPaused:
        this.pausedAt = this.now();
        return;
      case Kind.SwitchedOver:
        this.switchedAt = this.now();
        return;
      case Kind.GuestResumed:
        this.resumedAt = this.now();
        return;
    }
  }

  keep(): Kept {
    const { rounds, begun, begunAt, pausedAt, resumedAt, switchedAt } = this;
    return { rounds, begun, begunAt, pausedAt, resumedAt, switchedAt };
  }

  takeUp(kept: Kept): void {
    Object.assign(this, kept);
  }

  now(): number {
    return this.memory.now[0] ?? 0;
  }

  /** The row of the round under way, or that a sync has announced. */
  private current(): Round {
    return this.rounds[this.rounds.length - 1] ?? this.coming();
  }

  /** The row of the next round: new, unless the sync has made it. */
  private coming(): Round {
    const last = this.rounds[this.rounds.length - 1];
    if (last !== undefined && last.begin === null) return last;
    const round: Round = {
      round: (last?.round ?? 0) + 1,
      begin: null,
      end: null,
      beginEvent: null,
      endEvent: null,
      dirtyAfterSync: null,
      pagesSent: 0,
      pagesZero: 0,
      pagesSkipped: 0,
      paused: false,
    };
    this.rounds.push(round);
    return round;
  }
}

function jsonOf({ wire, memory }: Scene, fold: RoundsFold) {
  const sum = (part: (round: Round) => number): number =>
    fold.rounds.reduce((total, round) => total + part(round), 0);
  const bytesOf = (sent: number, zero: number): number =>
    sent * wire.pageBytes + zero * wire.zeroPageBytes;
  const pagesSent = sum((round) => round.pagesSent), pagesZero = sum((round) => round.pagesZero);
  const end = fold.switchedAt >= 0 ? fold.switchedAt : fold.now();
  const standing = fold.resumedAt >= 0 ? fold.resumedAt : fold.now();
  const phase = memory.status[Status.Phase];
  const names = Object.entries(Phase).find(([, number]) => number === phase)!;
  const otherBytes = fold.begun === null ? 0 : wire.otherBytes;
  return {
    begun: fold.begun,
    rounds: fold.rounds.map((round) => ({
      ...round,
      bytes: bytesOf(round.pagesSent, round.pagesZero),
    })),
    total: {
      pagesSent,
      pagesZero,
      pagesSkipped: sum((round) => round.pagesSkipped),
      otherBytes,
      bytes: bytesOf(pagesSent, pagesZero) + otherBytes,
      ns: fold.begun === null ? 0 : end - fold.begunAt,
    },
    downtimeNs: fold.pausedAt < 0 ? null : standing - fold.pausedAt,
    outcome: names[0].toLowerCase(),
  };
}

type Rounds = ReturnType<typeof jsonOf>;

function textOf({ begun, rounds, total, downtimeNs, outcome }: Rounds): string {
  if (begun === null) return "No migration has begun.";
  const rows = rounds.map((round) => [
    `${round.begin === null ? "next" : round.round}${round.paused ? " paused" : ""}`,
    round.begin === null ? "-" : span(round.begin),
    round.end === null ? "-" : span(round.end),
    round.dirtyAfterSync === null ? "-" : count(round.dirtyAfterSync),
    count(round.pagesSkipped),
    count(round.pagesSent),
    count(round.pagesZero),
    bytes(round.bytes),
  ]);
  const head = ["round", "begin", "end", "dirty", "skipped", "sent", "zero", "bytes"];
  return [
    `Migration begun at ${eventName(begun)}; times since then, pages of 4 KiB.`,
    "",
    ...table([head, ...rows]),
    "",
    `total     ${count(total.bytes)} bytes in ${span(total.ns)}: ` +
    `${many(total.pagesSent, "page")}, ${many(total.pagesZero, "zero page")},`,
    `          ${count(total.otherBytes)} bytes of all else; ` +
    `${many(total.pagesSkipped, "page")} skipped by hints`,
    `downtime  ${downtimeNs === null ? "none yet" : span(downtimeNs)}`,
    `outcome   ${outcome}`,
    "",
    "dirty = pages to send after the sync; skipped = their bits that hints cleared.",
  ].join("\n");
}

export const migration: View = {
  name: "migration",
  sentence: "a line a round: begin, end, dirty after the sync, skipped by hints, sent, bytes",
  kept: true,
  begin(scene) {
    const fold = new RoundsFold(scene.memory);
    return {
      fold,
      show(): Shown {
        const json = jsonOf(scene, fold);
        return { json, text: textOf(json) };
      },
    };
  },
};
