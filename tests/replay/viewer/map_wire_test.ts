/**
 * What the page receives is the map that the worker sent, whatever changed between two.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import { MapReceiver, MapSender } from "../../../replay/viewer/map_wire.ts";
import { checkProperty } from "../../support/seed.ts";

const told = { reading: "owner", event: 1, counts: [] };
const FRAMES = 203; // the last word is of three pages

function sendOf(sender: MapSender, classes: Uint8Array): ReturnType<MapSender["sent"]> {
  const room = sender.room(classes.length);
  room.set(classes);
  return sender.sent({ ...told, classes: room });
}

Deno.test("the page has each map that was sent, whatever changed", () => {
  const pages = fc.array(fc.nat(FRAMES - 1), { maxLength: 12 });
  const change = fc.record({ pages, number: fc.integer({ min: 0, max: 3 }) });
  checkProperty(
    "replay/viewer/map_wire_test.ts",
    500,
    fc.property(fc.array(change, { minLength: 1, maxLength: 8 }), (changes) => {
      const sender = new MapSender(), receiver = new MapReceiver();
      const classes = new Uint8Array(FRAMES).fill(2);
      for (const { pages, number } of changes) {
        for (const page of pages) classes[page] = number;
        const { classes: shown } = receiver.received(sendOf(sender, classes));
        assertEquals(shown, classes);
      }
    }),
  );
});

Deno.test("of a map that is as it was nothing is sent, of one page a word", () => {
  const sender = new MapSender(), classes = new Uint8Array(4096).fill(1);
  assertEquals(sendOf(sender, classes).words.length, 1024);
  assertEquals(sendOf(sender, classes).words.length, 0);
  classes[2049] = 7;
  const { at, words } = sendOf(sender, classes);
  assertEquals([...at], [512, 1]);
  assertEquals([...new Uint8Array(words.buffer)], [1, 7, 1, 1]);
});

Deno.test("a map of another size is sent whole", () => {
  const sender = new MapSender(), receiver = new MapReceiver();
  receiver.received(sendOf(sender, new Uint8Array(64).fill(1)));
  const { classes } = receiver.received(sendOf(sender, new Uint8Array(32).fill(1)));
  assertEquals(classes.length, 32);
  assert(classes.every((number) => number === 1));
});
