/**
 * The view `zoneinfo`: marks, counts and per-cpu lists of each zone, as the kernel's /proc/zoneinfo prints
 * them (mm/vmstat.c, zoneinfo_show_print), for x86-64's zones.
 *
 * Lines of what a log does not tell are left out: statistics of node and zones, and `present`.
 *
 * JSON: `zones[]`: `name`, `node`, `free`, `boost`, `min`, `low`, `high`, `spanned`, `managed` (pages), `protection[]`,
 * `cpus[]` (`count`, `high`, `batch`), `threshold`, `startPfn`.
 * @module
 */
import type { MemoryView } from "../../core/state/memory.ts";
import { Mark } from "../../core/state/views.ts";
import { tellsNoLists } from "../known_pages.ts";
import type { View } from "./view.ts";

const ZONES = ["DMA", "DMA32", "Normal", "Movable", "Device"];
const THRESHOLD_MAX = 125;
const PAGES_SHIFT = 15; // 128 MiB

const bits = (number: number): number => 32 - Math.clz32(number); // the kernel's fls

/** Pages by which a cpu's part of a counter may be off (mm/vmstat.c, calculate_normal_threshold). */
const thresholdOf = (managed: number, cpus: number): number =>
  Math.min(THRESHOLD_MAX, 2 * bits(cpus) * (1 + bits(managed >>> PAGES_SHIFT)));

function zonesOf(view: MemoryView) {
  const { zones, cpus } = view.geometry;
  return zones.map(({ name, node = 0, start, frames }, zone) => {
    const mark = (which: number): number => view.zoneMarks[zone * 4 + which];
    const boost = mark(Mark.Boost), managed = view.zoneManaged[zone];
    const reserves = zones.map((_, request) => view.zoneReserve[zone * zones.length + request]);
    const startPfn = Math.max(1, start); // page frame 0 is never the kernel's
    return {
      name,
      node,
      free: view.zoneFree[zone],
      boost,
      min: mark(Mark.Min) + boost,
      low: mark(Mark.Low) + boost,
      high: mark(Mark.High) + boost,
      spanned: start + frames - startPfn,
      managed,
      // Zones above the last with memory hold nothing back for themselves, and count like it.
      protection: ZONES.map((_, request) => reserves[Math.min(request, zones.length - 1)]),
      cpus: Array.from({ length: cpus }, (_, cpu) => ({
        count: view.percpuPages[zone * cpus + cpu] ?? 0,
        high: view.percpuHigh[zone * cpus + cpu] ?? 0,
        batch: view.percpuBatch[zone * cpus + cpu] ?? 0,
      })),
      threshold: thresholdOf(managed, cpus),
      startPfn,
    };
  });
}

type ZoneInfo = ReturnType<typeof zonesOf>[number];

function textOf(zone: ZoneInfo): string[] {
  const { name, node, protection } = zone;
  const field = (key: string, pages: number): string => `        ${key.padEnd(9)}${pages}`;
  return [
    `Node ${node}, zone ${name.padStart(8)}`,
    `  pages free     ${zone.free}`,
    field("boost", zone.boost),
    field("min", zone.min),
    field("low", zone.low),
    field("high", zone.high),
    field("spanned", zone.spanned),
    field("managed", zone.managed),
    `        protection: (${protection.join(", ")})`,
    `      ${"nr_free_pages".padEnd(12)} ${zone.free}`,
    "  pagesets",
    ...zone.cpus.flatMap(({ count, high, batch }, cpu) => [
      `    cpu: ${cpu}`,
      `              count: ${count}`,
      `              high:  ${high}`,
      `              batch: ${batch}`,
      `  vm stats threshold: ${zone.threshold}`,
    ]),
    `  start_pfn:           ${zone.startPfn}`,
  ];
}

export const zoneinfo: View = {
  name: "zoneinfo",
  sentence: "marks, counts and per-cpu lists of zones, as /proc/zoneinfo prints them",
  begin: ({ memory }) => ({
    show() {
      const zones = zonesOf(memory);
      const lines = zones.flatMap(textOf);
      if (tellsNoLists(memory)) lines.push("(the log tells no lists: see --show summary)");
      return { json: { zones }, text: lines.join("\n") };
    },
  }),
};
