/**
 * A log narrowed to a few pages: what happened to them, in the words of a small world.
 *
 * Blocks become single pages; who took or wrote a page is the small world's task; syncs, ids, statuses and
 * rounds stay as they are; descriptors stay if they carry START, STOP or a hint of one of the pages. Locks fall
 * away: a log is cut where nobody is amid a step, at the event asked for or soon behind it. A driver amid a walk
 * of the free lists begins its call anew.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { kindOf, valueOf, type Words } from "../../../events/log.ts";
import { apply } from "../../state/apply.ts";
import type { Memory } from "../../state/memory.ts";
import { Status } from "../../state/views.ts";
import { Narrow } from "./narrow.ts";

/** Who does it in the small world. */
export type Part = "task" | "balloon" | "migration" | "queue";

/** What is to be done in the small world to come to the same state. */
export type Deed =
  | { readonly does: "take" | "free"; readonly part: Part; readonly page: number }
  | { readonly does: "record"; readonly part: Part; readonly kind: Kind; readonly pfn: number }
    & { readonly value: number; readonly order: number }
  /** The same, with a command id, counted from the first, in place of pfn or value. */
  | { readonly does: "id"; readonly part: Part; readonly kind: Kind; readonly id: number }
    & { readonly word: "pfn" | "value"; readonly other: number };

/** A log up to an event, narrowed. */
export interface Projected {
  readonly deeds: readonly Deed[];
  /** Event behind which the log was cut, by number. */
  readonly cut: number;
  readonly rounds: number;
}

/** Lanes of the log by what they do; every other lane is a task. */
export interface SourceLanes {
  readonly balloon: number;
  readonly migration: number;
  readonly queue: number;
}

/**
 * Narrows a log.
 * @param memory of the log's geometry, before its first event; it is replayed up to the cut
 * @param at the event to cut behind, by number
 * @throws RangeError if it carries what no small world can: a bitmap, a report, a balloon
 */
export function project(
  memory: Memory,
  words: Words,
  length: number,
  at: number,
  lanes: SourceLanes,
  pages: readonly number[],
): Projected {
  const narrow = new Narrow(memory, lanes, pages, firstId(words, length));
  let index = 0, ready = false;
  while (index < length && (index < at || !isAtRest(memory, lanes))) {
    if (ready) narrow.see(words, index);
    apply(memory, words, index++);
    if (!ready && memory.status[Status.Ready] !== 0) {
      ready = true;
      narrow.begin();
    }
  }
  return { deeds: narrow.end(), cut: index, rounds: memory.status[Status.Round] };
}

/** The id that the log's host issued first; 0 if it issued none. */
function firstId(words: Words, length: number): number {
  for (let index = 0; index < length; index++) {
    if (kindOf(words, index) === Kind.IdIssued) return valueOf(words, index);
  }
  return 0;
}

/** True where nobody is amid a step; a sender may hold the bitmap's lock between two pages. */
function isAtRest(memory: Memory, { migration }: SourceLanes): boolean {
  const { lockHolder, cpuIrqsOff, laneKind } = memory;
  const isBetween = laneKind[migration] === Kind.PagesSent ||
    laneKind[migration] === Kind.ZeroPagesSent || laneKind[migration] === Kind.LaneNoted;
  for (let lock = 0; lock < lockHolder.length; lock++) {
    const holder = lockHolder[lock];
    if (holder !== 0 && !(holder === migration + 1 && isBetween)) return false;
  }
  return cpuIrqsOff.every((holder) => holder === 0);
}
