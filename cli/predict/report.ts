/**
 * The object that `predict --json` prints.
 * @module
 */
import type { Figures } from "../../replay/views/figures.ts";
import { median } from "../simulate/cells.ts";
import type { Column } from "../simulate/table.ts";
import { diverges } from "./answer.ts";
import type { Asked } from "./scenario.ts";

/** The keys, for help. */
export const KEYS: readonly string[] = [
  "guest: mem, free, oldData, ws (MiB), dirty (MiB/s), cpus, hugePages, initOnAlloc, assumed[]",
  "linkMbit, downtimeMs, host, profile, slices (the part of the guest that was simulated is 1 of them)",
  "designs[]: design, converges, and by figure: median, min, max:",
  "bytes, rounds, totalNs, downtimeNs, lostPages, blocksHinted, freeNotHinted (pages), freePagesMin, allocationsFailed, allocationsSlowed",
  "designs[].notHinted (pages, medians): by reason",
];

const FIGURES: Readonly<Record<string, (figures: Figures) => number>> = {
  bytes: ({ migration }) => migration.bytes,
  rounds: ({ migration }) => migration.rounds,
  totalNs: ({ migration }) => migration.totalNs,
  downtimeNs: ({ migration }) => migration.downtimeNs,
  lostPages: ({ migration }) => migration.lostPages,
  blocksHinted: ({ hints }) => hints.read,
  freeNotHinted: ({ hints }) => hints.freeNotHinted ?? 0,
  freePagesMin: ({ guest }) => guest.freePagesMin,
  allocationsFailed: ({ guest }) => guest.allocationsFailed,
  allocationsSlowed: ({ guest }) => guest.allocationsSlowed,
};

export function jsonOf(asked: Asked, slices: number, columns: readonly Column[]): string {
  const { guest, ...rest } = asked;
  return JSON.stringify({
    guest,
    ...rest,
    slices,
    designs: columns.map((column) => ({
      design: column.design,
      converges: !diverges(column),
      ...Object.fromEntries(
        Object.entries(FIGURES).map(([name, pick]) => {
          const values = column.runs.map(pick);
          return [name, {
            median: median(values),
            min: Math.min(...values),
            max: Math.max(...values),
          }];
        }),
      ),
      notHinted: Object.fromEntries(
        Object.keys(column.runs[0].hints.notHinted).map((reason) => [
          reason,
          median(
            column.runs.map(({ hints }) => hints.notHinted[reason as keyof typeof hints.notHinted]),
          ),
        ]),
      ),
    })),
  });
}
