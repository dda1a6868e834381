/**
 * Bugs of the dirty log and of what is sent, each one switch of a host: with it the page is lost, without it
 * the same moves lose nothing.
 * @module
 */
import { assertEquals } from "@std/assert";
import type { Host } from "../../../../core/decide/hosts/host.ts";
import { qemu10 } from "../../../../core/decide/hosts/qemu_10.ts";
import { qemu10Ring } from "../../../../core/decide/hosts/qemu_10_ring.ts";
import { qemu10Tcg } from "../../../../core/decide/hosts/qemu_10_tcg.ts";
import { deviceWriterFine } from "../../../../core/run/actors/device_writer.ts";
import { taker } from "../../../../core/run/actors/taker.ts";
import { none } from "../../../../core/run/designs/none.ts";
import { FineWorld } from "./fine_world.ts";

const DATA = 1, ZEROS = 2;

/** Somebody has taken page 0, and written it before the log was armed. */
function taken(host: Host, pages = 1): FineWorld {
  const actors = { taker: taker(0, 8, true), device: deviceWriterFine(1) };
  const world = new FineWorld({ host, pages, design: none, actors });
  world.until("taker", "PageAllocated");
  world.move("taker", DATA);
  return world;
}

function lostAfter(world: FineWorld): number {
  world.finish();
  return world.lost();
}

/** The write begins before a fetch, and ends behind the page's sending. */
function fastPath(logsFastPath: boolean): number {
  const world = taken({ ...qemu10Tcg, logsFastPath });
  world.until("migration", "PagesSent");
  const begun = world.move("taker", DATA);
  assertEquals(begun, [logsFastPath ? "PageWritten" : "WriteMarked"]);
  world.until("migration", "PagesSent");
  if (!logsFastPath) {
    assertEquals(world.choices("taker"), 1); // it can do nothing else
    assertEquals(world.move("taker"), ["PageWritten"]);
    assertEquals(world.bit(0, "Log"), false);
  }
  return lostAfter(world);
}

Deno.test("a write that is marked, fetched, sent and then made is lost (C-30)", () => {
  assertEquals([fastPath(true), fastPath(false)], [0, 1]);
});

/** Page 0 is written after it was sent; page 1's chunk is cleared behind that. */
function neighbour(clearsInRange: boolean): number {
  const world = taken({ ...qemu10, chunkOrder: 0, clearsInRange }, 2);
  world.until("migration", "PagesSent"); // page 0: its chunk was cleared first
  world.move("taker", DATA);
  assertEquals(world.bit(0, "Log"), true);
  world.until("migration", "PagesSent");
  assertEquals(world.bit(0, "Log"), clearsInRange);
  return lostAfter(world);
}

Deno.test("a chunk whose clearing takes its neighbour's log with it loses the neighbour's write (C-32)", () => {
  assertEquals([neighbour(true), neighbour(false)], [0, 1]);
});

/** A page is written after it was sent, for the first time since the log was armed. */
function ring(ringTrapsFirst: boolean): number {
  const world = taken({ ...qemu10Ring, ringTrapsFirst });
  world.until("migration", "PagesSent");
  world.move("taker", DATA);
  assertEquals(world.memory.ringUsed[0], ringTrapsFirst ? 1 : 0);
  return lostAfter(world);
}

Deno.test("a ring that begins with unprotected pages hears of no write to them (C-33)", () => {
  assertEquals([ring(true), ring(false)], [0, 1]);
});

/** A page is sent with data, then filled with zeros, and sent again. */
function zeroed(appliesZeroPages: boolean): number {
  const world = taken({ ...qemu10Tcg, appliesZeroPages });
  world.until("migration", "PagesSent");
  world.move("taker", ZEROS);
  world.until("migration", "ZeroPagesSent");
  return lostAfter(world);
}

Deno.test("a zero page of a later round that is not applied leaves old data there (C-39)", () => {
  assertEquals([zeroed(true), zeroed(false)], [0, 1]);
});

/** A device writes the page after it was sent. */
function device(logsDeviceWrites: boolean): number {
  const world = taken({ ...qemu10Tcg, logsDeviceWrites });
  world.until("migration", "PagesSent");
  assertEquals(world.move("device"), ["DeviceWrote"]);
  assertEquals(world.choices("device"), 0);
  return lostAfter(world);
}

Deno.test("a device's write that nobody logs is lost (C-50)", () => {
  assertEquals([device(true), device(false)], [0, 1]);
});
