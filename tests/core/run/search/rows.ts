/**
 * Rows 1 to 18 of the one-page table (facts of free page hinting, section G): which host, which driver,
 * which log, and whether a page can be lost. The table's verdicts are a small model's, found by reading
 * code; what this search says is a model finding too.
 * @module
 */
import type { Host } from "../../../../core/decide/hosts/host.ts";
import { qemu10 } from "../../../../core/decide/hosts/qemu_10.ts";
import { qemu30 } from "../../../../core/decide/hosts/qemu_3_0.ts";
import type { Design } from "../../../../core/run/designs/design.ts";
import { mergedDriver } from "../../../../core/run/designs/_driver.ts";
import { v33 } from "../../../../core/run/designs/v33.ts";
import { BOUNDS, type Bounds } from "../../../../core/run/search/one_page.ts";

export interface Row {
  readonly row: number;
  readonly story: string;
  readonly host: Host;
  readonly design: Design;
  readonly bounds: Bounds;
  readonly verdict: "safe" | "violation";
}

const driver = (switches: Parameters<typeof mergedDriver>[2]): Design =>
  mergedDriver("merged", "the merged driver, with switches", switches);

const byValue = driver({ idByReference: false });
const repeating = driver({ idByReference: false, repeatsId: true });
const waiting = driver({ idByReference: false, waitsOnAck: true });
const asWritten = driver({});

const getAndClear: Host = qemu30;
const noClearOnHint: Host = { ...qemu10, chunkOrder: 0, clearsLogOnHint: false };
const clearOnHint: Host = { ...qemu10, chunkOrder: 0 };

const bounds: Bounds = { ...BOUNDS, queue: 3 };
const noShrinker: Bounds = { ...bounds, returns: 0 };
/** START, hint, STOP and the next START stand in the queue at once. */
const longQueue: Bounds = { ...bounds, queue: 4 };

const late: Host = { ...getAndClear, startsOnlyOnRequest: false };
const readFirst = { clearsBeforeRead: false };

const row = (
  number: number,
  story: string,
  host: Host,
  design: Design,
  verdict: Row["verdict"],
  within: Bounds = bounds,
): Row => ({ row: number, story, host, design, bounds: within, verdict });

export const ROWS: readonly Row[] = [
  row(1, "merged", getAndClear, byValue, "safe"),
  row(2, "merged without a shrinker", getAndClear, byValue, "safe", noShrinker),
  row(3, "v33's snapshot", getAndClear, v33, "safe"),
  row(4, "a driver that repeats its last id", getAndClear, repeating, "safe"),
  row(
    5,
    "a page read before its bit is cleared",
    { ...getAndClear, ...readFirst },
    byValue,
    "safe",
  ),
  row(6, "the same with manual protect", { ...noClearOnHint, ...readFirst }, byValue, "violation"),
  row(7, "no stop before a sync", { ...getAndClear, stopsBeforeSync: false }, byValue, "violation"),
  row(8, "no look at the id", { ...getAndClear, checksId: false }, byValue, "violation"),
  row(9, "a START taken while stopped", late, byValue, "violation"),
  row(10, "the same, and a driver that repeats its last id", late, repeating, "violation"),
  row(11, "an id by reference, as Linux has it", getAndClear, asWritten, "violation", longQueue),
  row(12, "the same without a shrinker", getAndClear, asWritten, "safe", {
    ...longQueue,
    returns: 0,
  }),
  row(
    13,
    "an id by reference, waiting until START, each hint and STOP are used,",
    getAndClear,
    driver({ waitsOnAck: true }),
    "safe",
    longQueue,
  ),
  row(14, "manual protect, no clear on hint", noClearOnHint, byValue, "safe"),
  row(15, "clear on hint", clearOnHint, byValue, "violation"),
  row(16, "clear on hint without a shrinker", clearOnHint, byValue, "safe", noShrinker),
  row(
    17,
    "clear on hint, waiting until START, each hint and STOP are used,",
    clearOnHint,
    waiting,
    "safe",
  ),
  row(18, "clear on hint, v33's snapshot", clearOnHint, v33, "violation"),
];
