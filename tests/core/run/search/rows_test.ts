/**
 * Rows 1 to 18 of the one-page table, searched with the actors of a simulation. A row that is safe is
 * searched to its end; one that is not gives a path, which is taken again with real numbers.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
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

Deno.test("the rows' numbers go from 1 to 18", () => {
  assertEquals(ROWS.map(({ row }) => row), Array.from({ length: 18 }, (_, at) => at + 1));
});
