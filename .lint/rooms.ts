/**
 * The lint plugin that holds the plan of the house: who imports whom, and no chance but the seed.
 * @module
 */
import { imports } from "./imports.ts";
import { pure } from "./pure.ts";

export default { name: "rooms", rules: { imports, pure } } satisfies Deno.lint.Plugin;
