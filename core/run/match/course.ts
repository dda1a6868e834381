/**
 * What a match keeps on its way through a trace: the machine, what each cpu is in the middle of, and
 * what is known of the trace that explains misses.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { actorOf, gapOf, kindOf, NONE, type Words } from "../../../events/log.ts";
import type { Machine } from "../../decide/machine.ts";
import type { Snapshot } from "./snapshot.ts";
import { NextEvents } from "./next_event.ts";
import { type MissClass, Tally } from "./tally.ts";

const PLAN_MAX = 1 << 12;
const STANDING_MIN = 64; // events of one time, before a clock is said to stand still

/** What a cpu is in the middle of. */
export class CpuWork {
  /** Blocks refilled since the last allocation, and for which list. */
  refilled = 0;
  list: number = NONE;
  /** The zone that the request under way was predicted to use; NONE if nothing was predicted. */
  zone: number = NONE;
  /** Lists that the blocks of the drain under way leave: how many, and how many have left. */
  readonly plan = new Int32Array(PLAN_MAX);
  planned = 0;
  drained = 0;
}

/** What the names of tasks and the times of a trace say of it. */
export interface TraceTraits {
  /** Lanes of tasks that compact memory. */
  readonly compacts: boolean;
}

export class Course {
  readonly tally: Tally;
  readonly next: NextEvents;
  readonly work: readonly CpuWork[];
  /** Events that were matched ahead of their turn. */
  readonly done: Uint8Array;
  /** The steal that the trace tells of and no removal has followed yet; NONE if there is none. */
  steal: number = NONE;
  /** True once a block of the highest order was seen where only chance puts it. */
  shuffled = false;
  /** By zone: pages by which the free counter that the watermark check reads may lag (M3). */
  readonly slack: readonly number[];
  private readonly standing: boolean;

  constructor(
    readonly machine: Machine,
    readonly words: Words,
    readonly events: number,
    private readonly traits: TraceTraits,
    { zones }: Snapshot,
  ) {
    this.slack = zones.map(({ pcp }) =>
      pcp.reduce((sum, { stat_threshold }) => sum + (stat_threshold ?? 0), 0)
    );
    this.tally = new Tally(machine.memory.frames);
    this.next = new NextEvents(words, events, machine.memory.frames);
    this.work = Array.from({ length: machine.memory.cpus }, () => new CpuWork());
    this.done = new Uint8Array(events);
    this.standing = machine.memory.cpus > 1 && standsStill(words, events);
  }

  /** The class of a miss that is none of a request's own. */
  get missClass(): MissClass {
    if (this.shuffled) return "M5";
    if (this.traits.compacts) return "M2";
    return this.standing ? "M4" : "unexplained";
  }

  lane(index: number): number {
    return actorOf(this.words, index);
  }
}

/** True if many events in a row have one time: the texts of two cpus are not merged truly then. */
function standsStill(words: Words, events: number): boolean {
  let run = 0;
  for (let index = 0; index < events; index++) {
    run = gapOf(words, index) === 0 && kindOf(words, index) !== Kind.ClockSteppedBack ? run + 1 : 0;
    if (run >= STANDING_MIN) return true;
  }
  return false;
}
