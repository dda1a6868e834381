/**
 * Lines of kprobes that tell what no tracepoint does: `NAME: (SYMBOL+0x0/0x2b0) page=0xffffea... order=2`.
 * Names and arguments are the user's; the symbol says what happened (Documentation/trace/kprobetrace).
 * @module
 */
import { type Fields, Seen } from "./fields.ts";

/** Compaction takes a whole free block off its list (mm/page_alloc.c): class M2 of the kernel-6.1 facts. */
const ISOLATION = "(__isolate_free_page+0x0/";
const ISOLATION_BYTES = new TextEncoder().encode(ISOLATION);
// x86-64 without address randomization: `struct page`s of 64 bytes from here on (nokaslr).
const VMEMMAP_PREFIX = "ffffea", POINTER_DIGITS = 16, PAGE_STRUCT_BYTES = 64;
const ORDER_MAX = 10, BLANK = 32;
const decoder = new TextDecoder();

/** True if the fields of a line that begin at `from` are those of an isolation. */
export function isIsolation(bytes: Uint8Array, from: number): boolean {
  while (bytes[from] === BLANK) from++;
  for (let at = 0; at < ISOLATION_BYTES.length; at++) {
    if (bytes[from + at] !== ISOLATION_BYTES[at]) return false;
  }
  return true;
}

/** Reads block and order of an isolation, whatever the arguments are called; rare, so text will do. */
export function readIsolation(
  fields: Fields,
  bytes: Uint8Array,
  from: number,
  until: number,
): void {
  fields.seen = 0;
  const text = decoder.decode(bytes.subarray(from, until));
  for (const [, key, value] of text.matchAll(/(\w+)=(0x[0-9a-f]+|\d+)/g)) {
    const digits = value.slice(2);
    if (digits.length === POINTER_DIGITS) {
      if (!digits.startsWith(VMEMMAP_PREFIX)) continue;
      fields.pfn = Number(`0x${digits.slice(VMEMMAP_PREFIX.length)}`) / PAGE_STRUCT_BYTES;
      if (Number.isInteger(fields.pfn)) fields.seen |= Seen.Pfn;
    } else if (key === "pfn") {
      fields.pfn = Number(value);
      fields.seen |= Seen.Pfn;
    } else if (Number(value) <= ORDER_MAX) {
      fields.order = Number(value);
      fields.seen |= Seen.Order;
    }
  }
}
