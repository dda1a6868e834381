/**
 * Whether the packages that draw (cli/plot) can be had: tests that need them are skipped without.
 * @module
 */
const folder = new URL("../../cli/plot/", import.meta.url).pathname;

/** Deno's arguments for what has its packages in cli/plot. */
export const OF_PLOT = ["--frozen", `--config=${folder}deno.json`, `--lock=${folder}deno.lock`];
export const DRAW = `${folder}draw.ts`;

const { success } = await new Deno.Command(Deno.execPath(), {
  args: ["run", "--quiet", "--no-prompt", ...OF_PLOT, DRAW],
  stdin: "null",
  stdout: "null",
  stderr: "null",
}).output();

/** `ignore` of a test that draws. */
export const cannotDraw = !success;

if (cannotDraw) {
  console.error("The packages that draw cannot be had from npm: tests that need them are skipped.");
}
