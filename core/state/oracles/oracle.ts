/**
 * What an oracle of a search is: it looks at steps, ends and the whole, and says what is wrong. It knows
 * what must be true, and no bug. A new oracle is one file and one line where a search lists them.
 * @module
 */
import type { Words } from "../../../events/log.ts";
import type { Memory, MemoryView } from "../memory.ts";

/** A step, as an oracle sees it: some events of one lane. */
export interface Step {
  /** The state behind the step. */
  readonly view: MemoryView;
  /** The words that hold its events, from index `from` up to, not including, `until`. */
  readonly words: Words;
  readonly from: number;
  readonly until: number;
  /** Who took it. */
  readonly lane: number;
  /** The state before the step; costs a copy, so only for what is rare. */
  before(): Memory;
}

/** An oracle at work on one search. */
export interface Oracle {
  /** As cases and results name it. */
  readonly name: string;
  /** Judges a step. Allocates nothing while all is well. */
  after?(step: Step): string | null;
  /** Judges a state, whatever step led to it. Allocates nothing while all is well. */
  at?(view: MemoryView): string | null;
  /** Judges a state in which nobody can act any more. */
  atEnd?(view: MemoryView): string | null;
  /** What a state still owes, a bit each: what is owed all the way round a fair cycle is never given. */
  owed?(view: MemoryView): number;
  /** What a bit of `owed` stands for. */
  debt?(bits: number): string;
  /** Judges what all states together have shown. */
  atLast?(): string | null;
}
