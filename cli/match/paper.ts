/**
 * The part of `deno task match` that sets published numbers and their simulation side by side.
 * @module
 */
import { EXIT_FINDINGS, EXIT_OK, type Given, InputError, note, print } from "../command.ts";
import { readPaper } from "./paper/file.ts";
import { paperJson, paperText } from "./paper/report.ts";
import { rowsOf } from "./paper/rows.ts";

const OTHERS = ["start", "end", "log", "profile", "evidence", "out"];

/**
 * Simulates the rows of some files of published numbers.
 * @throws InputError if one cannot be read
 */
export async function matchPapers(given: Given, paths: readonly string[]): Promise<number> {
  for (const option of OTHERS) {
    if (given.text(option) === undefined) continue;
    throw new InputError(
      `--${option} belongs to a trace or a measured run: these are published numbers`,
    );
  }
  const begin = performance.now();
  const papers = await Promise.all(paths.map(readPaper));
  const rows = await rowsOf(papers);
  if (given.flag("json")) print(JSON.stringify(paperJson(papers, rows)));
  else print(paperText(papers, rows));
  const all = rows.flat();
  const runs = all.filter(({ simulated }) => simulated !== null).length;
  const seconds = (performance.now() - begin) / 1000;
  if (!given.flag("json")) note(`\n ${runs} runs in ${seconds.toFixed(1)} s`);
  return all.every(({ isMet }) => isMet) ? EXIT_OK : EXIT_FINDINGS;
}
