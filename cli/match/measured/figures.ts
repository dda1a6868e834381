/**
 * The figures that a measured migration and its prediction are compared by.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { kindOf, pfnOf, type Words } from "../../../events/log.ts";
import type { MemoryView } from "../../../core/state/memory.ts";
import type { Fold } from "../../../replay/fold.ts";
import { MigrationPart, type Wire } from "../../../replay/views/figures/migration.ts";
import type { RunOutputs } from "./record.ts";

/** The keys, with their units. */
export const UNITS = {
  bytes: "bytes sent",
  normalPages: "pages sent whole",
  zeroPages: "zero pages sent",
  hintedBlocks: "blocks hinted, each counted once",
  rounds: "syncs of the dirty log",
  totalTime: "ms",
  downtime: "ms",
  freeMin: "MiB, the guest's lowest free memory up to the switch-over, looked at every 250 ms",
  differingPages: "pages that differ between source and destination at the end",
  blocksReturned: "hinted blocks given back before the switch-over",
} as const;

export type Key = keyof typeof UNITS;
export const KEYS = Object.keys(UNITS) as Key[];

/** A number by key; null where none was measured, or the formula says none. */
export type RunFigures = Record<Key, number | null>;

export const NO_FIGURES = Object.freeze(
  Object.fromEntries(KEYS.map((key) => [key, null])),
) as unknown as RunFigures;

const SAMPLE_NS = 250_000_000;
const KIB_A_MIB = 1024, PAGES_A_MIB = 256;

/** What was measured. */
export function measuredFigures({ final, ...run }: RunOutputs): RunFigures {
  const total = final["total-time"];
  const hints = run.guest_trace?.order10_alloc_ms_pfn ?? [];
  const returns = run.guest_trace?.order10_free_ms_pfn ?? [];
  return {
    bytes: final.ram.transferred,
    normalPages: final.ram.normal,
    zeroPages: final.ram.duplicate,
    hintedBlocks: new Set(hints.map(([, pfn]) => pfn)).size,
    rounds: final.ram["dirty-sync-count"],
    totalTime: total,
    downtime: final.downtime,
    freeMin: lowestFree(run.guest_samples),
    differingPages: run.end_compare?.differ ?? null,
    blocksReturned: returns.filter(([ms]) => ms < total - final.downtime).length,
  };
}

/** The lowest MemFree of the samples taken at the source, in MiB; null without samples. */
function lowestFree(samples: RunOutputs["guest_samples"]): number | null {
  if (!samples) return null;
  const side = samples.cols.indexOf("side"), free = samples.cols.indexOf("MemFree_kb");
  const values = samples.rows.filter((row) => row[side] === "src").map((row) => Number(row[free]));
  return values.length === 0 ? null : Math.min(...values) / KIB_A_MIB;
}

/** Gathers the same figures of a simulated run, in one pass over its log. */
export class RunFold implements Fold {
  private readonly migration: MigrationPart;
  /** When the guest is looked at next, as those who measured did. */
  private sampleAt = Infinity;
  private readonly hinted = new Set<number>();
  private returned = 0;
  private differing = 0;
  private freeMin = Infinity;

  constructor(private readonly memory: MemoryView, wire: Wire) {
    this.migration = new MigrationPart(memory, wire);
  }

  before(words: Words, index: number): void {
    this.migration.before(kindOf(words, index));
  }

  after(words: Words, index: number): void {
    const kind = kindOf(words, index);
    if (kind === Kind.MigrationBegun) this.sampleAt = this.memory.now[0];
    while (this.memory.now[0] >= this.sampleAt && !this.migration.isOver) this.sample();
    this.migration.after(kind, words, index);
    if (kind === Kind.HintRead) this.hinted.add(pfnOf(words, index));
    if (this.migration.isOver) {
      if (kind === Kind.SwitchedOver) this.end();
      return;
    }
    if (kind === Kind.BlockReturned) this.returned++;
  }

  finish(): RunFigures {
    const { bytes, pagesSent, pagesZero, rounds, totalNs, downtimeNs } = this.migration.finish();
    return {
      bytes,
      normalPages: pagesSent,
      zeroPages: pagesZero,
      hintedBlocks: this.hinted.size,
      rounds,
      totalTime: totalNs / 1e6,
      downtime: downtimeNs / 1e6,
      freeMin: this.freeMin / PAGES_A_MIB,
      differingPages: this.differing,
      blocksReturned: this.returned,
    };
  }

  private end(): void {
    const { content, arrived, zoneStart, zoneEnd } = this.memory;
    for (let zone = 0; zone < zoneStart.length; zone++) {
      for (let page = zoneStart[zone]; page < zoneEnd[zone]; page++) {
        if (content[page] !== arrived[page]) this.differing++;
      }
    }
  }

  private sample(): void {
    const { zoneFree } = this.memory;
    let free = 0;
    for (let zone = 0; zone < zoneFree.length; zone++) free += zoneFree[zone];
    this.freeMin = Math.min(this.freeMin, free);
    this.sampleAt += SAMPLE_NS;
  }
}

/** Signed errors in percent of what was measured; null where either is unknown, or 0 was measured and not met. */
export function errorsOf(predicted: RunFigures, measured: RunFigures): RunFigures {
  return Object.fromEntries(
    KEYS.map((key) => [key, errorOf(predicted[key], measured[key])]),
  ) as RunFigures;
}

function errorOf(predicted: number | null, measured: number | null): number | null {
  if (predicted === null || measured === null) return null;
  if (measured === 0) return predicted === 0 ? 0 : null;
  return (100 * (predicted - measured)) / measured;
}
