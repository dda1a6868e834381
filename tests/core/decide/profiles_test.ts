/**
 * Every profile fits the geometry that it is run in; linux-4.17 has the numbers of its time.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { linux417 } from "../../../core/decide/profiles/linux_4_17.ts";
import { profiles } from "../../../core/decide/profiles/mod.ts";
import { ORDERS_MAX, TYPES_MAX } from "../../../core/state/geometry.ts";

const ISOLATE = 5;

Deno.test("no two profiles have the same name", () => {
  assertEquals(new Set(profiles.map(({ name }) => name)).size, profiles.length);
});

for (const profile of profiles) {
  Deno.test(`${profile.name} has orders, types and fallbacks that exist`, () => {
    assert(profile.orders <= ORDERS_MAX && profile.pageblockOrder < profile.orders);
    assert(profile.types <= TYPES_MAX);
    assertEquals(profile.fallbacks.length, profile.types);
    profile.fallbacks.forEach((others, type) => {
      assert(others.every((other) => other !== type && other < profile.types));
    });
  });

  Deno.test(`${profile.name} merges pageblocks of the same type, and the same both ways`, () => {
    for (let type = 0; type < profile.types; type++) {
      for (let other = 0; other < profile.types; other++) {
        assertEquals(profile.mayMerge(type, other), profile.mayMerge(other, type));
      }
    }
  });

  Deno.test(`${profile.name} moves at least one page at a time`, () => {
    for (const managed of [1, 3840, 12288, 1572864]) assert(profile.batch(managed) >= 1);
  });
}

Deno.test("linux-4.17: the highest order is 10, pageblocks are of order 9, six types", () => {
  assertEquals([linux417.orders - 1, linux417.pageblockOrder, linux417.types], [10, 9, 6]);
});

Deno.test("linux-4.17: only order 0 waits on per-cpu lists", () => {
  assertEquals([0, 1, 2, 3, 9, 10].filter(linux417.isPercpu), [0]);
});

const BATCHES: [string, number, number, number][] = [
  ["of 6 GiB", 1572864, 31, 186],
  ["of 512 MiB", 131072, 31, 186],
  ["of 48 MiB", 12288, 3, 18],
  ["of 32 MiB", 8192, 1, 6],
  ["DMA", 3840, 1, 0],
];
for (const [what, managed, batch, high] of BATCHES) {
  Deno.test(`linux-4.17: a zone ${what} has batch ${batch} and high ${high}`, () => {
    assertEquals([linux417.batch(managed), linux417.high(managed, 0, 1)], [batch, high]);
  });
}

Deno.test("linux-4.17: fallbacks are reclaimable first but for itself; highatomic and up have none", () => {
  assertEquals(linux417.fallbacks, [[2, 1], [2, 0], [0, 1], [], [], []]);
});

Deno.test("linux-4.17: only one isolated side keeps pageblocks apart", () => {
  for (let type = 0; type < ISOLATE; type++) {
    assertEquals(linux417.mayMerge(type, ISOLATE), false);
    assertEquals(linux417.mayMerge(type, 0), true);
  }
  assertEquals(linux417.mayMerge(ISOLATE, ISOLATE), true);
});

Deno.test("linux-4.17: what is freed at boot or stolen goes to the head", () => {
  assertEquals([linux417.bootToTail, linux417.stealToTail], [false, false]);
});
