/**
 * `@std/assert` without JSR: the same code from npm, with types of our own beside it.
 * A name is offered once it stands in `mod.d.ts`.
 * @module
 */
// @ts-types="./mod.d.ts"
export * from "npm:deno-std@1.4.0/assert/mod.js";
