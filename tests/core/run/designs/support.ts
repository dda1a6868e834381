/**
 * Questions that the tests of designs ask of a run's log.
 * @module
 */
import { Kind, type KindName } from "../../../../events/kinds.ts";
import { kindOf, orderOf, pfnOf, valueOf } from "../../../../events/log.ts";
import { applyAll } from "../../../../core/state/apply.ts";
import { after, headOf, zoneList } from "../../../../core/state/lists.ts";
import { Memory } from "../../../../core/state/memory.ts";
import type { Done } from "../../../support/runs.ts";

/** Where the events of a kind stand in the log. */
export function indexesOf({ log }: Done, name: KindName): number[] {
  const found: number[] = [];
  for (let index = 0; index < log.length; index++) {
    if (kindOf(log.words, index) === Kind[name]) found.push(index);
  }
  return found;
}

/** The state before the event at an index. */
export function stateBefore({ run, log }: Done, index: number): Memory {
  const memory = new Memory(run.geometry);
  applyAll(memory, log.words, 0, index);
  return memory;
}

/** Page frame, value and order of the events of a kind. */
export function eventsOf(
  done: Done,
  name: KindName,
): { pfn: number; value: number; order: number }[] {
  const { words } = done.log;
  return indexesOf(done, name).map((index) => ({
    pfn: pfnOf(words, index),
    value: valueOf(words, index),
    order: orderOf(words, index),
  }));
}

/** Free blocks of some orders as a walk meets them: zones ascending, orders as given, types, from the head. */
export function walked(memory: Memory, orders: readonly number[]): number[] {
  const pfns: number[] = [];
  for (let zone = 0; zone < memory.geometry.zones.length; zone++) {
    for (const order of orders) {
      for (let type = 0; type < memory.geometry.types; type++) {
        const list = zoneList(memory, zone, order, type);
        for (let pfn = headOf(memory, list); pfn >= 0; pfn = after(memory, pfn)) pfns.push(pfn);
      }
    }
  }
  return pfns;
}
