/**
 * `@std/cli/parse-args` without JSR: the same code from npm, with types of our own beside it.
 * @module
 */
// @ts-types="./parse_args.d.ts"
export * from "npm:deno-std@1.4.0/cli/parse_args.js";
