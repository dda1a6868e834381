/**
 * A small world in which every step that another actor could come between is its own, moved by hand:
 * who acts, and which of its choices it takes.
 * @module
 */
import { Kind, kindNames } from "../../../../events/kinds.ts";
import { EventLog, HOST_CPU, kindOf } from "../../../../events/log.ts";
import { defaultCosts } from "../../../../core/decide/costs.ts";
import { type Host, logGeometry } from "../../../../core/decide/hosts/host.ts";
import { Machine } from "../../../../core/decide/machine.ts";
import { linux417 } from "../../../../core/decide/profiles/linux_4_17.ts";
import { balloonWorker } from "../../../../core/run/actors/balloon_worker.ts";
import { hintQueue } from "../../../../core/run/actors/hint_queue.ts";
import { migrationThread } from "../../../../core/run/actors/migration/thread.ts";
import { shrinker } from "../../../../core/run/actors/shrinker.ts";
import { taker } from "../../../../core/run/actors/taker.ts";
import type { Design } from "../../../../core/run/designs/design.ts";
import { merged } from "../../../../core/run/designs/merged.ts";
import { choicesAt, stepOf } from "../../../../core/run/schedules/step.ts";
import { SETTINGS as SMALL } from "../../../../core/run/search/small_world.ts";
import type { Actor, Settings, Sim } from "../../../../core/run/sim.ts";
import { applyAll } from "../../../../core/state/apply.ts";
import { type Geometry, HOST_LOCKS } from "../../../../core/state/geometry.ts";
import { Bit, Memory } from "../../../../core/state/memory.ts";
import { lostPages } from "../../../../core/state/oracles/lost.ts";
import { Status } from "../../../../core/state/views.ts";

/** Lanes of the fine world, by name. */
export const LANES = {
  world: 0,
  taker: 1,
  balloon: 2,
  shrinker: 3,
  migration: 4,
  queue: 5,
  operator: 6,
  device: 7,
} as const;
export type LaneName = keyof typeof LANES;

const SETTINGS: Settings = {
  ...SMALL,
  balloonLane: LANES.balloon,
  migrationLane: LANES.migration,
  queueLane: LANES.queue,
  roundsMax: 2,
};

/** What differs from a world of one page with the merged driver. */
export interface FineSpec {
  readonly host: Host;
  readonly design?: Design;
  readonly pages?: number;
  readonly settings?: Partial<Settings>;
  readonly geometry?: Partial<Geometry>;
  /** Actors in place of the world's own, or on lanes that it leaves empty. */
  readonly actors?: Partial<Record<LaneName, Actor>>;
}

/** A world, its log, and the moves that were made. */
export class FineWorld {
  readonly sim: Sim;
  readonly memory: Memory;
  private readonly actors: readonly (Actor | null)[];

  constructor(spec: FineSpec) {
    const { host, design = merged, pages = 1 } = spec;
    const geometry: Geometry = {
      frames: pages,
      zones: [{ name: "DMA", start: 0, frames: pages }],
      orders: 1,
      pageblockOrder: 0,
      types: 1,
      cpus: 1,
      percpuLists: 0,
      lanes: Object.keys(LANES).length,
      owners: 2,
      locks: HOST_LOCKS.length,
      queue: 4,
      array: pages,
      timed: false,
      ...logGeometry(host),
      ...spec.geometry,
    };
    const memory = this.memory = new Memory(geometry);
    const cpus = Uint8Array.of(0, 0, 0, 0, HOST_CPU, HOST_CPU + 1, HOST_CPU + 4, HOST_CPU + 3);
    const machine = new Machine(memory, new EventLog(), cpus, linux417, host, defaultCosts());
    machine.record(Kind.ZoneDescribed, LANES.world, 0, pages);
    machine.record(Kind.PagesHold, LANES.world, 0, pages);
    for (let page = 0; page < pages; page++) machine.record(Kind.BlockOnList, LANES.world, page, 0);
    machine.record(Kind.WorldReady, LANES.world, 0, 0);
    const operatorLane = spec.actors?.operator === undefined ? 0 : LANES.operator;
    this.sim = {
      machine,
      view: memory,
      design,
      settings: { ...SETTINGS, operatorLane, ...spec.settings },
    };
    const own: Partial<Record<LaneName, Actor>> = {
      taker: taker(0, 8),
      balloon: balloonWorker(0),
      shrinker: shrinker(0, 1),
      migration: migrationThread(),
      queue: hintQueue(),
      ...spec.actors,
    };
    this.actors = Object.keys(LANES).map((name) => own[name as LaneName] ?? null);
  }

  /** The choices that a lane has now; 0 if it cannot act. */
  choices(name: LaneName): number {
    return choicesAt(this.sim, this.actors, LANES[name]);
  }

  /** One step of a lane; the names of its events, notes of the lane aside. */
  move(name: LaneName, choice = 0): string[] {
    if (choice >= this.choices(name)) {
      throw new Error(`${name} has ${this.choices(name)} choices: there is no choice ${choice}`);
    }
    const { log } = this.sim.machine, before = log.length;
    stepOf(this.sim, this.actors, LANES[name], choice);
    return Array.from(
      { length: log.length - before },
      (_, at) => kindNames[kindOf(log.words, before + at)]!,
    ).filter((kind) => kind !== "LaneNoted");
  }

  /** Steps of a lane up to and with the first that records such an event. */
  until(name: LaneName, kind: string, choice = 0): void {
    for (let steps = 0; steps < 100; steps++) {
      if (this.move(name, Math.min(choice, this.choices(name) - 1)).includes(kind)) return;
    }
    throw new Error(`${name} took 100 steps, and none recorded ${kind}`);
  }

  /** Ends the migration: no more rounds than it must, the guest stands still. */
  finish(): void {
    this.until("migration", "SwitchedOver", 1);
  }

  bit(page: number, bit: keyof typeof Bit): boolean {
    return (this.memory.bits[page] & Bit[bit]) !== 0;
  }

  status(which: keyof typeof Status): number {
    return this.memory.status[Status[which]];
  }

  /** Pages that the guest may rely on and that differ at the destination; the log says the same. */
  lost(): number {
    const { log } = this.sim.machine;
    const replayed = new Memory(this.memory.geometry);
    applyAll(replayed, log.words, 0, log.length);
    if (lostPages(replayed) !== lostPages(this.memory)) throw new Error("its log says otherwise");
    return lostPages(this.memory);
  }
}
