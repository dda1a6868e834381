/**
 * Claim T11 in numbers: how many arrays the entries of a list take, for guests of 1 GiB to 1 TiB.
 *
 * An array is a block of the order that is hinted, popped off the very list. Guests that are run are asked by the
 * log of a call; of others it is counted what they need at most: when every page stands on that list.
 * @module
 */
import { count, table } from "../../replay/text.ts";
import { doAll } from "../threads.ts";
import { type Done, type Job, runJob } from "./run.ts";

const ENTRIES_A_PAGE = 512, PAGES_A_GIB = 1 << 18, MIB_A_GIB = 1024, MS_A_GIB = 2;
/** The orders that the claim is about; probe `calls` counts their lists. */
const ORDERS = [10, 9, 4, 0] as const;
const SIZES = [1, 4, 16, 64, 256, 1024];
/** GiB of the largest guest that is run, fresh and in fragments; and with `--large`. */
const RUN = { fresh: 16, fragmented: 16 }, RUN_LARGE = { fresh: 1024, fragmented: 64 };

/** What one guest needs. */
export interface Guest {
  readonly gib: number;
  readonly past: "fresh" | "fragmented" | "at most";
  /** True if a run's log says so; false if it was counted. */
  readonly run: boolean;
  /** Entries and arrays by order. */
  readonly orders: readonly { order: number; entries: number; arrays: number }[];
}

function guestOf(
  gib: number,
  past: Guest["past"],
  entriesOf: (order: number) => number,
): Guest {
  const orders = ORDERS.map((order) => {
    const entries = entriesOf(order);
    return { order, entries, arrays: Math.ceil(entries / (ENTRIES_A_PAGE * 2 ** order)) };
  });
  return { gib, past, run: past !== "at most", orders };
}

/** A guest of that size: a tenth in use; in fragments, an eighth in single pages between pieces of seven. */
function jobOf(gib: number, past: "fresh" | "fragmented", folder: string): Job {
  const mib = gib * MIB_A_GIB, mixed = past === "fresh" ? 0 : Math.floor(mib * 0.11);
  const settings = [
    `guest.mib=${mib}`,
    `guest.usedMib=${Math.floor(mib * 0.08) + mixed}`,
    `guest.unmovableMib=${Math.floor(mib * 0.01)}`,
    `guest.mixedMib=${mixed}`,
    `guest.oldDataMib=${past === "fresh" ? 0 : mixed * 7}`,
    `host.endMs=${gib * MS_A_GIB + 2}`, // the first sync of a larger guest takes longer
  ];
  return { claim: "T11", scenario: "T11-guest", folder: `${folder}/T11-${gib}g-${past}`, settings };
}

/** Runs guests of growing size, and counts for those that are larger. */
export async function guestsOf(folder: string, large: boolean): Promise<Guest[]> {
  const most = large ? RUN_LARGE : RUN;
  const kinds = SIZES.flatMap((gib) =>
    (["fresh", "fragmented"] as const).filter((past) => gib <= most[past])
      .map((past) => ({ gib, past }))
  );
  const done = await doAll(kinds.map(({ gib, past }) => jobOf(gib, past, folder)), runJob, {
    what: "running guests",
    helper: new URL("worker.ts", import.meta.url),
    jobsAThread: 2,
  });
  const entries = ({ runs }: Done, order: number): number => runs[0].facts[`listed${order}`];
  return SIZES.flatMap((gib) => [
    ...kinds.flatMap((kind, at) =>
      kind.gib === gib ? [guestOf(gib, kind.past, (order) => entries(done[at], order))] : []
    ),
    guestOf(gib, "at most", (order) => Math.floor((gib * PAGES_A_GIB) / 2 ** order)),
  ]);
}

/** The table: arrays by guest and order. */
export function guestsText(guests: readonly Guest[]): string[] {
  const rows = guests.map(({ gib, past, run, orders }) => [
    gib < MIB_A_GIB ? `${gib} GiB` : "1 TiB",
    run ? past : `${past} (counted)`,
    ...orders.map(({ arrays }) => count(arrays)),
  ]);
  return table([["guest", "", ...ORDERS.map((order) => `order ${order}`)], ...rows], 2);
}
