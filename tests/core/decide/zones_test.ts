/**
 * Zones, watermarks and reserves of guests of some sizes, with the numbers that a kernel shows.
 * @module
 */
import { assertEquals, assertThrows } from "@std/assert";
import { linux417 } from "../../../core/decide/profiles/linux_4_17.ts";
import { managedOf, marksOf, reservesOf, zonesOf } from "../../../core/decide/zones.ts";

const GIB = 1024; // in MiB
const KB_A_GIB = 1 << 20;

Deno.test("8 GiB on q35: 16 MiB of DMA, DMA32 up to 2 GiB, 6 GiB of Normal from 4 GiB on", () => {
  assertEquals(zonesOf({ mib: 8 * GIB }), [
    { name: "DMA", start: 0, frames: 4096 },
    { name: "DMA32", start: 4096, frames: 524288 - 4096 },
    { name: "Normal", start: 1 << 20, frames: 1572864 },
  ]);
});

Deno.test("a small guest has no Normal zone, a tiny one no DMA32", () => {
  assertEquals(zonesOf({ mib: 64 }).map(({ name }) => name), ["DMA", "DMA32"]);
  assertEquals(zonesOf({ mib: 8 }), [{ name: "DMA", start: 0, frames: 2048 }]);
});

Deno.test("q35 splits memory at 2 GiB from 2816 MiB on, and not below", () => {
  const ends = (mib: number): number[] =>
    zonesOf({ mib }).map(({ start, frames }) => (start + frames) / 256);
  assertEquals(ends(2815), [16, 2815]);
  assertEquals(ends(2816), [16, 2048, 4096 + 768]);
});

Deno.test("all but the first megabyte is managed", () => {
  assertEquals(managedOf(zonesOf({ mib: 8 * GIB })), [3840, 520192, 1572864]);
});

const MIN_FREE: [number, number][] = [
  [1 * KB_A_GIB, 4096],
  [8 * KB_A_GIB - 1024, 11584], // less the first megabyte
  [16 * KB_A_GIB, 16384],
  [512, 128],
  [512 * KB_A_GIB, 65536],
];
for (const [lowmem, expected] of MIN_FREE) {
  Deno.test(`min_free_kbytes for ${lowmem} kB is ${expected}`, () => {
    assertEquals(linux417.minFreeKilobytes(lowmem), expected);
  });
}

Deno.test("marks of 8 GiB: min by share of 2,896 pages, steps of a quarter or a thousandth", () => {
  assertEquals(marksOf(linux417, [3840, 520192, 1572864], false), [
    { min: 5, low: 8, high: 11 },
    { min: 718, low: 1238, high: 1758 },
    { min: 2172, low: 3744, high: 5316 },
  ]);
});

Deno.test("transparent huge pages raise min_free_kbytes of three zones to 67,584 kB", () => {
  const managed = managedOf(zonesOf({ mib: 8 * GIB }));
  const total = managed.reduce((sum, pages) => sum + pages, 0);
  const mins = marksOf(linux417, managed, true).map(({ min }) => min);
  assertEquals(mins, managed.map((pages) => Math.floor((67584 / 4) * pages / total)));
});

Deno.test("transparent huge pages raise it to no more than a twentieth of memory", () => {
  assertEquals(marksOf(linux417, [65280], true)[0].min, 65280 / 20);
});

Deno.test("reserves of 8 GiB: a 256th of what lies above", () => {
  const zones = zonesOf({ mib: 8 * GIB });
  assertEquals(reservesOf(zones, managedOf(zones)), [
    [0, 520192 / 256, (520192 + 1572864) / 256],
    [0, 0, 1572864 / 256],
    [0, 0, 0],
  ]);
});

Deno.test("two nodes share memory and follow each other; only the first has the zones below 4 GiB", () => {
  const zones = zonesOf({ mib: 8 * GIB, nodes: 2 });
  assertEquals(zones.map(({ name, node = 0 }) => `${name}/${node}`), [
    "DMA/0",
    "DMA32/0",
    "Normal/0",
    "Normal/1",
  ]);
  assertEquals(zones[3], { name: "Normal", start: 0x180000, frames: 4 * GIB * 256, node: 1 });
  const small = zonesOf({ mib: 64, nodes: 2 });
  assertEquals(small.map(({ name, frames, node = 0 }) => `${name}/${node} ${frames}`), [
    "DMA/0 4096",
    "DMA32/0 4096",
    "DMA32/1 8192",
  ]);
});

Deno.test("a Movable zone is cut off the end of each node, and keeps back nothing; others keep back from it", () => {
  const zones = zonesOf({ mib: 8 * GIB, movableMib: 2 * GIB });
  assertEquals(zones.map(({ name }) => name), ["DMA", "DMA32", "Normal", "Movable"]);
  assertEquals(zones[2].frames, 4 * GIB * 256);
  assertEquals(zones[3].frames, 2 * GIB * 256);
  const managed = managedOf(zones), reserves = reservesOf(zones, managed);
  assertEquals(reserves[3], [0, 0, 0, 0]);
  assertEquals(reserves[2][3], Math.floor(managed[3] / 32));
  assertEquals(reserves[1][2], Math.floor(managed[2] / 256)); // a request for Normal has no Movable above
  assertEquals(reserves[1][3], Math.floor((managed[2] + managed[3]) / 256));
});

Deno.test("no zone keeps memory back from requests for another node's", () => {
  const zones = zonesOf({ mib: 8 * GIB, nodes: 2 }), managed = managedOf(zones);
  assertEquals(reservesOf(zones, managed)[1][3], Math.floor(managed[2] / 256));
  assertEquals(reservesOf(zones, managed)[2][3], 0);
});

Deno.test("a Movable zone that leaves nothing for the kernel is refused", () => {
  assertThrows(
    () => zonesOf({ mib: 64, movableMib: 49 }),
    RangeError,
    "movableMib 49 leaves less than 16",
  );
  assertEquals(zonesOf({ mib: 64, movableMib: 48 }).length, 2);
});
