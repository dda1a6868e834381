/**
 * The allocator does what its slow twin does, whatever is asked of it.
 * @module
 */
import fc from "fast-check";
import { checkProperty } from "../../support/seed.ts";
import { compareRuns } from "./twin.ts";
import { commands, shapes } from "./twin_commands.ts";

const RUNS = 60;

Deno.test("the allocator and its slow twin hand out the same pages and keep the same lists", () => {
  checkProperty("core/decide/twin_test.ts", RUNS, fc.property(shapes, commands, compareRuns));
});
