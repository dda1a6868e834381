/**
 * What a hinting design is, and what it may touch: the view, and commands.
 * A new design is one file and one line in `mod.ts`.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import type { Machine } from "../../decide/machine.ts";
import type { Geometry } from "../../state/geometry.ts";
import type { MemoryView } from "../../state/memory.ts";
import type { HintSpec } from "../scenario.ts";
import type { Actor, Settings } from "../sim.ts";
import type { World } from "../world.ts";

/** The balloon worker's desk: all that a design works with. */
export interface Driver {
  /** Where events are recorded. */
  readonly machine: Machine;
  /** Numbers of the run. */
  readonly settings: Settings;
}

/**
 * Phases of the balloon worker, as noted in its lane. A design owns the numbers from `Collect` to
 * `Collect + 7`.
 */
export const Worker = {
  Idle: 0,
  /** START is queued; the design collects. */
  Collect: 1,
  /** A hint is queued; the driver waits until the host has used it (`waitsOnAck`). */
  HintAck: 2,
  /** Where steps are fine: a block is in hand and to be queued; it is queued and to be held. First word: its pfn. */
  HintQueue: 3,
  HintHold: 4,
  /** The driver is being unloaded: what it holds goes back. */
  Unload: 9,
  /** START is queued; the driver waits until the host has used it. */
  StartAck: 10,
  /** The same with STOP; the first word stays. */
  StopAck: 11,
  /** Where steps are fine: START is filled, with the id in the driver's word, and to be queued. */
  StartQueue: 12,
  /** The design has collected all; STOP is to be queued. The first word stays as the design set it. */
  Stop: 13,
  /** What the design holds goes back; again the first word stays. */
  Release: 14,
  /** The driver is unloaded. */
  Gone: 15,
} as const;

/** A way to obtain and deliver hints. */
export interface Design {
  /** As commands and logs call it; it names the log's file. */
  readonly name: string;
  /** One line on what it is. */
  readonly title: string;
  /** False if the guest offers no hints: no ids are issued. */
  readonly hints: boolean;
  /** What a call returns, and the context it may be called in (review of v33, mail 3). */
  readonly returns: string;
  /** Where a call may come from. */
  readonly context: "task" | "any";
  /** The sizes of the array or bitmap that the host reads; none if it reads no guest memory. */
  array?(
    geometry: Omit<Geometry, "array">,
    hints: HintSpec,
  ): Partial<Pick<Geometry, "array" | "arraySpan" | "queue" | "device">>;
  /** Who takes the balloon worker's place, in designs that no command id asks. */
  worker?(cpu: number): Actor;
  /** Order from which on the allocator tells of free blocks (free page reporting). */
  reportOrder?(geometry: Geometry): number;
  /** The world as it would be had the design been at work before the log begins. */
  past?(world: World, geometry: Geometry, hints: HintSpec): World;
  /** What the next collecting step costs, in ns. */
  collectNs(driver: Driver, lane: number): number;
  /** One step of collecting; the design notes `Worker.Stop` when it has all. */
  collect(driver: Driver, lane: number): void;
  /** True if there is something to give back now. */
  canRelease(driver: Driver, lane: number): boolean;
  /** One step of giving back; the design notes `Worker.Idle` when nothing is left. */
  release(driver: Driver, lane: number): void;
  /** START names the driver's word, which the host reads when it receives it (Linux as written). */
  readonly idByReference: boolean;
  /** After START, each hint and STOP the driver waits until the host has used the buffer. */
  readonly waitsOnAck: boolean;
  /** The driver announces the id that it read last again and again, without a new request. */
  readonly repeatsId: boolean;
  /** True if what it holds goes back only when the host says that the migration is done. */
  readonly holdsUntilDone: boolean;
  /** The operator inflates the balloon before the migration begins, and deflates it behind it. */
  readonly balloons: boolean;
  /** Whether a balloon has the size that the host wants, or cannot get it. */
  isSettled?(view: MemoryView, lane: number): boolean;
  /** What memory pressure gets back from what the guest's driver holds. */
  readonly pressure: "nothing" | "shrinker" | "out of memory";
  /** The command id is read in the interrupt itself (Linux before January 2019), not by the work that it queues. */
  readonly readsConfigInIrq: boolean;
  /** Free pages are reported though the host does not know what they are filled with. */
  readonly reportsWithPoison: boolean;
  /** A balloon's pages go back on any reclaim (Linux 4.20 to 5.6), not only when memory is out. */
  readonly deflatesInShrinker: boolean;
  /** The shrinker counts blocks divided by their pages, not multiplied (Linux before commit c9a6820fc0da, 2019). */
  readonly miscountsBlocks: boolean;
  /** Who unloads the driver leaves its blocks where they are (Linux before February 2020). */
  readonly keepsBlocksOnRemove: boolean;
  /** The balloon's pages are allocated under the driver's lock (Linux before commit c7cdff0e8647, 2017). */
  readonly allocatesUnderLock: boolean;
  /** A page that was taken off the driver's list is taken off again as it goes into the balloon. */
  readonly unlinksTwice: boolean;
  /** The balloon's target is not rounded to whole pages of the guest (Linux before August 2023). */
  readonly ignoresPageSize: boolean;
  /** A pass through a list that ends with the list turns it at its own head (Linux before August 2020). */
  readonly turnsAtHead: boolean;
  /** False for a sketch that leaves flags, counters and lists apart: its faults are what it is kept for. */
  readonly keepsBooks: boolean;
}

/** What most designs answer; START carries a copy of the id, as before v37 brought the shared word. */
export const PLAIN = {
  hints: true,
  context: "task",
  idByReference: false,
  waitsOnAck: false,
  repeatsId: false,
  holdsUntilDone: false,
  balloons: false,
  pressure: "nothing",
  readsConfigInIrq: false,
  reportsWithPoison: false,
  deflatesInShrinker: false,
  miscountsBlocks: false,
  keepsBlocksOnRemove: false,
  allocatesUnderLock: false,
  unlinksTwice: false,
  ignoresPageSize: false,
  turnsAtHead: false,
  keepsBooks: true,
} as const;

/** What a design that no command id asks has to collect and to give back: nothing. */
export const NO_REPORT = {
  collectNs: (): number => 0,
  collect(): void {},
  canRelease: (): boolean => false,
  release(): void {},
} as const;

/** Notes a phase and two words in a lane. */
export function note(
  machine: Machine,
  lane: number,
  phase: number,
  first = 0,
  second = 0,
): void {
  machine.record(Kind.LaneNoted, lane, first, second, phase);
}
