/**
 * What a match keeps on its way through a trace: the machine, what each cpu is in the middle of, and
 * what is known of the trace that explains misses.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { actorOf, gapOf, kindOf, NONE, type Words } from "../../../events/log.ts";
import type { Machine } from "../../decide/machine.ts";
import type { Snapshot } from "../start/snapshot.ts";
import { Kswapd } from "./kswapd.ts";
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
  /** True if that hung on what a trace does not tell. */
  nearLimit = false;
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
  readonly work: readonly CpuWork[];
  readonly words: Words;
  readonly events: number;
  /** Events that were matched ahead of their turn. */
  readonly done: Uint8Array;
  /** The steal that the trace tells of and no removal has followed yet; NONE if there is none. */
  steal: number = NONE;
  /** True once a block of the highest order was seen where only chance puts it. */
  shuffled = false;
  /** True once a block was given back that had left the free lists without an event. */
  compacted = false;
  /** By zone: pages by which the free counter that the watermark check reads may lag (M3). */
  readonly slack: readonly number[];
  private readonly lanes: TraceWords["lanes"];

  constructor(
    readonly machine: Machine,
    { words, events, lanes }: TraceWords,
    { zones }: Snapshot,
  ) {
    this.words = words;
    this.events = events;
    this.lanes = lanes;
    this.slack = zones.map(({ pcp }) =>
      pcp.reduce((sum, { stat_threshold }) => sum + (stat_threshold ?? 0), 0)
    );
    this.tally = new Tally(machine.memory.frames);
    this.next = new NextEvents(words, events, machine.memory.frames);
    this.kswapd = new Kswapd(machine, { words, events, lanes });
    this.work = Array.from({ length: machine.memory.cpus }, () => new CpuWork());
    this.done = new Uint8Array(events);
  }

  /** The class of a miss that is none of a request's own, until the end shows what explains it. */
  get missClass(): MissClass {
    return "unexplained";
  }

  /** What the whole trace has shown explains the misses that nothing explained on the way. */
  end(): void {
    const compacts = this.compacted ||
      this.lanes.some(({ name }) => name.startsWith("kcompactd"));
    if (compacts) this.tally.explain("M2");
    else if (this.machine.memory.cpus > 1 && standsStill(this.words, this.events)) {
      this.tally.explain("M4");
    } else if (this.shuffled) this.tally.explain("M5");
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
