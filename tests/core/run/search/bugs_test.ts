/**
 * Bugs, suspected bugs, and what is none: each found by the oracle that its file names, by a way of the length that it
 * names; and the same world without the bug is safe.
 * @module
 */
import { assertCase, jobs } from "../../../support/cases.ts";

for (const job of jobs.filter(({ spec }) => !spec.name.startsWith("row-"))) {
  Deno.test(`${job.spec.name} at grain ${job.grain}: ${job.spec.story}, ${job.spec.expected}`, () => {
    assertCase(job);
  });
}
