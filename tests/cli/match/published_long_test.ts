/**
 * All bundled published numbers: those of guests of 128 GiB, that what was fitted is what the fit gives, and that
 * README shows the table.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { searchAll } from "../../../cli/match/paper/fit.ts";
import { valueAtWords } from "../../../cli/match/paper/values.ts";
import { bundledPapers } from "../../support/papers.ts";
import { run } from "../front_desk.ts";

const readme = Deno.readTextFileSync(new URL("../../../README.md", import.meta.url));

Deno.test("guests of 128 GiB: idle rows within 5 %, compiling within 15 %; README shows the table", async () => {
  const { code, out } = await run("match", ["paper"]);
  assertEquals(code, 0, out);
  const large = (state: string, row: string): number => {
    const part = out.slice(out.indexOf(`128 GiB, ${state}\n`));
    return Math.abs(Number(new RegExp(`\n  ${row} .* ([-+]?\\d+\\.\\d)  within`).exec(part)![1]));
  };
  for (const row of ["off", "on"]) {
    assert(large("idle", row) <= 5, out);
    assert(large("compiling", row) <= 15, out);
  }
  const table = out.slice(0, out.indexOf("\n\n"));
  assert(readme.includes(`\n${table}\n`), table);
});

Deno.test("what was fitted is what the fit gives", async () => {
  const fitted = (await bundledPapers()).filter(({ fits }) => fits.length > 0);
  const found = await searchAll(fitted);
  const kept = fitted.map(({ inputs, fits }) => fits.map(({ set }) => valueAtWords(inputs, set)));
  assertEquals(found.map((values) => values.map(({ value }) => value)), kept);
});
