/**
 * What an actor sees of a run: the machine, the parameters, and its own lane.
 * @module
 */
import type { Words } from "../../events/log.ts";
import type { Machine } from "../decide/machine.ts";
import type { MemoryView } from "../state/memory.ts";
import { drawBelow } from "./prng.ts";
import type { Design } from "./designs/design.ts";

/** Numbers of a run that several actors need; times in ns. */
export interface Settings {
  /** The seed of all chance. */
  readonly seed: number;
  /** Order of hinted blocks, and of the array's block; -1: the array lies outside the world. */
  readonly hintOrder: number;
  /** Order of the array's block. */
  readonly arrayOrder: number;
  /** The host is told what the kernel fills free pages with. */
  readonly poisonTold: boolean;
  /** How often a report of v33 calls for blocks. */
  readonly calls: number;
  /** Blocks of that order that a design which counts them leaves free. */
  readonly leaveBlocks: number;
  /** A bitmap is filled anew before the host has read it. */
  readonly reusesBuffer: boolean;
  /** Pages that a bitmap spans; absent: as many as it has bits. */
  readonly bitmapPages?: number;
  /** Blocks of one report of free pages; absent: 32, as Linux has it. */
  readonly reportBlocks?: number;
  /** Pages of the host's count (4 KiB) that one page of the guest is, where a balloon is concerned; absent: 1. */
  readonly pageUnits?: number;
  /** Pages that the balloon leaves the guest free. */
  readonly balloonLeavesPages: number;
  /** A call for blocks checks its order and context (the review of v33). */
  readonly reviewed: boolean;
  /** Where it comes from. */
  readonly calledFrom: "task" | "hardirq";
  /** Addresses are stored in the order of a big-endian guest. */
  readonly swapsAddresses: boolean;
  /** What the driver touches behind a hint. */
  readonly touches: "nothing" | "struct-page" | "content";
  /** Lanes by role; 0 where a run has none. */
  readonly balloonLane: number;
  /** The migration thread's. */
  readonly migrationLane: number;
  /** The thread's that takes what the guest queues. */
  readonly queueLane: number;
  /** The operator's of a world that is searched; absent or 0 in a run by time. */
  readonly operatorLane?: number;
  /** Lanes whose blocks are page cache: reclaim may take them. */
  readonly cacheLanes: readonly number[];
  /** When the migration begins. */
  readonly startNs: number;
  /** The downtime limit. */
  readonly downtimeNs: number;
  /** Rounds before it is raised, or the guest is stopped. */
  readonly roundsMax: number;
  /** How long the guest runs at the destination. */
  readonly afterNs: number;
  /** The rate limit's allowance of a window, in bytes; 0: none. */
  readonly windowBytes: number;
  /** Once the rounds are over the downtime limit is raised to this; 0: the guest is stopped. */
  readonly raisedNs: number;
  /** The migration may turn to postcopy: a capability that hosts look at. */
  readonly postcopy: boolean;
  /** The operator turns to postcopy so long after the begin; 0: never. */
  readonly postcopyNs: number;
  /** Auto-converge is on. */
  readonly autoConverge: boolean;
  /** The first migration ends so long after its begin, and how; 0: it does not. */
  readonly endNs: number;
  /** How it ends early. */
  readonly endsBy: "cancel" | "failure";
  /** Another migration begins so long after that; 0: none does. */
  readonly retryNs: number;
  /** Pages besides the guest's RAM that are to be sent in the first round. */
  readonly otherPages: number;
  /** What a zero page costs more that nothing had touched when the migration began. */
  readonly untouchedNs: number;
  /** Sending a page whole takes so long: the link's time or the scan, whichever is longer. */
  readonly sendNs: number;
  /** Pages that may be cleared, read and sent as one run. */
  readonly runPages: number;
  /**
   * `step`: what cannot be told apart by the clock is one step. `event`: every step that another
   * actor could come between is its own, and what the clock decides is a choice.
   */
  readonly grain: "step" | "event";
}

/** What an actor is handed. */
export interface Sim {
  /** Where events are recorded. */
  readonly machine: Machine;
  /** The state, to be read. */
  readonly view: MemoryView;
  /** Numbers of the run. */
  readonly settings: Settings;
  /** The design that it runs with. */
  readonly design: Design;
}

/** Who acts on a lane. An actor keeps nothing that cannot be rebuilt from the view, or by `recall`. */
export interface Actor {
  /** As the log calls its lane. */
  readonly name: string;
  /** Number of the guest's cpu, or `HOST_CPU` for a thread of the host. */
  readonly cpu: number;
  /** Virtual time in ns of the next step; Infinity while the actor waits for another. */
  due(sim: Sim, lane: number): number;
  /** Different next steps there are, for a search; a run by time takes number 0. */
  choices(sim: Sim, lane: number): number;
  /** Makes the next step: records at least one event. */
  step(sim: Sim, lane: number, choice: number): void;
  /** Rebuilds what the actor keeps from the next `events` events of a log that is taken up again. */
  recall?(sim: Sim, lane: number, words: Words, events: number): void;
}

/** Choices of an actor that decides nothing. */
export const noChoice = (): number => 1;

/** Draw number `which` of step number `step` of a lane, from 0 to `limit` - 1. */
export function chance(
  sim: Sim,
  lane: number,
  step: number,
  which: number,
  limit: number,
): number {
  return drawBelow(limit, sim.settings.seed, lane, step, which);
}
