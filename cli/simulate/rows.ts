/**
 * The rows of the comparison that `simulate` prints: each a figure, its names and how it is written.
 * @module
 */
import type { Figures, NotHinted } from "../../replay/views/figures.ts";
import { bytes, count, span } from "../../replay/text.ts";

const PAGE_BYTES = 4096, PAGE_KIB = 4, PAGES_A_MIB = 256;

export interface Row {
  /** Its name in a table with a column a design; indented below what it is a part of. */
  readonly label: string;
  /** Its name over a column, a line each. */
  readonly head: readonly string[];
  /** Undefined where there is no such figure. */
  readonly value: (figures: Figures) => number | undefined;
  readonly text: (value: number) => string;
  /** What it means, where there is room. */
  readonly word?: string;
  /** Of hints: there is none for a design that gives no hints. */
  readonly isOfHints: boolean;
  /** Left out where no design has anything but nothing. */
  readonly isDetail: boolean;
}

/** Rows that belong together, and what they are about. */
export interface Theme {
  readonly title: string;
  readonly rows: readonly Row[];
}

type More = { word?: string; detail?: true; hints?: true };

const row = (
  label: string,
  head: string,
  value: Row["value"],
  text: Row["text"],
  { word, detail, hints }: More = {},
): Row => ({
  label,
  head: head.split("|"),
  value,
  text,
  word,
  isOfHints: hints === true,
  isDetail: detail === true,
});

/** Pages as KiB, MiB or GiB. */
const pages = (value: number): string =>
  value === 0 ? "0" : value < PAGES_A_MIB ? `${value * PAGE_KIB} KiB` : bytes(value * PAGE_BYTES);
const time = (ns: number): string => ns === 0 ? "0" : span(ns);

const hint = (
  label: string,
  head: string,
  value: (hints: Figures["hints"]) => number | null,
  text: Row["text"],
  more: More = {},
): Row =>
  row(label, head, ({ hints }) => value(hints) ?? undefined, text, { ...more, hints: true });

const why = (label: string, head: string, reason: keyof NotHinted, word?: string): Row =>
  hint(
    `    ${label}`,
    head,
    ({ freeNotHinted, notHinted }) => freeNotHinted === null ? null : notHinted[reason],
    pages,
    { word, detail: true },
  );

export const THEMES: readonly Theme[] = [
  {
    title: "migration",
    rows: [
      row("sent", "sent", ({ migration }) => migration.bytes, bytes),
      row("inflated before", "inflated|before", ({ migration }) => migration.inflatedNs, time, {
        detail: true,
      }),
      row("total time", "total|time", ({ migration }) => migration.totalNs, span),
      row("rounds", "rounds", ({ migration }) => migration.rounds, count, {
        word: "a sync is one",
      }),
      row("downtime", "downtime", ({ migration }) => migration.downtimeNs, span),
      row("LOST PAGES", "LOST|PAGES", ({ migration }) => migration.lostPages, count),
    ],
  },
  {
    title: "hints",
    rows: [
      hint("blocks hinted", "blocks|hinted", ({ read }) => read, count, { word: "all rounds" }),
      hint("  dropped", "dropped", ({ dropped }) => dropped, count, {
        word: "by driver or host",
        detail: true,
      }),
      hint("  stale at read", "stale|at read", ({ staleAtReturn }) => staleAtReturn, count, {
        word: "pages, on return",
        detail: true,
      }),
      hint(
        "  stale at receipt",
        "stale at|receipt",
        ({ staleAtReceipt }) => staleAtReceipt,
        count,
        { word: "pages, by the host", detail: true },
      ),
      hint("  stale at use", "stale|at use", ({ staleAtUse }) => staleAtUse, count, {
        word: "pages, when used",
      }),
      hint("    in blocks", "blocks|at use", ({ staleBlocksAtUse }) => staleBlocksAtUse, count, {
        detail: true,
      }),
      hint("  hinted, then written", "then|written", (hints) => hints.hintedThenWritten, count, {
        word: "pages",
      }),
      hint("  buffers", "buffers", ({ bufferPages }) => bufferPages, pages, {
        word: "arrays, bitmaps",
        detail: true,
      }),
    ],
  },
  {
    title: "not hinted",
    rows: [
      hint(
        "  free, but not hinted",
        "free, not|hinted",
        ({ freeNotHinted }) => freeNotHinted,
        pages,
        { word: "first report" },
      ),
      why("below the order", "below|order", "belowOrder"),
      why("above the order", "above|order", "aboveOrder"),
      why("on per-cpu lists", "per-cpu|lists", "percpu"),
      why("array too small", "array|full", "arrayFull"),
      why("queue full", "queue|full", "queueFull"),
      why("watermark", "water-|mark", "watermark", "or reserve"),
      why("other zone", "other|zone", "otherZone"),
      why("other node", "other|node", "otherNode"),
      why("left on purpose", "left on|purpose", "onPurpose"),
      why("other", "other", "other", "freed behind it"),
    ],
  },
  {
    title: "guest",
    rows: [
      row("guest: lowest free", "lowest|free", ({ guest }) => guest.freePagesMin, pages, {
        word: "`free -h`",
      }),
      row("  nearer to it for", "near it|for", ({ guest }) => guest.freeLowNs, time, {
        word: "than to the begin",
      }),
      row(
        "  pageblocks converted",
        "blocks|converted",
        ({ guest }) => guest.pageblocksConverted,
        count,
        { word: "to another type" },
      ),
      row("  longest zone lock *", "longest|lock *", ({ guest }) => guest.lockHoldNsMax, time),
      row("  interrupts off *", "irqs|off *", ({ guest }) => guest.irqsOffNsMax, time),
    ],
  },
  {
    title: "allocations",
    rows: [
      row("  allocations failed", "failed", ({ guest }) => guest.allocationsFailed, count),
      row("    of them atomic", "atomic", ({ guest }) => guest.atomicFailed, count, {
        word: "in softirq",
        detail: true,
      }),
      row(
        "    with a fallback",
        "with a|fallback",
        ({ guest }) => guest.optionalFailed,
        count,
        { word: "not in that number", detail: true },
      ),
      row("  allocations slowed", "slowed", ({ guest }) => guest.allocationsSlowed, count, {
        word: "waited, reclaimed",
      }),
      row("    median wait *", "median|wait *", ({ guest }) => guest.slowedNs.p50, time, {
        detail: true,
      }),
      row("    99th percentile *", "99th|of 100 *", ({ guest }) => guest.slowedNs.p99, time, {
        detail: true,
      }),
      row("    longest wait *", "longest|wait *", ({ guest }) => guest.slowedNs.max, time, {
        detail: true,
      }),
    ],
  },
];
