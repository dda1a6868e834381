/**
 * Whether DuckDB can be had (tests/query/duckdb): tests that need it are skipped without. They never download it,
 * 143 MB; `.ci/run` does.
 * @module
 */
import type { Answer, Job } from "../query/job.ts";

const folder = new URL("../query/duckdb/", import.meta.url).pathname;

/** Deno's arguments for the program that answers. */
const ARGS = [
  "run",
  "--quiet",
  "--no-prompt",
  "--cached-only",
  "--frozen",
  "--allow-ffi",
  "--allow-read",
  "--allow-env",
  `--config=${folder}deno.json`,
  `--lock=${folder}deno.lock`,
  `${folder}answer.ts`,
];

async function run(jobs: readonly Job[]): Promise<{ success: boolean; out: string; err: string }> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ARGS,
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const fed = new Blob([JSON.stringify(jobs)]).stream().pipeTo(child.stdin).catch(() => {});
  const { success, stdout, stderr } = await child.output();
  await fed;
  const decoder = new TextDecoder();
  return { success, out: decoder.decode(stdout), err: decoder.decode(stderr) };
}

/** `ignore` of a test that asks DuckDB. */
export const cannotQuery = !(await run([])).success;

if (cannotQuery) {
  console.error("DuckDB is not in Deno's cache: tests that need it are skipped (see .ci/run).");
}

/** The answers to queries, in their order. */
export async function answersTo(jobs: readonly Job[]): Promise<Answer[]> {
  const { success, out, err } = await run(jobs);
  if (!success) throw new Error(err);
  return JSON.parse(out);
}
