/**
 * The allocator and its slow twin for some minutes.
 * @module
 */
import fc from "fast-check";
import { checkProperty } from "../../support/seed.ts";
import { compareRuns } from "./twin.ts";
import { commands, shapes } from "./twin_commands.ts";

const RUNS = 2000;

Deno.test("the allocator and its slow twin agree in 2,000 long runs", () => {
  checkProperty("core/decide/twin_long_test.ts", RUNS, fc.property(shapes, commands, compareRuns));
});
