/**
 * The bundled files of published numbers.
 * @module
 */
import { type Paper, readPaper } from "../../cli/match/paper/file.ts";
import { papersAt } from "../../cli/match/paper/folder.ts";

/** All of them. */
export const bundledPapers = (): Promise<Paper[]> => Promise.all(papersAt("paper").map(readPaper));

/** MiB of a file's guest. */
export const sizeOf = ({ inputs }: Paper): number => inputs.scenario.guest.mib;

/** True of a row that counts. */
const counts = ({ published }: Paper, at: number): boolean =>
  (published[at].withinPercent ?? published[at].withinMs) !== undefined;

/** A file with those of its rows alone that count. */
export function countedOf(paper: Paper): Paper {
  const { inputs, published } = paper;
  const rows = inputs.rows.filter((_, at) => counts(paper, at));
  return {
    ...paper,
    inputs: { ...inputs, rows },
    published: published.filter((_, at) => counts(paper, at)),
  };
}
