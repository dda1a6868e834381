/**
 * A thousand writers are killed; each log goes on to the bytes of a run that nobody killed.
 * @module
 */
import { assertEquals } from "@std/assert";
import { tell } from "../../support/damage_report.ts";
import { killWriters } from "../../support/kills.ts";

const KILLS = 1000, SEED = 2;

Deno.test(`${KILLS} writers are killed, and their logs go on to the bytes of unbroken runs`, async () => {
  const { kills, nothing, resumed, whole, worstMs } = await killWriters(
    KILLS,
    SEED,
    "deno task test:long kills_damage",
  );
  assertEquals(kills, nothing + resumed + whole);
  tell({
    what: "kills, gone on with",
    inputs: resumed + whole,
    errors: 0,
    valid: resumed + whole,
    worstMs,
  });
  tell({ what: "kills, no header yet", inputs: nothing, errors: nothing, valid: 0 });
});
