/**
 * A task that writes pages of its working set, drawn uniformly, at a steady rate.
 * @module
 */
import { after } from "../../state/lists.ts";
import type { TaskSpec } from "../scenario.ts";
import { type Actor, chance, noChoice, type Sim } from "../sim.ts";
import { intervalOf, slotOf, slotTime } from "./pace.ts";
import { write } from "../../decide/contents.ts";
import { NONE } from "../../../events/log.ts";
import { PAGES_A_TABLE, touchEntry } from "../../decide/memmap.ts";
import { OLD_DATA } from "../../state/memory.ts";
import { oldestOf, ownedBy, PAGES_A_MIB } from "./tasks.ts";

export function writer(spec: Extract<TaskSpec, { kind: "writer" }>): Actor {
  const interval = intervalOf(spec.mibPerSecond * PAGES_A_MIB);
  let pages = new Int32Array(0); // the owned blocks in list order: rebuilt when their number changes
  const workingSet = (sim: Sim, lane: number): Int32Array => {
    const count = ownedBy(sim, lane);
    if (pages.length === count) return pages;
    pages = new Int32Array(count);
    let at = 0;
    for (let pfn = oldestOf(sim, lane); pfn !== NONE && at < count; pfn = after(sim.view, pfn)) {
      pages[at++] = pfn;
    }
    return pages;
  };
  return {
    name: "writer",
    cpu: spec.cpu,
    choices: noChoice,
    due: (sim, lane) => ownedBy(sim, lane) === 0 ? Infinity : slotTime(sim, lane, interval),
    step(sim, lane) {
      const set = workingSet(sim, lane), tables = tablesOf(sim, set.length);
      const at = tables + chance(sim, lane, slotOf(sim, lane, interval), 0, set.length - tables);
      // The first write of a page is a fault: the kernel notes it in the page's entry and in the page
      // table (measured: as many faults as pages written for the first time, and no allocation).
      const isFirst = tables > 0 && sim.view.content[set[at]] === OLD_DATA;
      write(sim.machine, lane, set[at], 0);
      if (!isFirst) return;
      touchEntry(sim.machine, lane, set[at]);
      write(sim.machine, lane, set[Math.floor((at - tables) / PAGES_A_TABLE)], 0);
    },
  };
}

/** Of a working set the first pages are its page tables, where faults are told at all. */
const tablesOf = ({ machine }: Sim, pages: number): number =>
  machine.memmap === NONE ? 0 : Math.ceil(pages / (PAGES_A_TABLE + 1));
