/**
 * What is typed and shown, without a browser: numbers, times, links, keys, steps, the time axis, ties.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  bytes,
  count,
  tick,
  time,
  typedFrame,
  typedNumber,
  typedTime,
} from "../../../replay/viewer/page/format.ts";
import { hashOf, type Place, placeOf } from "../../../replay/viewer/page/hash.ts";
import { commandOf, keyOf, KEYS, type Press } from "../../../replay/viewer/page/keys.ts";
import { Latest } from "../../../replay/viewer/page/latest.ts";
import { compared, followerWish } from "../../../replay/viewer/page/tie.ts";
import {
  followed,
  lastAtMost,
  marksOf,
  movedTime,
  zoomedTime,
} from "../../../replay/viewer/page/time/axis.ts";
import { eventOf } from "../../../replay/viewer/page/wish.ts";

function press(key: string, held: Partial<Press> = {}): Press {
  return { key, ctrlKey: false, shiftKey: false, altKey: false, metaKey: false, ...held };
}

Deno.test("numbers, sizes and times are told in words", () => {
  assertEquals([count(0), count(999), count(1234567)], ["0", "999", "1,234,567"]);
  assertEquals([bytes(512), bytes(2 ** 20), bytes(1.5 * 2 ** 30)], [
    "512 B",
    "1.00 MiB",
    "1.50 GiB",
  ]);
  assertEquals(
    [time(0, "ns"), time(999, "ns"), time(12_500, "ns"), time(1_234_567_000, "ns")],
    ["0 s", "999 ns", "12.500 us", "1.234567 s"],
  );
  assertEquals([time(-1500, "ns"), time(1500, "counter")], ["-1.500 us", "1,500"]);
});

Deno.test("what was typed is understood, or refused", () => {
  assertEquals([typedNumber(" 1,234 "), typedNumber("#7"), typedNumber("7x")], [1234, 7, null]);
  assertEquals([typedFrame("0x5a3c1"), typedFrame("12"), typedFrame("0xq")], [0x5a3c1, 12, null]);
  assertEquals(
    ["1.5 ms", "2s", "+300us", "-1 s", "5", "ms"].map((text) => typedTime(text, "ns")),
    [1.5e6, 2e9, 3e5, -1e9, null, null],
  );
  assertEquals(typedTime("5,000", "counter"), 5000);
});

Deno.test("a time that is shown and typed again is the same, to the digits shown", () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 1e12 }), (value) => {
    const back = typedTime(time(value, "ns"), "ns") ?? (value === 0 ? 0 : NaN);
    assert(Math.abs(back - value) <= Math.max(0.5, value / 1000), `${value}: ${back}`);
  }));
});

Deno.test("a link leads back to where it was taken", () => {
  const place: Place = { at: 1234, reading: "hints", order: "hilbert", pfn: 0x5a3c1 };
  assertEquals(hashOf(place), "#at=1234&reading=hints&order=hilbert&pfn=0x5a3c1");
  assertEquals(placeOf(hashOf(place)), place);
});

Deno.test("of a link that is half wrong the other half is kept", () => {
  assertEquals(placeOf("#at=x&reading=hints&order=spiral&pfn=-1"), {
    at: null,
    reading: "hints",
    order: null,
    pfn: null,
  });
  assertEquals(placeOf("").at, null);
});

Deno.test("keys mean what the help says, and no key two things", () => {
  const keys = KEYS.flatMap((row) => row.keys);
  assertEquals(new Set(keys).size, keys.length);
  assertEquals(commandOf(press("ArrowRight")), "next-event");
  assertEquals(commandOf(press("ArrowRight", { shiftKey: true })), "next-hint");
  assertEquals(commandOf(press("ArrowLeft", { ctrlKey: true })), "prev-finding");
  assertEquals(commandOf(press("ArrowLeft", { ctrlKey: true, shiftKey: true })), "prev-round");
  assertEquals(commandOf(press(" ")), "play");
  assertEquals(commandOf(press("7")), "reading-7");
  assertEquals(commandOf(press("H", { shiftKey: true })), "prev-hint");
  assertEquals(commandOf(press("?", { shiftKey: true })), "help");
  assertEquals(keyOf("next-hint"), "Shift →");
});

Deno.test("keys of the browser stay the browser's", () => {
  for (const held of [{ altKey: true }, { metaKey: true }]) {
    assertEquals(commandOf(press("ArrowLeft", held)), null);
  }
  for (const key of ["t", "r", "f", "1", "+", "-", "0"]) {
    assertEquals(commandOf(press(key, { ctrlKey: true })), null, key);
  }
});

Deno.test("steps stop at both ends of the log", () => {
  assertEquals(eventOf("next-event", 10, 10), 10);
  assertEquals(eventOf("prev-event", 0, 10), 0);
  assertEquals([eventOf("far-next", 0, 1000), eventOf("far-prev", 5, 1000)], [10, 0]);
  assertEquals([eventOf("begin", 5, 10), eventOf("end", 5, 10)], [0, 10]);
  assertEquals(eventOf("theme", 5, 10), null);
});

Deno.test("the time axis zooms about a time and stays within the log", () => {
  const whole = { from: 100, to: 1100 };
  const near = zoomedTime(whole, 4, 300, whole, 1);
  assertEquals(near, { from: 250, to: 500 });
  assertEquals(
    zoomedTime(near, 1e9, 300, whole, 10).to - zoomedTime(near, 1e9, 300, whole, 10).from,
    10,
  );
  assertEquals(zoomedTime(near, 0.001, 300, whole, 1), whole);
  assertEquals(movedTime(near, 100, whole), { from: 850, to: 1100 });
});

Deno.test("the axis follows a cursor that leaves it", () => {
  const whole = { from: 0, to: 1000 }, view = { from: 100, to: 200 };
  assertEquals(followed(view, 150, whole), view);
  const after = followed(view, 210, whole), before = followed(view, 90, whole);
  assert(after.from < 210 && after.to > 210 && before.from < 90 && before.to > 90);
  assertEquals(followed(view, 1000, whole).to, 1000);
});

Deno.test("marks of the axis are round and not too many", () => {
  assertEquals(marksOf({ from: 0, to: 1000 }, 5), {
    step: 200,
    marks: [0, 200, 400, 600, 800, 1000],
  });
  assertEquals(marksOf({ from: 5, to: 5 }, 5).marks, [5]);
  assertEquals(tick(1_500_000, 500_000, "ns"), "1.5 ms");
  assertEquals(tick(0, 500_000, "ns"), "0 us");
});

Deno.test("the last at most a value is found as by looking at all", () => {
  const sorted = fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 20 }).map((values) =>
    values.sort((a, b) => a - b)
  );
  fc.assert(fc.property(sorted, fc.integer({ min: -1, max: 21 }), (values, value) => {
    assertEquals(lastAtMost(values, value), values.findLastIndex((each) => each <= value));
  }));
});

Deno.test("the second log follows by event, by time, or by time since they part", () => {
  const stand = { event: 50, time: 700, migration: null, text: "", round: 0, phase: "" };
  const parted = { event: 40, time: 600, otherTime: 580 };
  assertEquals(followerWish("event", stand, parted), { event: 50 });
  assertEquals(followerWish("time", stand, parted), { time: 700 });
  assertEquals(followerWish("parting", stand, parted), { time: 680 });
  assertEquals(followerWish("parting", { ...stand, event: 30 }, parted), { event: 30 });
  assertEquals(followerWish("parting", stand, null), { event: 50 });
  assertEquals(followerWish("free", stand, parted), null);
});

Deno.test("pages that differ are marked; one that only one log has differs", () => {
  const { marks, differing } = compared(new Uint32Array([1, 2, 3]), new Uint32Array([1, 9, 3, 4]));
  assertEquals([...marks], [0, 1, 0, 1]);
  assertEquals(differing, 2);
});

Deno.test("of many wishes the first and the last are done, one at a time", async () => {
  const done: number[] = [];
  let running = 0;
  const latest = new Latest<number>(async (wish) => {
    assertEquals(++running, 1);
    await Promise.resolve();
    done.push(wish);
    running--;
  }, (why) => {
    throw why;
  });
  await Promise.all([1, 2, 3, 4].map((wish) => latest.wish(wish)));
  assertEquals(done, [1, 4]);
  assertEquals([latest.isBusy, latest.isOvertaken], [false, false]);
});

Deno.test("a wish that fails is told, and the next one is done", async () => {
  const told: unknown[] = [], done: number[] = [];
  const latest = new Latest<number>(async (wish) => {
    await Promise.resolve();
    if (wish === 1) throw new RangeError("no such event");
    done.push(wish);
  }, (why) => told.push(why));
  await latest.wish(1);
  await latest.wish(2);
  assertEquals([told.map(String), done], [["RangeError: no such event"], [2]]);
});
