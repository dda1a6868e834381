/**
 * The time course of a migration, for a picture: free, held, dirty and remaining pages in samples,
 * rounds, hints, and when the guest stood still. Of the last migration that began.
 * @module
 */
import { Kind } from "../../events/kinds.ts";
import { kindOf, orderOf, valueOf, type Words } from "../../events/log.ts";
import type { MemoryView } from "../../core/state/memory.ts";
import { Status } from "../../core/state/views.ts";
import type { Fold } from "../fold.ts";
import { HeldPages } from "./held_pages.ts";
import { LoggedPages } from "./logged_pages.ts";
import { Samples, type Series } from "./samples.ts";

/** What is drawn as a line, in pages. */
export const SERIES = ["free", "held", "dirty", "remaining"] as const;
export type SeriesName = typeof SERIES[number];
const Free = 0, Held = 1, Dirty = 2, Remaining = 3;
const SAMPLES_MAX = 600;

/** From a time to another, or to the log's end. */
export interface Span {
  readonly from: number;
  to: number;
}

export interface RoundSpan extends Span {
  readonly round: number;
}

/** What the migration came to, and when; none while it is under way. */
export interface Turn {
  readonly name: "postcopy" | "switched over" | "cancelled" | "failed";
  readonly at: number;
}

/** All times in ns since the migration began. */
export interface Course {
  /** Length of a sample; sample `i` begins at `i * sampleNs`. */
  readonly sampleNs: number;
  readonly series: Readonly<Record<SeriesName, Series>>;
  /** Pages hinted, by sample. */
  readonly hinted: readonly number[];
  readonly rounds: readonly RoundSpan[];
  /** When the guest stood still. */
  readonly pauses: readonly Span[];
  readonly hints: { readonly first: number; readonly last: number } | null;
  readonly turns: readonly Turn[];
  /** Where the log ends. */
  readonly endNs: number;
}

/** A fold that gathers a course; it holds nothing until a migration begins. */
export class CourseFold implements Fold {
  private readonly samples = new Samples(SERIES.length, SAMPLES_MAX);
  private readonly logged: LoggedPages;
  private readonly held: HeldPages;
  private begunAt = -1;
  private rounds: RoundSpan[] = [];
  private pauses: Span[] = [];
  private turns: Turn[] = [];
  private hintFirst = -1;
  private hintLast = -1;

  /** @param holder the lane whose pages are those that the design holds */
  constructor(private readonly memory: MemoryView, holder: number) {
    this.logged = new LoggedPages(memory);
    this.held = new HeldPages(memory, holder);
  }

  before(words: Words, index: number): void {
    this.logged.before(words, index);
    this.held.before(words, index);
  }

  after(words: Words, index: number): void {
    this.logged.after(words, index);
    this.held.after(words, index);
    const kind = kindOf(words, index);
    if (kind === Kind.MigrationBegun) this.begin();
    if (this.begunAt < 0) return;
    this.note();
    const ns = this.ns();
    switch (kind) {
      case Kind.RoundBegun:
        end(this.rounds, ns);
        this.rounds.push({ round: valueOf(words, index), from: ns, to: Infinity });
        return;
      case Kind.RoundEnded:
        end(this.rounds, ns);
        return;
      case Kind.GuestPaused:
        end(this.pauses, ns);
        this.pauses.push({ from: ns, to: Infinity });
        return;
      case Kind.GuestResumed:
        end(this.pauses, ns);
        return;
      case Kind.HintRead:
      case Kind.HintMarked:
        if (this.hintFirst < 0) this.hintFirst = ns;
        this.hintLast = ns;
        this.samples.add(1 << orderOf(words, index));
        return;
      case Kind.PostcopyBegun:
        this.turns.push({ name: "postcopy", at: ns });
        return;
      case Kind.SwitchedOver:
        this.turns.push({ name: "switched over", at: ns });
        return;
      case Kind.MigrationCancelled:
        this.turns.push({ name: "cancelled", at: ns });
        return;
      case Kind.MigrationFailed:
        this.turns.push({ name: "failed", at: ns });
        return;
    }
  }

  /** Call after the last event; null if no migration began. */
  finish(): Course | null {
    if (this.begunAt < 0) return null;
    const { samples } = this;
    const endNs = this.ns();
    end(this.rounds, endNs);
    end(this.pauses, endNs);
    return {
      sampleNs: samples.widthNs,
      series: {
        free: samples.seriesOf(Free),
        held: samples.seriesOf(Held),
        dirty: samples.seriesOf(Dirty),
        remaining: samples.seriesOf(Remaining),
      },
      hinted: samples.tallies(),
      rounds: this.rounds,
      pauses: this.pauses,
      hints: this.hintFirst < 0 ? null : { first: this.hintFirst, last: this.hintLast },
      turns: this.turns,
      endNs,
    };
  }

  private begin(): void {
    this.begunAt = this.memory.now[0] ?? 0;
    this.samples.clear();
    this.rounds = [];
    this.pauses = [];
    this.turns = [];
    this.hintFirst = this.hintLast = -1;
  }

  private note(): void {
    const { zoneFree, status } = this.memory;
    const { now } = this.samples;
    let free = 0;
    for (let zone = 0; zone < zoneFree.length; zone++) free += zoneFree[zone];
    now[Free] = free;
    now[Held] = this.held.pages;
    now[Dirty] = this.logged.pages;
    now[Remaining] = status[Status.Dirty];
    this.samples.note(this.ns());
  }

  private ns(): number {
    return (this.memory.now[0] ?? 0) - this.begunAt;
  }
}

/** Ends the span that was begun last, unless it has ended. */
function end(spans: readonly Span[], ns: number): void {
  const last = spans[spans.length - 1];
  if (last !== undefined && last.to === Infinity) last.to = ns;
}
