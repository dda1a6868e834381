/**
 * The map's arithmetic without a browser: the curve, the layout, the camera, what is uploaded, colours.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import fc from "fast-check";
import {
  fitted,
  pixelOver,
  placeUnder,
  showing,
  zoomed,
} from "../../../replay/viewer/page/map/camera.ts";
import { changed } from "../../../replay/viewer/page/map/changed.ts";
import { cellAt, placeOf } from "../../../replay/viewer/page/map/hilbert.ts";
import { cellOf, frameAt, layoutFor, type Order } from "../../../replay/viewer/page/map/layout.ts";
import { coloursOf, PATTERNS, patternsOf } from "../../../replay/viewer/page/map/palette.ts";
import type { ReadingFacts } from "../../../replay/viewer/protocol.ts";

/** The slow twin: four copies of the smaller curve, the first and the last turned over a diagonal. */
function curve(side: number): readonly (readonly [number, number])[] {
  if (side === 1) return [[0, 0]];
  const half = side / 2, small = curve(half);
  return [
    ...small.map(([x, y]) => [y, x] as const),
    ...small.map(([x, y]) => [x, y + half] as const),
    ...small.map(([x, y]) => [x + half, y + half] as const),
    ...small.map(([x, y]) => [side - 1 - y, half - 1 - x] as const),
  ];
}

Deno.test("Hilbert's curve is four smaller ones, both ways", () => {
  for (const side of [1, 2, 4, 8, 32]) {
    curve(side).forEach((cell, place) => {
      assertEquals(cellAt(side, place), cell, `place ${place} of side ${side}`);
      assertEquals(placeOf(side, ...cell), place, `cell ${cell} of side ${side}`);
    });
  }
});

Deno.test("the curve of a square with 2 ** 28 pages has its two ends where they belong", () => {
  const side = 2 ** 14;
  assertEquals(cellAt(side, 2 ** 28 - 1), [side - 1, 0]);
  assertEquals(placeOf(side, side - 1, 0), 2 ** 28 - 1);
});

Deno.test("each page has a cell of its own, in both orders, in views of any shape", () => {
  const orders = fc.constantFrom<Order>("pfn", "hilbert");
  const shapes = fc.double({ min: 0.2, max: 6, noNaN: true });
  fc.assert(
    fc.property(orders, fc.integer({ min: 1, max: 3000 }), shapes, (order, frames, aspect) => {
      const layout = layoutFor(order, frames, aspect), taken = new Set<string>();
      for (let frame = 0; frame < frames; frame++) {
        const [x, y] = cellOf(layout, frame);
        assert(x >= 0 && y >= 0 && x < layout.width && y < layout.height, `page ${frame}`);
        assertEquals(frameAt(layout, x, y), frame);
        taken.add(`${x} ${y}`);
      }
      assertEquals(taken.size, frames);
    }),
    { numRuns: 60 },
  );
});

Deno.test("outside of the map and behind the last page there is no page", () => {
  const layout = layoutFor("pfn", 10, 1);
  assertEquals([layout.width, layout.height], [3, 4]);
  for (const [x, y] of [[-1, 0], [3, 0], [0, -1], [0, 4], [1, 3]]) {
    assertEquals(frameAt(layout, x, y), -1, `${x}, ${y}`);
  }
  assertEquals(frameAt(layout, 0, 3), 9);
});

Deno.test("large memory fills most of the view in both orders", () => {
  for (const order of ["pfn", "hilbert"] as const) {
    for (const frames of [2 ** 22, 2_359_296, 3 * 2 ** 20, 2 ** 26]) {
      const { width, height } = layoutFor(order, frames, 2.4);
      const scale = Math.min(2.4 / width, 1 / height);
      assert(frames * scale * scale / 2.4 > 0.5, `${order}, ${frames}: ${width} x ${height}`);
    }
  }
});

Deno.test("a zoom leaves what is under the mouse where it is, and ends at all of the map", () => {
  const map = { width: 2048, height: 1024 }, view = { width: 800, height: 500 };
  const all = fitted(map, view);
  let camera = zoomed(all, 8, 400, 250, map, view);
  const [x, y] = placeUnder(camera, 300, 200);
  camera = zoomed(camera, 3, 300, 200, map, view);
  const [px, py] = pixelOver(camera, x, y);
  assertEquals([Math.round(px), Math.round(py)], [300, 200]);
  assertEquals(zoomed(camera, 1e-9, 10, 10, map, view), all);
});

Deno.test("a page that is brought into view is in view", () => {
  const map = { width: 2048, height: 1024 }, view = { width: 800, height: 500 };
  const near = zoomed(fitted(map, view), 100, 0, 0, map, view);
  const camera = showing(near, 2047, 1023, map, view);
  const [x, y] = pixelOver(camera, 2047.5, 1023.5);
  assert(x > 0 && x < view.width && y > 0 && y < view.height, `${x}, ${y}`);
});

Deno.test("what changed is found as by looking at every byte", () => {
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 40, max: 1 });
  fc.assert(fc.property(bytes, bytes, (a, b) => {
    const length = Math.min(a.length, b.length);
    const differ = Array.from({ length }, (_, i) => i).filter((i) => a[i] !== b[i]);
    const [from, until] = changed(Uint8Array.from(a), Uint8Array.from(b));
    if (differ.length === 0) assertEquals(from, until);
    else assertEquals([from, until], [differ[0], differ.at(-1)! + 1]);
  }));
});

Deno.test("classes have colours that differ, and patterns unless they need no look", () => {
  const tones = ["none", "quiet", "kind", "kind", "ramp", "ramp", "ramp-2", "alarm"] as const;
  const reading: ReadingFacts = {
    name: "made up",
    sentence: "",
    classes: tones.map((tone, i) => ({ word: `class ${i}`, sign: String(i), tone })),
  };
  for (const theme of ["light", "dark"] as const) {
    assertEquals(new Set(coloursOf(reading, theme).map(String)).size, tones.length, theme);
  }
  const patterns = patternsOf(reading);
  assertEquals(patterns.slice(0, 2), [0, 0]);
  assert(patterns.slice(2).every((pattern) => pattern > 0 && pattern < PATTERNS));
  assert(patterns.slice(3).every((pattern, i) => pattern !== patterns[i + 2]));
});
