/**
 * How far a search goes, and what of the guest a searched world may set.
 * @module
 */
import type { MemoryInit } from "../../decide/contents.ts";
import type { Settings } from "../sim.ts";

/** Bounds of a search. */
export interface Bounds {
  /** Pages of the guest, and how many of them, the last ones, are in use and nobody's to take. */
  readonly pages: number;
  readonly used: number;
  readonly cpus: number;
  /** Tasks that take pages, write them and give them back. */
  readonly tasks: number;
  /** Rounds before the guest is stopped; the last round comes on top. 0: there is no migration. */
  readonly rounds: number;
  /** Writes of each task. */
  readonly writes: number;
  /** Blocks that the shrinker gives back. */
  readonly returns: number;
  /** Descriptors of the queue. */
  readonly queue: number;
  /** A write may also be of zeros. */
  readonly zeros: boolean;
  /** Writes of a device. */
  readonly deviceWrites: number;
  /** Migrations that the operator ends early, how, and migrations that it begins after one that did. */
  readonly ends: number;
  readonly endsBy: "cancel" | "failure";
  readonly retries: number;
  /** Turns to postcopy, and interrupts that have nothing to do with hints. */
  readonly postcopies: number;
  readonly interrupts: number;
  /** Orders of free blocks. */
  readonly orders: number;
  /** Migratetypes. With two, free pages are movable ones, and tasks ask for unmovable ones. */
  readonly types: number;
  /** Tasks ask for pages where none is free, too, and reclaim for them. */
  readonly demands: boolean;
  /** Tasks read files: what they hold is page cache, which reclaim takes away. */
  readonly reads: boolean;
  /** The driver may be unloaded. */
  readonly unloads: boolean;
  /** Size of the balloon, in the host's count, and how often it is set to that or to none. */
  readonly balloon: number;
  readonly sizes: number;
  /** Page numbers that one message of the balloon has room for. */
  readonly batch: number;
  /** The search goes on where the guest has been switched over. */
  readonly after: boolean;
}

export const BOUNDS: Bounds = {
  pages: 1,
  used: 0,
  cpus: 1,
  tasks: 1,
  rounds: 2,
  writes: 2,
  returns: 1,
  queue: 3,
  zeros: false,
  deviceWrites: 0,
  ends: 0,
  endsBy: "cancel",
  retries: 0,
  postcopies: 0,
  interrupts: 0,
  orders: 1,
  types: 1,
  demands: false,
  reads: false,
  unloads: false,
  balloon: 1,
  sizes: 1,
  batch: 1,
  after: false,
};

/** What of the guest and its driver a world may set. */
export type GuestSwitches =
  & Partial<MemoryInit>
  & Partial<
    Pick<
      Settings,
      | "calls"
      | "reusesBuffer"
      | "poisonTold"
      | "leaveBlocks"
      | "arrayOrder"
      | "postcopy"
      | "hintOrder"
      | "bitmapPages"
      | "reportBlocks"
      | "pageUnits"
    >
  >
  & {
    /** Kswapd is woken under the zone's lock, where a steal raised the marks. */
    readonly wakesUnderLock?: boolean;
  };
