/**
 * Where two logs part: the first event, the first page, the first decision. Nothing is replayed: what
 * is equal is passed over block by block (`diff/blocks.ts`), the rest read side by side, a block of
 * each in memory.
 * @module
 */
import { Kind, type KindName, kinds } from "../events/kinds.ts";
import { kindOf, STRIDE } from "../events/log.ts";
import type { Blocks } from "./replay.ts";

const KINDS = 256;
const GAP = 3; // the word that tells time

/** An event of a log, with a copy of its words. */
export interface Side {
  readonly number: number;
  readonly words: Int32Array;
}

/** Where two streams of events first differ; a side is null if its stream has ended by then. */
export interface Parting {
  readonly a: Side | null;
  readonly b: Side | null;
}

/** Kinds by number: 1 if events of the kind are looked at. */
export type Chosen = Uint8Array;

/** The kinds whose name and row a test lets through. */
export function chosenKinds(test: (name: KindName, number: number) => boolean): Chosen {
  const chosen = new Uint8Array(KINDS);
  for (const name of Object.keys(kinds) as KindName[]) {
    if (test(name, Kind[name])) chosen[Kind[name]] = 1;
  }
  return chosen;
}

/** Every kind. */
export const ALL_KINDS: Chosen = new Uint8Array(KINDS).fill(1);

/** Kinds that name a page frame. Of descriptors not all do; what they carry is named by hints too. */
export const PAGE_KINDS: Chosen = chosenKinds((name) =>
  kinds[name].family !== "channel" &&
  kinds[name].fields.some(({ word, form }) => word === "pfn" && form === "frame")
);

/** Goes through the chosen events of one log, from a number on. */
class Cursor {
  words: Int32Array = new Int32Array(0);
  index = -1;
  private block = -1;
  private base = 0;
  private until = 0;

  constructor(
    private readonly log: Blocks,
    private readonly chosen: Chosen,
    private readonly from: number,
  ) {}

  get number(): number {
    return this.base + this.index + 1;
  }

  /** Goes to the next chosen event; false if there is none. */
  advance(): boolean {
    for (;;) {
      while (++this.index < this.until) {
        if (this.chosen[kindOf(this.words, this.index)] !== 0) return true;
      }
      if (!this.load()) return false;
    }
  }

  private load(): boolean {
    const { log } = this;
    for (this.block++; this.block < log.blocks; this.block++) {
      const end = this.block + 1 < log.blocks ? log.baseOf(this.block + 1) : log.events;
      if (end < this.from) continue;
      this.base = log.baseOf(this.block);
      this.words = log.wordsOf(this.block);
      this.until = end - this.base;
      this.index = Math.max(0, this.from - this.base - 1) - 1;
      return true;
    }
    return false;
  }

  side(): Side {
    const at = this.index * STRIDE;
    return { number: this.number, words: this.words.slice(at, at + STRIDE) };
  }
}

/**
 * The first difference between the chosen events of two logs.
 * @param from events before this number are known to be the same
 * @param timed true if the times between events count too
 * @returns null if there is none
 */
export function partingOf(
  a: Blocks,
  b: Blocks,
  chosen: Chosen,
  from: number,
  timed: boolean,
): Parting | null {
  const left = new Cursor(a, chosen, from), right = new Cursor(b, chosen, from);
  const compared = timed ? STRIDE : GAP;
  for (;;) {
    const hasLeft = left.advance(), hasRight = right.advance();
    if (!hasLeft && !hasRight) return null;
    if (hasLeft && hasRight && equal(left, right, compared)) continue;
    return { a: hasLeft ? left.side() : null, b: hasRight ? right.side() : null };
  }
}

function equal(left: Cursor, right: Cursor, compared: number): boolean {
  const mine = left.words, theirs = right.words;
  const at = left.index * STRIDE, other = right.index * STRIDE;
  return mine[at] === theirs[other] && mine[at + 1] === theirs[other + 1] &&
    mine[at + 2] === theirs[other + 2] && (compared === GAP || mine[at + 3] === theirs[other + 3]);
}

/** What of two headers may make the runs decide differently. */
export type Difference =
  | "design"
  | "profile"
  | "host"
  | "scenario"
  | "seed"
  | "geometry"
  | "actors";

/**
 * The decisions of whoever the headers say differs: those of a design are its hints, of a profile all
 * of the allocator's events, of a host the channel's, the dirty log's and the migration's; of a
 * scenario or seed, or where headers do not differ, everybody's.
 */
export function decisionsOf(differ: readonly Difference[]): { chosen: Chosen; whose: string } {
  const families: Readonly<Partial<Record<Difference, readonly string[]>>> = {
    design: ["hints"],
    profile: ["allocator"],
    host: ["channel", "dirty log", "migration"],
  };
  const who = (Object.keys(families) as Difference[]).filter((name) => differ.includes(name));
  if (who.length === 0) return { chosen: everybodys, whose: "anybody" };
  const chosen = chosenKinds((name) => {
    const { family, role } = kinds[name];
    return who.some((one) =>
      families[one]!.includes(family) && (role === "decision" || one === "profile")
    );
  });
  return { chosen, whose: who.map((one) => `the ${one}`).join(" or ") };
}

/** Every decision; notes of a lane are bookkeeping. */
export const everybodys: Chosen = chosenKinds((name) =>
  kinds[name].role === "decision" && name !== "LaneNoted"
);
