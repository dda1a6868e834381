/**
 * What is known of one page's life: entries for its story, and facts for the conclusion.
 * @module
 */
import { DISCARDED, POISON, ZEROS } from "../../core/state/memory.ts";
import { eventName } from "../text.ts";

/** One line of the story; times in ns since the log began. */
export interface Entry {
  readonly event: number;
  readonly time: number;
  readonly who: string;
  /** What it is called when it is counted among others: `write`. */
  readonly noun: string;
  text: string;
  /** What stands at the line's end. */
  readonly right: string;
  /** True if the line stays when a long life is shortened. */
  readonly major: boolean;
}

/** What became of one hint that names the page. */
export interface Fate {
  readonly entry: Entry;
  readonly readAt: number;
  readonly readTime: number;
  readonly lane: number;
  readonly head: number;
  readonly order: number;
  /** Index in the caller's array, or among the blocks held. */
  readonly index: number;
  /** True if the block was allocated to be hinted. */
  readonly held: boolean;
  /** True if it is bits of a bitmap; `index` is then the first bit. */
  readonly marked: boolean;
  /** The lock it was read under, NONE if none, its name, and how long that was held. */
  readonly lock: number;
  readonly lockName: string;
  readonly under: string;
  lockNs: number | null;
  /** Entries that the call returned. */
  entries: number | null;
  slot: number;
  staleAt: number | null;
  staleTime: number;
  /** When it was handed out for the first time after the hint was used. */
  takenAt: number | null;
  takenTime: number;
  /** `applied`, or the reason why it was dropped. */
  used: string | null;
  usedAt: number;
  usedTime: number;
  round: number;
  /** True if the host skipped the page, false if nothing was left to skip. */
  skipped: boolean;
}

export interface Sync {
  readonly event: number;
  readonly sync: number;
}

export interface Sending {
  readonly event: number;
  readonly round: number;
  readonly zero: boolean;
}

/** The page at switch-over. */
export interface Switch {
  readonly event: number;
  readonly equal: boolean;
  /** Why the guest may not rely on it; null if it may. */
  readonly unreliable: string | null;
  readonly content: number;
  readonly arrived: number;
}

export interface Facts {
  readonly entries: Entry[];
  readonly fates: Fate[];
  readonly merges: Sync[];
  readonly sendings: Sending[];
  /** Who wrote last, and when. */
  lastWrite: { event: number; who: string } | null;
  /** When it went into the balloon for the first time; null if it never did. */
  inflatedAt: number | null;
  begun: boolean;
  begunTime: number;
  /** The first report of hints: when it was complete, and why the page was not in it. */
  report: { event: number; why: string } | null;
  switched: Switch | null;
}

/** What a page holds, in words. */
export function contentName(content: number): string {
  if (content > 0) return eventName(content);
  if (content === DISCARDED) return "zeros that the host put there";
  return content === ZEROS ? "zeros" : content === POISON ? "poison" : "old data";
}
