/**
 * The first two safe rows with a longer queue: more states, the same verdict.
 * @module
 */
import { BOUNDS } from "../../../../core/run/search/one_page.ts";
import { check } from "./check_row.ts";
import { ROWS } from "./rows.ts";

for (const row of ROWS.filter(({ row }) => row === 1 || row === 3)) {
  Deno.test(`row ${row.row} with a queue of ${BOUNDS.queue}: ${row.story}`, () => {
    const { states, depth } = check({ ...row, bounds: BOUNDS });
    console.log(`row ${row.row}: ${states} states, ${depth} steps deep`);
  });
}
