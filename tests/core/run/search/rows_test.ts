/**
 * The 27 rows of the one-page table (facts of free page hinting, section G), at the grain of that table and at
 * the grain of events: verdicts are the table's, and at its grain so are the lengths. The table's verdicts
 * are a small model's, found by reading code; what this search says is a model finding too.
 * @module
 */
import { assertEquals } from "@std/assert";
import { assertCase, jobs } from "../../../support/cases.ts";

/** The table's rows in which the page is lost, and steps of the shortest way there. */
const LOST: Readonly<Record<number, number>> = {
  6: 8,
  7: 14,
  8: 14,
  9: 14,
  10: 14,
  11: 16,
  15: 11,
  18: 10,
  19: 7,
  20: 8,
  22: 12,
  24: 12,
  25: 11,
};
const ROWS = 27;
const rows = jobs.filter(({ spec }) => spec.name.startsWith("row-"));
const numberOf = (name: string): number => Number(name.slice("row-".length));

for (const job of rows) {
  Deno.test(`${job.spec.name} at grain ${job.grain}: ${job.spec.story}, ${job.spec.expected}`, () => {
    assertCase(job);
  });
}

Deno.test("every row of the table is a case at both grains, and expects what the table says", () => {
  for (const grain of ["section-g", "events"]) {
    const numbers = rows.filter((row) => row.grain === grain).map(({ spec }) =>
      numberOf(spec.name)
    );
    assertEquals(numbers, Array.from({ length: ROWS }, (_, at) => at + 1));
  }
  for (const { spec, grain } of rows) {
    const length = LOST[numberOf(spec.name)];
    assertEquals(spec.expected, length === undefined ? "safe" : "violation", spec.name);
    if (grain === "section-g") assertEquals(spec.grains[grain]!.length, length, spec.name);
  }
});
