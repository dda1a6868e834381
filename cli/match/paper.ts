/**
 * The part of `deno task match` that sets published numbers and their simulation side by side.
 * @module
 */
import { EXIT_FINDINGS, EXIT_OK, type Given, InputError, note, print } from "../command.ts";
import { many, table } from "../../replay/text.ts";
import { type Paper, readPaper } from "./paper/file.ts";
import { searchAll } from "./paper/fit.ts";
import { paperJson } from "./paper/json.ts";
import { paperText } from "./paper/report.ts";
import { rowsOf } from "./paper/rows.ts";
import { valueAtWords } from "./paper/values.ts";

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
  const papers = countedFirst(await Promise.all(paths.map(readPaper)));
  const { code, runs } = given.flag("fit")
    ? await fitAgain(given, papers)
    : await compare(given, papers);
  const seconds = (performance.now() - begin) / 1000;
  if (!given.flag("json")) note(`\n ${many(runs, "run")} in ${seconds.toFixed(1)} s`);
  return code;
}

/** Those of which some row counts, then the others. */
function countedFirst(papers: readonly Paper[]): Paper[] {
  const counts = ({ published }: Paper): boolean =>
    published.some(({ withinPercent, withinMs }) => (withinPercent ?? withinMs) !== undefined);
  return [...papers.filter(counts), ...papers.filter((paper) => !counts(paper))];
}

interface Done {
  readonly code: number;
  readonly runs: number;
}

async function compare(given: Given, papers: readonly Paper[]): Promise<Done> {
  const rows = await rowsOf(papers), all = rows.flat();
  if (given.flag("json")) print(JSON.stringify(paperJson(papers, rows)));
  else print(paperText(papers, rows));
  return {
    code: all.every(({ isMet }) => isMet) ? EXIT_OK : EXIT_FINDINGS,
    runs: new Set(all.flatMap(({ run }) => run ?? [])).size,
  };
}

/** Fits anew what the files keep as fitted; another value is a finding. */
async function fitAgain(given: Given, papers: readonly Paper[]): Promise<Done> {
  const fitted = papers.filter(({ fits }) => fits.length > 0);
  if (fitted.length === 0) throw new InputError("--fit: nothing was fitted here");
  const found = await searchAll(fitted);
  const all = fitted.flatMap((paper, at) =>
    paper.fits.map(({ set, row }, index) => ({
      paper: paper.name,
      set,
      row,
      kept: valueAtWords(paper.inputs, set) as number,
      found: found[at][index].value,
      errorPercent: found[at][index].errorPercent,
      runs: found[at][index].runs,
    }))
  );
  if (given.flag("json")) print(JSON.stringify({ fits: all }));
  else {
    const rows = all.map(({ paper, set, row, kept, found, errorPercent }) => [
      ` ${paper}`,
      set,
      `"${row}"`,
      String(kept),
      String(found),
      errorPercent.toFixed(1),
      kept === found ? "" : "ANOTHER",
    ]);
    const head = ["fitted again", "value", "on row", "kept", "found", "row's error %", ""];
    print(table([head, ...rows], 3).join("\n"));
  }
  return {
    code: all.every(({ kept, found }) => kept === found) ? EXIT_OK : EXIT_FINDINGS,
    runs: found.reduce((sum, [first]) => sum + first.runs, 0),
  };
}
