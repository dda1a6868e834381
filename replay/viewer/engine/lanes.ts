/**
 * Lanes of time: takes what the tracks of a Perfetto trace are given, and keeps it as columns.
 * @module
 */
import { type Args, Group, type Sink } from "../../export/perfetto/trace.ts";
import type { SpanLane } from "../protocol.ts";

/** Kinds of words that a lane may have; what comes later is called by the last. */
const WORDS_MAX = 60_000;
const OTHERS = "others";
/** Rows of hints that overlap each other. */
const HINT_ROWS = 4;
const MIGRATION_PAUSES = 2, MIGRATION_TURNS = 3;

const GROUPS: Readonly<Record<number, SpanLane["group"]>> = {
  [Group.Cpus]: "cpus",
  [Group.Locks]: "locks",
  [Group.Waits]: "waits",
  [Group.Migration]: "rounds",
  [Group.Hints]: "hints",
};

/** A lane that grows. */
class Lane {
  count = 0;
  private from = new Float64Array(64);
  private to = new Float64Array(64);
  private event = new Uint32Array(64);
  private word = new Uint16Array(64);
  private readonly words: string[] = [];
  private readonly numbers = new Map<string, number>();

  constructor(readonly name: string, readonly group: SpanLane["group"]) {}

  add(word: string, from: number, to: number, event: number): void {
    if (this.count === this.event.length) this.grow();
    const at = this.count++;
    this.from[at] = from;
    this.to[at] = to;
    this.event[at] = event;
    this.word[at] = this.numberOf(word);
  }

  /** A copy of it as it is. */
  view(): SpanLane {
    const { name, group, count, words } = this;
    return {
      name,
      group,
      from: this.from.slice(0, count),
      to: this.to.slice(0, count),
      event: this.event.slice(0, count),
      word: this.word.slice(0, count),
      words: [...words],
    };
  }

  private numberOf(word: string): number {
    const { numbers, words } = this, known = numbers.get(word);
    if (known !== undefined) return known;
    if (words.length === WORDS_MAX && word !== OTHERS) return this.numberOf(OTHERS);
    numbers.set(word, words.length);
    return words.push(word) - 1;
  }

  private grow(): void {
    const grown = <A extends Float64Array | Uint32Array | Uint16Array>(old: A, wide: A): A => {
      wide.set(old);
      return wide;
    };
    const length = this.event.length * 2;
    this.from = grown(this.from, new Float64Array(length));
    this.to = grown(this.to, new Float64Array(length));
    this.event = grown(this.event, new Uint32Array(length));
    this.word = grown(this.word, new Uint16Array(length));
  }
}

/** A span that may overlap others. */
interface Loose {
  readonly word: string;
  readonly from: number;
  readonly to: number;
  readonly event: number;
}

/** Lanes in the order in which their tracks are named. */
export class Lanes implements Sink {
  private readonly lanes = new Map<number, Lane>();
  private readonly hints: Loose[] = [];

  group(): void {}

  track(group: number, track: number, name: string): void {
    const isGuest = group === Group.Migration && track >= MIGRATION_PAUSES;
    this.lanes.set(keyOf(group, track), new Lane(name, isGuest ? "guest" : GROUPS[group]));
  }

  span(group: number, track: number, name: string, from: number, to: number, args: Args): void {
    const event = Number(args.event ?? args.longestEvent ?? 0);
    this.lanes.get(keyOf(group, track))?.add(name, from, to, event);
  }

  loose(_group: number, id: number, _name: string, from: number, to: number, args: Args): void {
    this.hints.push({ word: fateOf(args), from, to, event: id });
  }

  instant(group: number, _track: number, name: string, at: number, args: Args): void {
    this.span(group, MIGRATION_TURNS, name, at, at, args);
  }

  counter(): void {}

  /** Copies of all that have a span: cpus, locks, waits, migration, hints. */
  views(): SpanLane[] {
    const keys = [...this.lanes.keys()].sort((a, b) => a - b);
    const lanes = keys.map((key) => this.lanes.get(key)!).filter(({ count }) => count > 0);
    return [...lanes, ...this.hintRows()].map((lane) => lane.view());
  }

  /** Hints that overlap stand in rows; what finds no room in the last is not shown. */
  private hintRows(): Lane[] {
    const rows: Lane[] = [], ends: number[] = [];
    const sorted = [...this.hints].sort((a, b) => a.from - b.from || a.event - b.event);
    for (const { word, from, to, event } of sorted) {
      let row = ends.findIndex((end) => end <= from);
      if (row < 0 && rows.length < HINT_ROWS) {
        row = rows.push(new Lane("hints, read to applied", "hints")) - 1;
      }
      if (row < 0) continue;
      ends[row] = to;
      rows[row].add(word, from, to, event);
    }
    return rows;
  }
}

const keyOf = (group: number, track: number): number => group * 1024 + track;

/** What became of the hints of a span, in a word. */
function fateOf({ applied, dropped, again, waiting }: Args): string {
  const fates = [
    [applied, "applied"],
    [dropped, "dropped"],
    [again, "hinted again"],
    [waiting, "still waiting"],
  ].filter(([pages]) => Number(pages) > 0).map(([, word]) => word);
  return fates.join(", ") || "nothing left";
}
