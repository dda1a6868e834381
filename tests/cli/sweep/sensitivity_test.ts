import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import fc from "fast-check";
import { columnAt, figureColumns } from "../../../cli/sweep/columns.ts";
import type { Row } from "../../../cli/sweep/measures.ts";
import type { Rivals, RunAxis, Runs } from "../../../cli/sweep/runs.ts";
import { sensitivityOf, type Shares } from "../../../cli/sweep/sensitivity.ts";
import { checkProperty } from "../../support/seed.ts";

const axis = (name: string, values: readonly number[], along: number): RunAxis => ({
  name,
  keys: [`guest.${name}`],
  values,
  along,
});

/** A row that holds what is sent and nothing else. */
function rowOf(bytes: number): Row {
  const row: (number | null)[] = figureColumns.map(() => 0);
  row[columnAt("bytes")] = bytes;
  return row;
}

/** A sweep of one design whose runs send what a rule says. */
function tableOf(
  axes: readonly RunAxis[],
  seeds: number,
  sent: (places: readonly number[], seed: number) => number | null,
): Runs {
  const rivals: Rivals[] = [];
  const fill = (places: readonly number[]): void => {
    if (places.length < axes.length) {
      const { along, values } = axes[places.length];
      const own = along < places.length ? [places[along]] : values.map((_, place) => place);
      for (const place of own) fill([...places, place]);
      return;
    }
    for (let seed = 0; seed < seeds; seed++) {
      const bytes = sent(places, seed);
      rivals.push({ places, rows: [bytes === null ? null : rowOf(bytes)] });
    }
  };
  fill([]);
  return { designs: ["v33"], axes, rivals: () => rivals };
}

function sharesOf(runs: Runs, figure = "sent"): Shares | null {
  return sensitivityOf(runs).figures.find((one) => one.figure === figure)!.designs[0];
}

function assertShares(got: Shares | null, wanted: readonly number[], digits = 9): void {
  assert(got !== null);
  const all = [...got.axes, got.together, got.seed];
  assertEquals(all.length, wanted.length);
  all.forEach((share, at) => assertAlmostEquals(share, wanted[at], 10 ** -digits));
}

const A = axis("a", [1, 2], 0), B = axis("b", [1, 2], 1);
const sign = (place: number): number => place === 0 ? -1 : 1;

Deno.test("effects that add up have the shares of their squares", () => {
  // 3 a + 1 b: variances 9 and 1.
  assertShares(
    sharesOf(tableOf([A, B], 3, ([a, b]) => 100 + 3 * sign(a) + sign(b))),
    [0.9, 0.1, 0, 0],
  );
});

Deno.test("what two axes do together only, and what the seed does, have names of their own", () => {
  // 2 a + 1 ab + 1 seed: variances 4, 1 and 1 of 6.
  const runs = tableOf(
    [A, B],
    2,
    ([a, b], seed) => 50 + 2 * sign(a) + sign(a) * sign(b) + sign(seed),
  );
  assertShares(sharesOf(runs), [4 / 6, 0, 1 / 6, 1 / 6]);
});

Deno.test("large numbers that differ little keep their shares", () => {
  const runs = tableOf([A, B], 2, ([a, b]) => 2 ** 45 + 3 * sign(a) + sign(b));
  assertShares(sharesOf(runs), [0.9, 0.1, 0, 0]);
});

Deno.test("where nothing spreads nothing is explained", () => {
  assertEquals(sharesOf(tableOf([A, B], 4, () => 1e15)), null);
  assertEquals(sharesOf(tableOf([A], 1, () => null)), null);
});

Deno.test("axes that go along with each other are one, and none is an empty list", () => {
  const along = axis("c", [5, 6], 0);
  const runs = tableOf([A, B, along], 2, ([a], seed) => 10 + sign(a) + sign(seed));
  assertEquals(sensitivityOf(runs).axes, ["a + c", "b"]);
  assertShares(sharesOf(runs), [0.5, 0, 0, 0.5]);
  assertShares(sharesOf(tableOf([], 2, (_, seed) => 10 + seed)), [0, 1]);
});

/** The same by the book: means first, then the squares of what is between them. */
function slowShares(runs: Runs): Shares {
  const at = columnAt("bytes");
  const all = [...runs.rivals()].flatMap(({ places, rows: [row] }) =>
    row === null ? [] : [{ places, value: row[at]! }]
  );
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const middle = mean(all.map(({ value }) => value));
  const whole = mean(all.map(({ value }) => (value - middle) ** 2));
  const between = (key: (places: readonly number[]) => string): number => {
    const groups = Map.groupBy(all, ({ places }) => key(places));
    return mean(all.map(({ places }) => {
      const group = groups.get(key(places))!;
      return (mean(group.map(({ value }) => value)) - middle) ** 2;
    })) / whole;
  };
  const axes = runs.axes.map((_, axis) => between((places) => String(places[axis])));
  const seed = 1 - between((places) => places.join());
  return { axes, seed, together: 1 - seed - axes.reduce((sum, share) => sum + share, 0) };
}

Deno.test("tables of any shape, with runs that failed, have the shares of the slow way", () => {
  const shape = fc.record({
    counts: fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 }),
    seeds: fc.integer({ min: 1, max: 4 }),
  });
  const table = shape.chain(({ counts, seeds }) => {
    const runs = counts.reduce((product, count) => product * count, seeds);
    const sent = fc.option(fc.integer({ min: 1_000_000, max: 1_010_000 }), { freq: 5 });
    return fc.record({
      axes: fc.constant(
        counts.map((count, at) => axis(`x${at}`, Array.from({ length: count }, (_, v) => v), at)),
      ),
      seeds: fc.constant(seeds),
      sent: fc.array(sent, { minLength: runs, maxLength: runs }),
    });
  });
  checkProperty(
    "cli/sweep/sensitivity_test.ts",
    300,
    fc.property(table, ({ axes, seeds, sent }) => {
      let at = 0;
      const runs = tableOf(axes, seeds, () => sent[at++]);
      const known = sent.filter((bytes) => bytes !== null);
      if (new Set(known).size < 2) return assertEquals(sharesOf(runs), null);
      const { axes: shares, together, seed } = slowShares(runs);
      assertShares(sharesOf(runs), [...shares, together, seed], 6);
    }),
  );
});
