/**
 * Figures of a slice as those of the whole guest.
 * @module
 */
import type { Figures, NotHinted } from "../../replay/views/figures.ts";

/** Counts times the number of slices; times and rounds as they are. */
export function scaled(figures: Figures, slices: number): Figures {
  if (slices === 1) return figures;
  const { migration, hints, guest } = figures;
  const times = (value: number): number => value * slices;
  return {
    ...figures,
    migration: {
      ...migration,
      bytes: times(migration.bytes),
      pagesSent: times(migration.pagesSent),
      pagesZero: times(migration.pagesZero),
      pagesSkipped: times(migration.pagesSkipped),
      lostPages: times(migration.lostPages),
    },
    hints: {
      ...hints,
      read: times(hints.read),
      applied: times(hints.applied),
      dropped: times(hints.dropped),
      staleAtReturn: times(hints.staleAtReturn),
      staleAtReceipt: times(hints.staleAtReceipt),
      staleAtUse: times(hints.staleAtUse),
      staleBlocksAtUse: times(hints.staleBlocksAtUse),
      hintedThenWritten: times(hints.hintedThenWritten),
      freeNotHinted: hints.freeNotHinted === null ? null : times(hints.freeNotHinted),
      notHinted: Object.fromEntries(
        Object.entries(hints.notHinted).map(([why, pages]) => [why, times(pages)]),
      ) as unknown as NotHinted,
      bufferPages: times(hints.bufferPages),
    },
    guest: {
      ...guest,
      allocations: times(guest.allocations),
      allocationsFailed: times(guest.allocationsFailed),
      atomicFailed: times(guest.atomicFailed),
      optionalFailed: times(guest.optionalFailed),
      allocationsSlowed: times(guest.allocationsSlowed),
      freePagesMin: times(guest.freePagesMin),
      freePagesAtBegin: times(guest.freePagesAtBegin),
      pageblocksConverted: times(guest.pageblocksConverted),
    },
  };
}
