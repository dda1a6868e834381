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
import { touchEntry } from "../../decide/memmap.ts";
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
      const set = workingSet(sim, lane);
      const page = set[chance(sim, lane, slotOf(sim, lane, interval), 0, set.length)];
      // The first write of a page is a fault: the kernel notes it in the page's entry (measured: as many
      // faults as pages written for the first time, and no allocation).
      const isFirst = sim.view.content[page] === OLD_DATA;
      write(sim.machine, lane, page, 0);
      if (isFirst) touchEntry(sim.machine, lane, page);
    },
  };
}
