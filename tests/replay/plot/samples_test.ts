import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { Samples } from "../../../replay/plot/samples.ts";
import { checkProperty } from "../../support/seed.ts";

const ROOM = 8;

interface Step {
  readonly gap: number;
  readonly value: number;
}

/** The slow twin: what each sample would be had its length been known from the start. */
function twin(steps: readonly Step[], widthNs: number): Record<"low" | "high" | "last", number[]> {
  const found: { low: number[]; high: number[]; last: number[] } = { low: [], high: [], last: [] };
  let at = 0, held: number[] = [];
  const close = (): void => {
    found.low.push(Math.min(...held));
    found.high.push(Math.max(...held));
    found.last.push(held[held.length - 1]);
    held = held.slice(-1);
  };
  for (const { gap, value } of steps) {
    at += gap;
    while (at >= (found.low.length + 1) * widthNs) close();
    held.push(value);
  }
  close();
  return found;
}

Deno.test("a sample keeps the lowest, the highest and the last value, whatever its length became", () => {
  const step = fc.record({ gap: fc.integer({ min: 0, max: 9000 }), value: fc.nat(100) });
  checkProperty(
    "replay/plot/samples_test.ts",
    300,
    fc.property(fc.array(step, { minLength: 1, maxLength: 60 }), (steps) => {
      const samples = new Samples(2, ROOM);
      let at = 0;
      // The first note is at time 0, as a migration's begin is.
      const noted = steps.map(({ gap, value }, index) => ({ gap: index === 0 ? 0 : gap, value }));
      for (const { gap, value } of noted) {
        samples.now[0] = value;
        samples.now[1] = -value;
        samples.note(at += gap);
        samples.add(value);
      }
      const { low, high, last } = twin(noted, samples.widthNs);
      assertEquals(samples.seriesOf(0), { low, high, last });
      assertEquals(samples.seriesOf(1).low, high.map((value) => -value));
      const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);
      assertEquals(sum(samples.tallies()), sum(noted.map(({ value }) => value)));
    }),
  );
});

Deno.test("a dip of one event in an hour is kept, in a fixed room", () => {
  const samples = new Samples(1, ROOM), hourNs = 3.6e12;
  for (const [ns, value] of [[0, 50], [hourNs / 3, 2], [hourNs / 3 + 1, 50], [hourNs, 50]]) {
    samples.now[0] = value;
    samples.note(ns);
  }
  const { low, high } = samples.seriesOf(0);
  assertEquals(low.filter((value) => value === 2).length, 1);
  assertEquals(low.length <= ROOM && high.every((value) => value === 50), true);
});

Deno.test("samples begin anew when they are cleared", () => {
  const samples = new Samples(1, ROOM);
  samples.now[0] = 7;
  samples.note(0);
  samples.note(1e9);
  samples.clear();
  samples.now[0] = 3;
  samples.note(0);
  assertEquals(samples.seriesOf(0), { low: [3], high: [3], last: [3] });
  assertEquals([samples.widthNs, samples.tallies()], [1000, [0]]);
});
