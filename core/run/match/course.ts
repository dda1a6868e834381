/**
 * What a match keeps on its way through a trace: the machine, what each cpu is in the middle of, and
 * what is known of the trace that explains misses.
 * @module
 */
import { actorOf, cpuOf, gapOf, NONE, type Words } from "../../../events/log.ts";
import type { Machine } from "../../decide/machine.ts";
import type { Snapshot } from "../start/snapshot.ts";
import { Counters } from "./counters.ts";
import { Kswapd } from "./kswapd.ts";
import { NextEvents } from "./next_event.ts";
import { Sure } from "./sure.ts";
import { type MissClass, Tally } from "./tally.ts";

const PLAN_MAX = 1 << 12;

/** What a cpu is in the middle of. */
export class CpuWork {
  /** Blocks refilled since the last allocation, and for which list. */
  refilled = 0;
  list: number = NONE;
  /** The zone that the request under way was predicted to use; NONE if nothing was predicted. */
  zone: number = NONE;
  /** True if that hung on what a trace does not tell. */
  nearLimit = false;
  /** Pages that the refill under way has taken, and from which zone: counted when it is done. */
  taken = 0;
  takenFrom = 0;
  /** Pages that a bulk allocation under way hands out, and whether its begin has told. */
  bulk = 0;
  asked = false;
  /** Lists that the blocks of the drain under way leave: how many, and how many have left. */
  readonly plan = new Int32Array(PLAN_MAX);
  planned = 0;
  drained = 0;
}

/** A trace that was imported: words of its log, and the lanes of its tasks. */
export interface TraceWords {
  readonly words: Words;
  readonly events: number;
  /** Names of the lanes. */
  readonly lanes: readonly { readonly name: string }[];
}

export class Course {
  readonly tally: Tally;
  readonly next: NextEvents;
  readonly kswapd: Kswapd;
  readonly counters: Counters;
  readonly work: readonly CpuWork[];
  readonly words: Words;
  readonly events: number;
  /** Events that were matched ahead of their turn. */
  readonly done: Uint8Array;
  /** The steal that the trace tells of and no removal has followed yet; NONE if there is none. */
  steal: number = NONE;
  /** The event under way. */
  at = 0;
  /** If the lists are learned from the trace: what of them is sure. */
  readonly sure: Sure | null;
  /** Blocks that had left the free lists without an event. */
  isolated = 0;
  /** Most events in a row, of two cpus, that had one time. */
  readonly standing: number;
  /** By event: 1 if another cpu has one of the same time. */
  private readonly tied: Uint8Array;

  constructor(
    readonly machine: Machine,
    { words, events, lanes }: TraceWords,
    start: Snapshot,
    isLearned: boolean,
  ) {
    this.words = words;
    this.events = events;
    this.counters = new Counters(machine.memory, start);
    this.tally = new Tally(machine.memory.frames);
    this.next = new NextEvents(words, events, machine.memory.frames);
    this.kswapd = new Kswapd(machine, { words, events, lanes }, this.tally.read);
    this.work = Array.from({ length: machine.memory.cpus }, () => new CpuWork());
    this.done = new Uint8Array(events);
    const { tied, longest } = tiedEvents(words, events);
    this.tied = tied;
    this.sure = isLearned ? new Sure(machine.memory) : null;
    this.standing = longest;
  }

  /**
   * The class of a miss at the event under way that is none of a request's own: texts of two cpus are
   * not merged truly where their times are equal, or stand still (M4).
   */
  get classAt(): MissClass {
    return this.isTied ? "M4" : "unexplained";
  }

  /** True if the event under way has the time of another cpu's. */
  get isTied(): boolean {
    return this.tied[this.at] === 1;
  }

  /** A refill is done: the zone's counter learns of all its pages at once (rmqueue_bulk). */
  endTaking(cpu: number): void {
    const work = this.work[cpu];
    this.counters.change(work.takenFrom, cpu, -work.taken);
    work.taken = 0;
  }

  lane(index: number): number {
    return actorOf(this.words, index);
  }
}

/** By event: 1 if it has the time of an event of another cpu. */
function tiedEvents(words: Words, events: number): { tied: Uint8Array; longest: number } {
  const tied = new Uint8Array(events);
  let longest = 0;
  for (let from = 0, until = 1; from < events; from = until++) {
    let isTied = false;
    while (until < events && gapOf(words, until) === 0) {
      isTied ||= cpuOf(words, until) !== cpuOf(words, from);
      until++;
    }
    if (!isTied) continue;
    tied.fill(1, from, until);
    longest = Math.max(longest, until - from);
  }
  return { tied, longest };
}
