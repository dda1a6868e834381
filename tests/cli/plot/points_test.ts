import { assert, assertEquals } from "@std/assert";
import { pointsOf } from "../../../cli/plot/points.ts";

const FINE = { xUnit: 1, yUnit: 1, step: 0.1 };
const flat = (values: readonly number[]) => ({ low: values, high: values, last: values });

Deno.test("a straight line needs two points, however many samples it has", () => {
  const values = Array.from({ length: 100 }, (_, at) => 1000 - 10 * at);
  assertEquals(pointsOf(flat(values), 10, 1000, { ...FINE, step: 10.1 }), [
    { x: 0, y: 1000 },
    { x: 1000, y: 10 },
  ]);
});

Deno.test("a dip within one sample is drawn to its depth", () => {
  const values = [5, 5, 5, 5];
  const points = pointsOf({ low: [5, 5, 1, 5], high: values, last: values }, 10, 40, FINE);
  assertEquals(points.filter(({ y }) => y === 1), [{ x: 20, y: 1 }]);
  assertEquals([points[0], points.at(-1)], [{ x: 0, y: 5 }, { x: 40, y: 5 }]);
});

Deno.test("no point lies behind the end, or further off its line than allowed", () => {
  const values = Array.from({ length: 600 }, (_, at) => Math.round(500 + 400 * Math.sin(at / 40)));
  const points = pointsOf(flat(values), 10, 5995, { ...FINE, step: 4 });
  assert(points.length < 120);
  assert(points.every(({ x }) => x <= 5995));
  for (let at = 0; at < 600; at++) {
    const x = at * 10, next = points.findIndex((point) => point.x > x);
    const a = points[next - 1], b = points[next];
    const y = a.y + ((x - a.x) / (b.x - a.x)) * (b.y - a.y);
    assert(Math.abs(y - values[at]) <= 4, `sample ${at}`);
  }
});

Deno.test("a series without samples is no line", () => {
  assertEquals(pointsOf(flat([]), 10, 0, FINE), []);
});
