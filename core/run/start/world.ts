/**
 * The world of a guest that begins with a real kernel's lists.
 *
 * Lists tell no content and no owner. Assumed: what is in use was written; free memory with old data is
 * the smallest free blocks, which are what is left of blocks that were in use; a writer's working set is
 * the first movable pages in use. Where it is known which pages hold zeros, nothing is assumed of contents.
 * @module
 */
import { EventLog, NONE } from "../../../events/log.ts";
import { defaultCosts } from "../../decide/costs.ts";
import type { Host } from "../../decide/hosts/host.ts";
import { Machine } from "../../decide/machine.ts";
import type { Profile } from "../../decide/profiles/profile.ts";
import type { Geometry } from "../../state/geometry.ts";
import { after, headOf, zoneList } from "../../state/lists.ts";
import { Memory, State, stateOf } from "../../state/memory.ts";
import type { World } from "../world.ts";
import { beginWith } from "./begin.ts";
import type { Snapshot } from "./snapshot.ts";

const WORLD = 0;

/**
 * Makes a world of a dump.
 * @param sets pages of each lane's working set; lane 0 is the world
 * @param oldPages pages of free memory that hold old data
 * @throws RangeError if there are fewer movable pages in use than the working sets want, or fewer free
 * pages than are to hold old data
 */
export function worldFrom(
  start: Snapshot,
  geometry: Geometry,
  profile: Profile,
  host: Host,
  sets: readonly number[],
  oldPages: number,
): World {
  const memory = new Memory({ ...geometry, timed: false });
  const lanes = new Uint8Array(geometry.lanes);
  const log = new EventLog(memory.frames);
  const machine = new Machine(memory, log, lanes, profile, host, defaultCosts());
  const wanted = [...sets];
  beginWith(machine, start, {
    ownerOf: (pfn) => {
      if (!isWritten(start, pfn)) return WORLD;
      const lane = wanted.findIndex((pages, at) => pages > 0 && isHome(start.homes?.[at - 1], pfn));
      if (lane === NONE) return WORLD;
      wanted[lane]--;
      return lane;
    },
  });
  const lacking = wanted.reduce((sum, pages) => sum + pages, 0);
  if (lacking > 0) {
    throw new RangeError(
      `Cannot set up the guest: working sets want ${lacking} movable pages in use more than the ` +
        `lists leave`,
    );
  }
  if (start.nonzero !== undefined) return contentsOf(memory, start.nonzero);
  return { memory, touched: touchedPages(memory, oldPages) };
}

const isHome = (home: readonly [number, number] | undefined, pfn: number): boolean =>
  home === undefined || (pfn >= home[0] && pfn < home[1]);

/** A working set was written before, and is none of the kernel's array of struct page. */
function isWritten({ nonzero, memmap = Infinity }: Snapshot, pfn: number): boolean {
  return pfn < memmap && (nonzero === undefined || ((nonzero[pfn >> 3] >> (pfn & 7)) & 1) !== 0);
}

/** Contents as they are known, page by page. */
function contentsOf(memory: Memory, nonzero: Uint8Array): World {
  const touched = new Uint8Array(memory.frames), zeros = new Uint8Array(memory.frames);
  for (let pfn = 0; pfn < memory.frames; pfn++) {
    const isSet = (nonzero[pfn >> 3] >> (pfn & 7)) & 1;
    if (stateOf(memory.block[pfn]) === State.Used) zeros[pfn] = 1 - isSet;
    else touched[pfn] = isSet;
  }
  return { memory, touched, zeros };
}

/** Pages in use, and the free pages of the smallest blocks, until enough hold old data. */
function touchedPages(memory: Memory, oldPages: number): Uint8Array {
  const touched = new Uint8Array(memory.frames);
  for (let pfn = 0; pfn < memory.frames; pfn++) {
    if (stateOf(memory.block[pfn]) === State.Used) touched[pfn] = 1;
  }
  const { zones, orders, types } = memory.geometry;
  let left = oldPages;
  for (let order = 0; order < orders; order++) {
    for (let zone = zones.length - 1; zone >= 0; zone--) {
      for (let type = 0; type < types; type++) {
        const list = zoneList(memory, zone, order, type);
        for (let pfn = headOf(memory, list); pfn !== NONE; pfn = after(memory, pfn)) {
          if (left <= 0) return touched;
          const pages = Math.min(left, 1 << order);
          touched.fill(1, pfn, pfn + pages);
          left -= pages;
        }
      }
    }
  }
  if (left > 0) {
    throw new RangeError(
      `Cannot set up the guest: oldDataMib is ${Math.ceil(left / 256)} MiB more than is free`,
    );
  }
  return touched;
}
