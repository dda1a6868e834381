/**
 * Rows 1 to 21 of the one-page table, searched with the actors of a simulation. A row that is safe is
 * searched to its end; one that is not gives a path, which is taken again with real numbers.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { loadCase } from "../../../../cli/explore/case_file.ts";
import { onePage } from "../../../../core/run/search/one_page.ts";
import { search } from "../../../../core/run/search/search.ts";
import { check } from "./check_row.ts";
import { ROWS } from "./rows.ts";

for (const row of ROWS) {
  const said = row.verdict === "safe" ? "loses no page" : "loses the page";
  Deno.test(`row ${row.row}: ${row.story} ${said}`, () => {
    check(row);
  });
}

Deno.test("without the guest's writes no rule left out loses the page", () => {
  const { host, design, bounds } = ROWS[6];
  const verdict = search(onePage(host, design, { ...bounds, writes: 0 }));
  assertEquals(verdict.verdict, "safe");
  assert(verdict.states > 1000);
});

Deno.test("the rows' numbers go from 1 to 21, and their files expect what the table says", () => {
  assertEquals(ROWS.map(({ row }) => row), Array.from({ length: 21 }, (_, at) => at + 1));
  for (const { row, verdict } of ROWS) {
    assertEquals(loadCase(`row-${String(row).padStart(2, "0")}`).expected, verdict);
  }
});
