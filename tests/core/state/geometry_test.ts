/**
 * A geometry is used only if every number of it is within its limit.
 * @module
 */
import { assertEquals, assertStrictEquals, assertThrows } from "@std/assert";
import {
  checkGeometry,
  FRAMES_MAX,
  type Geometry,
  lockName,
  pagesOf,
} from "../../../core/state/geometry.ts";
import { GEOMETRY } from "../../support/given.ts";

Deno.test("checkGeometry() hands back a geometry within its limits", () => {
  assertStrictEquals(checkGeometry(GEOMETRY), GEOMETRY);
});

const refused: [string, Partial<Geometry>][] = [
  ["frames is 0", { frames: 0 }],
  ["frames is 269484033", { frames: FRAMES_MAX + 1 }],
  ["frames is 1.5", { frames: 1.5 }],
  ["orders is 12", { orders: 12 }],
  ["pageblockOrder is 4", { pageblockOrder: 4 }],
  ["types is 9", { types: 9 }],
  ["cpus is 0", { cpus: 0 }],
  ["cpus is 241", { cpus: 241 }],
  ["percpuLists is 4", { percpuLists: 4 }],
  ["lanes is 255", { lanes: 255 }],
  ["owners is 4", { owners: 4 }],
  ["queue is -1", { queue: -1 }],
  ["array is 268435457", { array: 2 ** 28 + 1 }],
  ["number of zones is 0", { zones: [] }],
];
for (const [why, change] of refused) {
  Deno.test(`checkGeometry() refuses a geometry whose ${why}`, () => {
    assertThrows(
      () => checkGeometry({ ...GEOMETRY, ...change }),
      RangeError,
      `Cannot use geometry: ${why}`,
    );
  });
}

Deno.test("checkGeometry() refuses zones that overlap or end behind the last frame", () => {
  const zones = (start: number, frames: number): Geometry => ({
    ...GEOMETRY,
    zones: [GEOMETRY.zones[0], { name: "Normal", start, frames }],
  });
  assertThrows(() => checkGeometry(zones(12, 8)), RangeError, "start of zone Normal is 12");
  assertThrows(() => checkGeometry(zones(16, 25)), RangeError, "frames of zone Normal is 25");
  checkGeometry(zones(20, 20)); // a hole is no overlap
});

Deno.test("checkGeometry() refuses a zone that begins within a pageblock", () => {
  const zones = [GEOMETRY.zones[0], { name: "Normal", start: 18, frames: 8 }];
  assertThrows(
    () => checkGeometry({ ...GEOMETRY, zones }),
    RangeError,
    "zone Normal starts within a pageblock",
  );
});

Deno.test("pagesOf() leaves holes out", () => {
  const zones = [GEOMETRY.zones[0], { name: "Normal", start: 32, frames: 8 }];
  assertEquals(pagesOf({ ...GEOMETRY, zones }), 24);
});

Deno.test("lockName() names zones' locks first", () => {
  assertEquals(lockName(GEOMETRY, 1), "Normal zone lock");
  assertEquals(lockName(GEOMETRY, 2), "free_page_lock");
  assertEquals(lockName(GEOMETRY, 7), "lock 7");
});
