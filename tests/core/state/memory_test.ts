/**
 * All state is one buffer: small for a small world, and a copy is one loop.
 * @module
 */
import { assert, assertEquals, assertLess, assertLessOrEqual } from "@std/assert";
import { linux417 } from "../../../core/decide/profiles/linux_4_17.ts";
import { zonesOf } from "../../../core/decide/zones.ts";
import type { Geometry } from "../../../core/state/geometry.ts";
import { checkInvariants } from "../../../core/state/invariants.ts";
import { layoutOf, Memory } from "../../../core/state/memory.ts";
import { type ViewName, VIEWS } from "../../../core/state/views.ts";
import { freeLists, GEOMETRY, given, when } from "../../support/given.ts";

const WIDTHS = { f64: 8, i32: 4, u16: 2, u8: 1 };
const ONE_PAGE: Geometry = {
  frames: 1,
  zones: [{ name: "DMA", start: 0, frames: 1 }],
  orders: 1,
  pageblockOrder: 0,
  types: 1,
  cpus: 1,
  percpuLists: 0,
  lanes: 1,
  owners: 0,
  locks: 0,
  queue: 0,
  array: 0,
  timed: false,
};

Deno.test("a world of one page takes less than 256 bytes", () => {
  assertLess(new Memory(ONE_PAGE).buffer.byteLength, 256);
});

Deno.test("a world of one page with six lanes, a queue and an array takes less than 512 bytes", () => {
  const searched = { ...ONE_PAGE, lanes: 6, owners: 2, locks: 1, queue: 6, array: 1 };
  assertLess(new Memory(searched).buffer.byteLength, 512);
});

Deno.test("a world of 8 GiB takes at most 20 bytes a page frame", () => {
  const zones = zonesOf({ mib: 8192 });
  const frames = zones[2].start + zones[2].frames;
  const { orders, pageblockOrder, types, percpuLists } = linux417;
  const geometry = { ...GEOMETRY, zones, frames, orders, pageblockOrder, types, percpuLists };
  assertLessOrEqual(layoutOf({ ...geometry, array: 1 << 15, queue: 256 }).bytes / frames, 20);
});

Deno.test("a fresh memory knows nothing and is intact", () => {
  const memory = new Memory(GEOMETRY);
  assertEquals(freeLists(memory), "");
  assertEquals(checkInvariants(memory), []);
  assert(memory.block.every((word) => word === 0));
});

Deno.test("views lie aligned and behind one another, and fill the buffer", () => {
  for (const geometry of [ONE_PAGE, GEOMETRY, { ...GEOMETRY, frames: 39, timed: false }]) {
    const { parts, bytes } = layoutOf(geometry);
    let end = 0;
    for (const { name, offset, length } of parts) {
      const width = WIDTHS[VIEWS[name].width];
      assertEquals(offset % width, 0, name);
      assert(offset >= end && offset < end + 8, `${name} begins at ${offset}, not at ${end}`);
      end = offset + length * width;
    }
    assert(bytes >= end && bytes < end + 8);
  }
});

Deno.test("quads see the bits of four pages, the lowest pfn in the low byte", () => {
  const memory = given(`pages-used pfn=4 count=1`);
  assertEquals(memory.quads[1], memory.bits[4]);
  memory.bits[7] = 0x80;
  assertEquals(memory.quads[1], (0x80 << 24) | memory.bits[4]);
});

Deno.test("a clone is equal, and goes its own way", () => {
  const memory = given(`block-on-list pfn=0 order=3 list=movable`);
  const copy = memory.clone();
  assertEquals(copy.bytes, memory.bytes);
  when(copy, `block-taken pfn=0 order=0 found=3 list=movable`);
  assertEquals(freeLists(memory), "DMA 3 movable: 0");
  assertEquals(freeLists(copy), "DMA 0 movable: 1; DMA 1 movable: 2; DMA 2 movable: 4");
});

Deno.test("copyFrom() makes a state equal to another", () => {
  const memory = given(`block-on-list pfn=0 order=3 list=movable`);
  const other = given(`pages-used pfn=3 count=2 actor=1`);
  other.copyFrom(memory);
  assertEquals(other.bytes, memory.bytes);
});

Deno.test("bytesOfView() is the view's own bytes", () => {
  const memory = given(`pages-hold pfn=2 count=1 fill=poison`);
  for (const name of Object.keys(VIEWS) as ViewName[]) {
    const view = memory[name] as unknown as ArrayBufferView;
    const bytes = memory.bytesOfView(name);
    assertEquals([bytes.byteOffset, bytes.byteLength], [view.byteOffset, view.byteLength], name);
  }
});
