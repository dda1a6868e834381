/**
 * Lists from counts: every block that /proc counts is placed, aligned, apart from others, and so that
 * the kernel would not have merged it.
 */
import { assertEquals, assertThrows } from "@std/assert";
import fc from "fast-check";
import { placed, type ZoneCounts } from "../../../../core/run/start/placed.ts";
import { checkProperty } from "../../../support/seed.ts";

const ORDERS = 11, BLOCK = 512;

/** A zone of so many pageblocks of 512 pages that begins at pfn 4096. */
function zone(
  pageblocks: number[],
  free: [type: number, order: number, blocks: number][],
): ZoneCounts {
  const counts = [0, 1, 2, 3, 4].map(() => new Array<number>(ORDERS).fill(0));
  for (const [type, order, blocks] of free) counts[type][order] += blocks;
  const frames = pageblocks.reduce((sum, blocks) => sum + blocks, 0) * BLOCK;
  return {
    name: "DMA32",
    startPfn: 4096,
    spanned: frames,
    managed: frames,
    watermark: { min: 8, low: 10, high: 12, boost: 0 },
    lowmemReserve: [0],
    free: counts,
    pageblocks,
    percpu: [{ cpu: 0, high: 60, batch: 15 }],
  };
}

/** What is wrong with a zone's placed blocks. */
function faults(counts: ZoneCounts): string[] {
  const [{ free_area: area }] = placed([counts], 1).zones;
  const wrong: string[] = [], taken = new Set<number>(), heads = new Map<number, number>();
  area.forEach(({ order, lists }) =>
    lists.forEach((pfns, type) => {
      if (pfns.length !== counts.free[type][order]) wrong.push(`order ${order}: ${pfns.length}`);
      for (const pfn of pfns) {
        heads.set(pfn, order);
        if (pfn % (1 << order) !== 0) wrong.push(`${pfn} is not aligned`);
        if (pfn < counts.startPfn || pfn + (1 << order) > counts.startPfn + counts.spanned) {
          wrong.push(`${pfn} lies outside`);
        }
        for (let page = pfn; page < pfn + (1 << order); page++) {
          if (taken.has(page)) wrong.push(`page ${page} is free twice`);
          taken.add(page);
        }
      }
    })
  );
  for (const [pfn, order] of heads) {
    const isWhole = order < ORDERS - 1 && heads.get(pfn ^ (1 << order)) === order;
    if (isWhole) wrong.push(`${pfn} and its buddy are both free at order ${order}`);
  }
  return wrong;
}

Deno.test("placed: all blocks of a zone that is half free", () => {
  assertEquals(
    faults(zone([2, 6, 1], [[1, 10, 2], [1, 9, 1], [0, 3, 4], [2, 0, 9], [1, 0, 30]])),
    [],
  );
});

Deno.test("placed: any counts that fill at most a half of any zone", () => {
  const some = fc.array(
    fc.tuple(fc.nat(2), fc.nat(ORDERS - 1), fc.integer({ min: 1, max: 20 })),
    { maxLength: 12 },
  );
  const blocks = fc.tuple(fc.nat(6), fc.nat(6), fc.nat(6));
  checkProperty(
    "core/run/start/placed_test.ts",
    200,
    fc.property(blocks, some, (types, wanted) => {
      let room = types.reduce((sum, count) => sum + count, 0) * BLOCK / 2;
      const free = wanted.filter(([, order, count]) => order < 9 && (room -= count << order) >= 0);
      const counts = zone([...types, 0, 0], free);
      const found = faults(counts);
      if (found.length > 0) throw new Error(found.join("; "));
    }),
  );
});

Deno.test("placed: more free blocks than a zone has room for are refused", () => {
  const full = zone([0, 2, 0], [[1, 10, 2]]);
  assertThrows(
    () => placed([full], 1),
    RangeError,
    "Cannot place the free blocks of zone DMA32: there is no room for one more of order 10",
  );
});
