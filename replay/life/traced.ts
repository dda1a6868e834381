/**
 * What a traced kernel's lists did with a page, as far as its trace says.
 * @module
 */
import { Kind, TYPES } from "../../events/kinds.ts";
import type { Watch } from "./watch.ts";

const PERCPU = 8;

function announced(watch: Watch): void {
  if (watch.inBlock()) watch.add("announce", "is to be freed with a list of pages");
}

function removed(watch: Watch): void {
  if (!watch.inBlock()) return;
  const to = watch.value & PERCPU ? ", of the kind that refills a per-cpu list" : "";
  watch.add("removal", `off its zone's ${typed(watch.value)} list, order ${watch.order}${to}`);
}

function drained(watch: Watch): void {
  if (!watch.inBlock()) return;
  watch.add("drain", `from a per-cpu list to its zone's ${typed(watch.value)} list`);
}

function stolen(watch: Watch): void {
  const found = watch.value & 15;
  if (watch.page >>> found !== watch.pfn >>> found) return;
  const from = typed(watch.value >>> 4), to = typed(watch.value >>> 7);
  watch.add("steal", `its block of order ${found} claimed for ${to} requests (was ${from})`);
}

const typed = (value: number): string => TYPES[value & 7] ?? `type ${value & 7}`;

/** What to do at each kind of event. */
export const tracedTellers: Readonly<Record<number, (watch: Watch) => void>> = {
  [Kind.FreeAnnounced]: announced,
  [Kind.RemovalSeen]: removed,
  [Kind.DrainSeen]: drained,
  [Kind.StealSeen]: stolen,
};
