/**
 * Two logs' cursors: where the other log is to stand when one stands somewhere.
 * @module
 */
import type { Stand } from "../protocol.ts";
import type { Wish } from "./wish.ts";

export type Tie = "event" | "time" | "parting" | "free";
export const TIE_NAMES: readonly Tie[] = ["event", "time", "parting", "free"];

/** Where two logs part: in both it is the event of this number; before it they are the same. */
export interface PartedAt {
  readonly event: number;
  /** The time of that event in the log that leads, and in the one that follows. */
  readonly time: number;
  readonly otherTime: number;
}

/** Null: it stays where it is. */
export function followerWish(tie: Tie, lead: Stand, parted: PartedAt | null): Wish | null {
  switch (tie) {
    case "free":
      return null;
    case "event":
      return { event: lead.event };
    case "time":
      return { time: lead.time };
    case "parting":
      if (parted === null || lead.event <= parted.event) return { event: lead.event };
      return { time: parted.otherTime + (lead.time - parted.time) };
  }
}

export interface Compared {
  /** A 1 for each page that differs, for either log's map. */
  readonly marks: Uint8Array;
  readonly differing: number;
}

/** Pages whose signs differ; a page that only one log has differs. */
export function compared(a: Uint32Array, b: Uint32Array): Compared {
  const most = Math.max(a.length, b.length), least = Math.min(a.length, b.length);
  const marks = new Uint8Array(most).fill(1, least);
  let differing = most - least;
  for (let page = 0; page < least; page++) {
    if (a[page] === b[page]) continue;
    marks[page] = 1;
    differing++;
  }
  return { marks, differing };
}
