/**
 * `@std/cli` without JSR. The npm package's own `cli/mod.js` imports a file that it lacks, so
 * names come from single files.
 * @module
 */
export * from "./parse_args.ts";
