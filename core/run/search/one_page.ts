/**
 * The world of one page: every actor of a simulation, one page, one cpu, and bounds for the search.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { EventLog, HOST_CPU } from "../../../events/log.ts";
import { defaultCosts } from "../../decide/costs.ts";
import type { Host } from "../../decide/hosts/host.ts";
import { Machine } from "../../decide/machine.ts";
import { linux417 } from "../../decide/profiles/linux_4_17.ts";
import { RANKS_MAX } from "../../state/canonical.ts";
import { type Geometry, HOST_LOCKS } from "../../state/geometry.ts";
import { logGeometry } from "../../decide/hosts/host.ts";
import { Bit, Memory } from "../../state/memory.ts";
import { balloonWorker } from "../actors/balloon_worker.ts";
import { hintQueue } from "../actors/hint_queue.ts";
import { migrationThread } from "../actors/migration/thread.ts";
import { shrinker } from "../actors/shrinker.ts";
import { taker } from "../actors/taker.ts";
import type { Design } from "../designs/design.ts";
import type { Settings } from "../sim.ts";
import type { SmallWorld } from "./search.ts";

/** Bounds of a search. */
export interface Bounds {
  /** Rounds before the guest is stopped; the last round comes on top. */
  readonly rounds: number;
  /** Writes of the guest. */
  readonly writes: number;
  /** Blocks that the shrinker gives back. */
  readonly returns: number;
  /** Descriptors of the queue. */
  readonly queue: number;
}

export const BOUNDS: Bounds = { rounds: 2, writes: 2, returns: 1, queue: 6 };

/** Lanes: the world, who takes the page, balloon worker, shrinker, migration, hint queue. */
export const Lane = {
  World: 0,
  Taker: 1,
  Balloon: 2,
  Shrinker: 3,
  Migration: 4,
  Queue: 5,
} as const;

const GEOMETRY: Omit<Geometry, "queue"> = {
  frames: 1,
  zones: [{ name: "DMA", start: 0, frames: 1 }],
  orders: 1,
  pageblockOrder: 0,
  types: 1,
  cpus: 1,
  percpuLists: 0,
  lanes: 6,
  owners: 2,
  locks: HOST_LOCKS.length,
  array: 1,
  timed: false,
};

const SETTINGS: Omit<Settings, "roundsMax"> = {
  windowBytes: 0,
  raisedNs: 0,
  postcopy: false,
  postcopyNs: 0,
  autoConverge: false,
  endNs: 0,
  endsBy: "cancel",
  retryNs: 0,
  untouchedNs: 0,
  otherPages: 0,
  seed: 0,
  hintOrder: 0,
  arrayOrder: -1,
  calls: 1,
  poisonTold: true,
  leaveBlocks: 0,
  reusesBuffer: false,
  balloonLeavesPages: 0,
  balloonLane: Lane.Balloon,
  migrationLane: Lane.Migration,
  queueLane: Lane.Queue,
  cacheLanes: [],
  startNs: 0,
  downtimeNs: 0,
  afterNs: 0,
  sendNs: 1,
  runPages: 1,
  grain: "event",
};

/**
 * A fresh world: one free page with old data, and nobody has acted.
 * @param timed true for a world whose log others open: it has times, all of them 0
 */
export function onePage(
  host: Host,
  design: Design,
  bounds: Bounds = BOUNDS,
  timed = false,
): SmallWorld {
  const memory = new Memory({ ...GEOMETRY, ...logGeometry(host), queue: bounds.queue, timed });
  const log = new EventLog(RANKS_MAX * 2);
  const cpus = Uint8Array.of(0, 0, 0, 0, HOST_CPU, HOST_CPU + 1);
  const machine = new Machine(memory, log, cpus, linux417, host, defaultCosts());
  machine.record(Kind.ZoneDescribed, Lane.World, 0, 1);
  machine.record(Kind.PagesHold, Lane.World, 0, 1);
  machine.record(Kind.BlockOnList, Lane.World, 0, 0);
  machine.record(Kind.WorldReady, Lane.World, 0, 0);
  const settings: Settings = { ...SETTINGS, roundsMax: bounds.rounds };
  return {
    sim: { machine, view: memory, settings, design },
    actors: [
      null,
      taker(0, bounds.writes),
      balloonWorker(0),
      shrinker(0, bounds.returns),
      migrationThread(),
      hintQueue(),
    ],
    // Whether a page counts as hinted or stale is for the reader of a log; no decision asks.
    ignored: { bits: Bit.Hinted | Bit.Stale, kindLanes: [Lane.Migration] },
  };
}
