import { assert, assertEquals } from "@std/assert";
import { Histogram } from "../../replay/views/figures/histogram.ts";

/** The slow twin: all values, sorted. */
function quantileOf(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.ceil(share * values.length) - 1];
}

Deno.test("a histogram's quantiles are never too small, and at most a 64th too large", () => {
  const histogram = new Histogram(), values: number[] = [];
  for (let at = 0, value = 1; at < 5000; at++) {
    value = (value * 48_271) % 0x7fffffff; // Lehmer's generator
    const ns = at % 3 === 0 ? value % 100 : at % 3 === 1 ? value : value * 1000;
    values.push(ns);
    histogram.add(ns);
  }
  for (const share of [0.001, 0.25, 0.5, 0.9, 0.99, 1]) {
    const found = histogram.quantile(share), exact = quantileOf(values, share);
    assert(found >= exact && found <= exact * (1 + 1 / 64), `${share}: ${found} for ${exact}`);
  }
  assertEquals([histogram.count, histogram.max], [5000, Math.max(...values)]);
});

Deno.test("histograms add up, and an empty one says 0", () => {
  const all = new Histogram(), one = new Histogram();
  assertEquals([all.quantile(0.5), all.max], [0, 0]);
  one.add(7);
  one.add(3_000_000_000);
  all.add(5);
  all.addAll(one);
  assertEquals([all.count, all.quantile(0.5), all.quantile(1)], [3, 7, 3_000_000_000]);
  all.reset();
  assertEquals([all.count, all.quantile(1)], [0, 0]);
});
