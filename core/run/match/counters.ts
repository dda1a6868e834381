/**
 * The free counter that the watermark check reads (rule 23): each cpu keeps its changes to itself until
 * they pass a threshold, then adds them up (mm/vmstat.c, __mod_zone_page_state). So the check sees a zone's
 * free pages up to a threshold late; with one cpu, and a dump that has the numbers, it is known how late.
 *
 * A worker adds them up besides, every second, and so does a cpu that goes idle; neither has an event.
 * @module
 */
import { zoneFor } from "../../decide/watermark.ts";
import { Mark } from "../../state/views.ts";
import { NONE } from "../../../events/log.ts";
import type { MemoryView } from "../../state/memory.ts";
import type { Snapshot } from "../start/snapshot.ts";

export class Counters {
  /** By zone and cpu: pages that are not yet added up, and how many may be. */
  private readonly kept: Int32Array;
  private readonly threshold: Int32Array;
  /** By zone: pages by which its counter may lag (M3). */
  readonly slack: Int32Array;
  private readonly cpus: number;
  /** By zone: the sum of `kept`. */
  private readonly late: Int32Array;

  constructor(private readonly view: MemoryView, { zones }: Snapshot) {
    this.cpus = view.geometry.cpus;
    this.kept = new Int32Array(zones.length * this.cpus);
    this.threshold = new Int32Array(this.kept.length);
    zones.forEach(({ pcp }, zone) => {
      for (const { cpu, nr_free_pages_diff, stat_threshold } of pcp) {
        const at = zone * this.cpus + cpu;
        this.kept[at] = nr_free_pages_diff ?? 0;
        this.threshold[at] = stat_threshold ?? 0;
      }
    });
    this.late = new Int32Array(zones.length);
    this.slack = new Int32Array(zones.length);
    this.threshold.forEach((pages, at) => this.slack[Math.floor(at / this.cpus)] += pages);
    this.kept.forEach((pages, at) => this.late[Math.floor(at / this.cpus)] += pages);
  }

  /** A cpu has put so many pages on a zone's lists, or taken them (below 0). */
  change(zone: number, cpu: number, pages: number): void {
    const at = zone * this.cpus + cpu, before = this.kept[at], kept = before + pages;
    this.kept[at] = Math.abs(kept) > this.threshold[at] ? 0 : kept;
    this.late[zone] += this.kept[at] - before;
  }

  /** The zone that a request gets by the counters as they stand; NONE if none is above min. */
  zoneFor(order: number, gfp: number): number {
    const zone = zoneFor(this.view, order, Mark.Low, gfp, this.late);
    return zone !== NONE ? zone : zoneFor(this.view, order, Mark.Min, gfp, this.late);
  }

  /** All is added up: a worker, or an idle cpu, has come by unseen. */
  fold(): void {
    this.kept.fill(0);
    this.late.fill(0);
  }
}
