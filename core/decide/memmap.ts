/**
 * The kernel's array of struct page: whoever hands out, gives back or first maps a page writes that
 * page's entry, and so dirties memory that no task owns.
 *
 * An entry has 64 bytes, so a page of the array stands for 64 pages. The array is as large as memory by
 * 64, in one piece, and lies near the end of memory, where the boot allocator takes from the top (Linux,
 * mm/sparse.c, sparse_buffer_init; include/linux/mm_types.h). Where it lies is known only of a guest that
 * begins with real lists and a map of contents; else nothing is written.
 * @module
 */
import { NONE } from "../../events/log.ts";
import { write } from "./contents.ts";
import type { Machine } from "./machine.ts";

/** Pages that one page of the array stands for. */
export const ENTRIES_A_PAGE = 64;

/** Pages that one page table maps. */
export const PAGES_A_TABLE = 512;

/** Writes the entries of all pages of a block: the kernel checks each as the block is given back. */
export function touchEntries(machine: Machine, lane: number, pfn: number, order: number): void {
  if (machine.memmap === NONE) return;
  for (let page = 0; page < 1 << order; page += ENTRIES_A_PAGE) {
    touchEntry(machine, lane, pfn + page);
  }
}

/** Writes the entry of a page; of a block that is handed out, its first one's. */
export function touchEntry(machine: Machine, lane: number, pfn: number): void {
  if (machine.memmap !== NONE) {
    write(machine, lane, machine.memmap + Math.floor(pfn / ENTRIES_A_PAGE), 0);
  }
}
