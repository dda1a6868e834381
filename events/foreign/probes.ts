/**
 * Lines of kprobes that tell what no tracepoint does (Documentation/trace/kprobetrace). Names and
 * arguments are the user's; the symbol says what happened:
 *
 * ```text
 * NAME: (__isolate_free_page+0x0/0x2b0) page=0xffffea0000004000 order=2
 * NAME: (caller+0x61/0x2b0 <- __alloc_pages_bulk) taken=0x4
 * ```
 * @module
 */
import { type Fields, Seen } from "./fields.ts";

/** What a probe's line tells; `None` if it is none that this table knows. */
export const Probe = {
  None: -1,
  Isolation: 0,
  BulkAsked: 1,
  BulkTaken: 2,
  Begun: 3,
  Ended: 4,
} as const;

// By symbol, with `+` behind it on entry, and `)` on return (mm/page_alloc.c, mm/vmscan.c).
const symbols: readonly (readonly [string, number])[] = [
  ["(__isolate_free_page+0x0/", Probe.Isolation],
  ["(__alloc_pages_bulk+0x0/", Probe.BulkAsked],
  ["<- __alloc_pages_bulk)", Probe.BulkTaken],
  ["(balance_pgdat+0x0/", Probe.Begun],
  ["<- balance_pgdat)", Probe.Ended],
];

// A pointer to `struct page`, 64 bytes each, in an array that begins at a multiple of 1 GiB, randomized
// or not (arch/x86/mm/kaslr.c): its low bits are the page's up to 64 GiB of memory.
const POINTER_DIGITS = 16, ARRAY_BYTES = 1 << 30, PAGE_STRUCT_BYTES = 64;
const ORDER_MAX = 10, COUNT_MAX = 1 << 20;
const HEAD_MAX = 200; // bytes: a bracket with two symbols
const decoder = new TextDecoder();

/** What the line tells whose fields begin at `from`. */
export function probeOf(bytes: Uint8Array, from: number): number {
  const head = decoder.decode(bytes.subarray(from, from + HEAD_MAX)).trimStart();
  if (!head.startsWith("(")) return Probe.None;
  const bracket = head.slice(0, head.indexOf(")") + 1);
  return symbols.find(([text]) => bracket.includes(text))?.[1] ?? Probe.None;
}

/**
 * Reads what a probe's line tells, whatever its arguments are called; rare, so text will do. Of a bulk
 * allocation's arguments the one called like a number of pages counts, or the only one.
 */
export function readProbe(
  probe: number,
  fields: Fields,
  bytes: Uint8Array,
  from: number,
  until: number,
): void {
  fields.seen = 0;
  fields.pfn = fields.order = 0;
  const text = decoder.decode(bytes.subarray(from, until));
  const pairs = [...text.matchAll(/(\w+)=(0x[0-9a-f]+|\d+)/g)];
  if (probe === Probe.Isolation) { for (const pair of pairs) readBlock(fields, pair[1], pair[2]); }
  else if (probe === Probe.BulkAsked || probe === Probe.BulkTaken) {
    const named = pairs.find(([, key]) => /^(nr|n_|count|pages|taken|ret)/.test(key));
    const pages = Number((named ?? pairs[0])?.[2] ?? NaN);
    if (!(pages < COUNT_MAX)) return;
    fields.pfn = pages;
    fields.seen |= Seen.Pfn;
  }
}

function readBlock(fields: Fields, key: string, value: string): void {
  if (value.length === POINTER_DIGITS + "0x".length) {
    fields.pfn = Number(BigInt(value) % BigInt(ARRAY_BYTES)) / PAGE_STRUCT_BYTES;
    if (Number.isInteger(fields.pfn)) fields.seen |= Seen.Pfn;
  } else if (key === "pfn") {
    fields.pfn = Number(value);
    fields.seen |= Seen.Pfn;
  } else if (Number(value) <= ORDER_MAX) {
    fields.order = Number(value);
    fields.seen |= Seen.Order;
  }
}
