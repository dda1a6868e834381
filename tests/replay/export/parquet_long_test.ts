/**
 * The longest golden logs as Parquet, whole: several blocks and row groups.
 * @module
 */
import { goldenLog, parquetOf } from "../../support/exported.ts";
import { assertSame } from "./read_back.ts";

for (const name of ["balloon", "balloon-shrinker"]) {
  Deno.test(`${name} as Parquet gives back every word of every event, to its end`, async () => {
    const log = goldenLog(`format-1-${name}.log`);
    await assertSame(log, parquetOf(log, 50_000));
  });
}
