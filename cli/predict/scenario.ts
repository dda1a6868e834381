/**
 * A guest in words as a scenario, and the slice of it that is simulated.
 * @module
 */
import { drawBelow } from "../../core/run/prng.ts";
import { HINTS, type Scenario, type TaskSpec } from "../../core/run/scenario.ts";
import { sliceOf } from "../../core/run/slice.ts";
import type { GuestWords } from "./guest.ts";

/** What is asked of a migration. */
export interface Asked {
  readonly guest: GuestWords;
  readonly linkMbit: number;
  readonly downtimeMs: number;
  readonly host: string;
  readonly profile: string;
  readonly untouched: boolean;
}

/**
 * Simulated MiB and written pages a second of all runs together: so much is over in less than a minute. A run
 * needs about 60 bytes a page.
 */
const MIB_MAX = 240 * 1024, WRITES_MAX = 3_000_000, SLICE_MAX_MIB = 16 * 1024;
/** In smaller slices what lies at the edges of blocks and on per-cpu lists is too much of the whole. */
const SLICE_MIN_MIB = 2048;
const PAGES_A_MIB = 256;

/** Rounds after which a migration counts as one that does not converge. */
export const ROUNDS_MAX = 16;

/**
 * How many slices a guest is cut into.
 * @param runs designs times seeds
 */
export function slicesFor({ mem, dirty }: GuestWords, runs: number): number {
  let slices = 1;
  const isTooMuch = (): boolean =>
    (mem * runs) / slices > MIB_MAX || mem / slices > SLICE_MAX_MIB ||
    (dirty * PAGES_A_MIB * runs) / slices > WRITES_MAX;
  while (isTooMuch() && mem / slices / 2 >= SLICE_MIN_MIB) slices *= 2;
  return slices;
}

/** Tenths by which a seed may change what an operator cannot know to the last digit. */
const SPREAD = { dirty: 0.2, oldData: 0.1 } as const;
const STEPS = 1000;

/** From 1 - part to 1 + part; the first seed changes nothing. */
function about(seed: number, which: number, part: number): number {
  if (seed === 1) return 1;
  return 1 + part * (2 * (drawBelow(STEPS + 1, seed, 0, 0, which) / STEPS) - 1);
}

/** A small kernel: a twentieth of what is in use, from 64 MiB on, is its own. */
const kernelMib = (used: number): number => Math.min(used / 2, Math.max(64, used / 20));

const SMALL_SHARE = 0.02, FREED = 7; // of free memory; pages freed to each kept (world.ts)

/** Used memory in small pieces, so that as much free memory lies in small blocks as is known, or assumed. */
function mixedMib({ free, mem, small = free * SMALL_SHARE }: GuestWords, oldData: number): number {
  return Math.min(small / FREED, oldData / (FREED + 1), (mem - free) / 8);
}

/** What an operator who uses a balloon leaves free: a sixteenth of memory, or 1 GiB if that can be had. */
const balloonLeavesMib = ({ mem, free }: GuestWords): number =>
  Math.round(Math.max(mem / 16, Math.min(1024, free / 4)));

/** The scenario of a seed, cut into slices. */
export function scenarioOf(asked: Asked, seed: number, slices: number): Scenario {
  const { guest, linkMbit, downtimeMs } = asked;
  const used = guest.mem - guest.free;
  const oldData = Math.min(guest.free * 0.98, guest.oldData * about(seed, 1, SPREAD.oldData));
  const dirty = guest.dirty * about(seed, 0, SPREAD.dirty);
  // What any guest writes while it does nothing: the measured ones, 142 pages.
  const tasks: TaskSpec[] = [
    { kind: "writer", cpu: 0, mib: 0.5 * slices, mibPerSecond: 1.2 * slices },
  ];
  if (dirty > 0) {
    tasks.push({
      kind: "writer",
      cpu: Math.min(1, guest.cpus - 1),
      mib: guest.ws,
      mibPerSecond: dirty,
    });
  }
  const whole: Scenario = {
    name: "predict",
    title: "",
    seed,
    designs: [],
    guest: {
      mib: guest.mem,
      nodes: 1,
      movableMib: 0,
      cpus: guest.cpus,
      profile: asked.profile,
      hugePages: guest.hugePages,
      usedMib: used,
      unmovableMib: kernelMib(used),
      oldDataMib: oldData,
      initOnAlloc: guest.initOnAlloc,
      initOnFree: false,
      pagePoison: false,
      mixedMib: mixedMib(guest, oldData),
    },
    host: {
      name: asked.host,
      linkMbit,
      maxBandwidthMib: 0,
      downtimeMs,
      startMs: 200,
      roundsMax: ROUNDS_MAX,
      raisedDowntimeMs: 0,
      postcopy: false,
      postcopyMs: 0,
      autoConverge: false,
      endMs: 0,
      endsBy: "cancel",
      retryMs: 0,
      otherPages: 0,
      untouched: asked.untouched,
      afterMs: 10,
    },
    hints: { ...HINTS, balloonLeavesMib: balloonLeavesMib(guest) },
    tasks,
    costs: {},
  };
  return whole.guest.mib / slices < 1 ? whole : sliceOf(whole, slices);
}
