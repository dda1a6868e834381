/**
 * Answers queries with DuckDB: a list of jobs as JSON on standard input, a list of answers on standard output.
 * A program of its own, with its own package of 143 MB, so that nobody downloads it who asks nothing.
 * @module
 */
import { DuckDBInstance } from "@duckdb/node-api";
import type { Answer, Job } from "../job.ts";

const jobs: Job[] = JSON.parse(await new Response(Deno.stdin.readable).text());
const instance = await DuckDBInstance.create(":memory:");
const answers: Answer[] = [];
for (const { views, before, sql } of jobs) {
  const connection = await instance.connect();
  for (const [name, file] of Object.entries(views)) {
    await connection.run(`CREATE OR REPLACE VIEW ${name} AS FROM '${file}'`);
  }
  if (before) await connection.run(before);
  const rows = await (await connection.runAndReadAll(sql)).getRowObjectsJS();
  answers.push({
    rows: rows.map((row) =>
      Object.fromEntries(
        Object.entries(row).map(([name, value]) => [
          name,
          typeof value === "bigint" ? Number(value) : value as Answer["rows"][number][string],
        ]),
      )
    ),
  });
  connection.closeSync();
}
console.log(JSON.stringify(answers));
