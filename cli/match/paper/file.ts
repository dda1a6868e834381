/**
 * Files of published numbers, read and checked: what goes into a run, and what was published of it. A run is
 * handed the inputs alone.
 * @module
 */
import type { z } from "zod";
import type { Scenario } from "../../../core/run/scenario.ts";
import type { Times } from "../../../replay/views/times.ts";
import { didYouMean } from "../../command.ts";
import { InputError } from "../../errors.ts";
import { nameOf, readBytes } from "../../files.ts";
import { scenarioAt } from "../../scenario/parse.ts";
import {
  isObject,
  keysOf,
  lineColumn,
  nodeAt,
  type Path,
  pathText,
  propertyOf,
  quoted,
  schemaAt,
  valueAt,
  valueOf,
} from "../../scenario/places.ts";
import { readTree } from "../../scenario/syntax.ts";
import { paperJsonSchema, paperSchema } from "./schema.ts";
import { valueAtWords } from "./values.ts";

/** What a row's run is of. */
export interface RowInput {
  readonly row: string;
  /** Absent: the row is not simulated. */
  readonly design?: string;
  readonly figure: keyof Times;
}

/** All that a simulation may know. */
export interface PaperInputs {
  readonly scenario: Scenario;
  readonly fixedMs: number;
  readonly factor: number;
  readonly rows: readonly RowInput[];
}

type Whole = z.infer<typeof paperSchema>;
/** What was published of a row. */
export type Published = Pick<
  Whole["rows"][number],
  "ms" | "mark" | "withinPercent" | "withinMs" | "why"
>;
/** A value that was fitted. */
export type Fit = Whole["fits"][number];

/** A file. */
export interface Paper extends Pick<Whole, "title" | "source" | "notes" | "fits" | "savings"> {
  /** Its name without folder and ending. */
  readonly name: string;
  readonly inputs: PaperInputs;
  /** By row. */
  readonly published: readonly Published[];
}

/** The ending of such files. */
export const EXTENSION = ".jsonc";

/**
 * Reads a file.
 * @throws InputError with file, line and column
 */
export async function readPaper(path: string): Promise<Paper> {
  const file = nameOf(path), bytes = await readBytes(path);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(`${file}: not UTF-8 text`);
  }
  return parsePaper(text, file, path.replace(/^.*\//, "").replace(EXTENSION, ""));
}

/** @throws InputError with file, line and column */
export function parsePaper(text: string, file: string, name: string): Paper {
  const refuse = (offset: number, why: string): never => {
    throw new InputError(`${file}:${lineColumn(text, offset)}: ${why}`);
  };
  const root = readTree(text, "the paper", refuse);
  const raw = valueOf(root);
  const at = (path: Path, why: string): never => {
    const where = path.length === 0 ? "" : `${pathText(path)}: `;
    return refuse(nodeAt(root, path).offset, `${where}${why}`);
  };
  const { success, data, error } = paperSchema.safeParse(raw);
  if (!success) {
    // A misspelt key is told before the missing one that it was meant to be.
    const issue = error.issues.find(({ code }) => code === "unrecognized_keys") ?? error.issues[0];
    if (issue.code !== "unrecognized_keys") return at(...objection(issue, raw));
    const node = nodeAt(root, issue.path), [key] = issue.keys;
    const known = keysOf(schemaAt(paperJsonSchema, raw, issue.path));
    return refuse(
      (propertyOf(node, key) ?? node).offset,
      `unknown key ${quoted(key)}${didYouMean(key, known) || ` (there are: ${known.join(", ")})`}`,
    );
  }
  const inner = propertyOf(root, "scenario")!.children![1];
  const scenario = scenarioAt(inner, text, file, name);
  checkScenario(scenario, valueOf(inner), at);
  checkRows(data, at);
  const { title, source, notes, fits, savings, fixedMs, factor, rows } = data;
  const inputs: PaperInputs = {
    scenario,
    fixedMs,
    factor,
    rows: rows.map(({ row, design, figure }) => ({ row, design, figure })),
  };
  fits.forEach(({ set }, index) => {
    if (typeof valueAtWords(inputs, set) === "number") return;
    at(["fits", index, "set"], `there is no number ${set} in this file's scenario`);
  });
  return {
    name,
    title,
    source,
    notes,
    fits,
    savings,
    inputs,
    published: rows.map(({ ms, mark, withinPercent, withinMs, why }) => ({
      ms,
      mark,
      withinPercent,
      withinMs,
      why,
    })),
  };
}

/** Where something is wrong, and what: of names, what may have been meant. */
function objection(issue: z.core.$ZodIssue, raw: unknown): [path: Path, why: string] {
  const { path } = issue, value = valueAt(raw, path);
  if (value === undefined) {
    return [path.slice(0, -1), `the key "${String(path[path.length - 1])}" is missing`];
  }
  if (issue.code !== "invalid_value" || typeof value !== "string") return [path, issue.message];
  const names = issue.values.map(String);
  const why = `unknown word ${quoted(value)}${didYouMean(value, names)}`;
  return [path, `${why} (there are: ${names.join(", ")})`];
}

/** What a run of simulate may have, and these have not. */
function checkScenario(
  { guest, tasks }: Scenario,
  raw: unknown,
  at: (path: Path, why: string) => never,
): void {
  for (const key of ["designs", "title"]) {
    if (isObject(raw) && key in raw) at(["scenario", key], "the file and its rows say that");
  }
  if (guest.start !== undefined) at(["scenario", "guest", "start"], "real lists are not read here");
  const trace = tasks.findIndex(({ kind }) => kind === "trace");
  if (trace >= 0) at(["scenario", "tasks", trace, "kind"], "traces are not read here");
}

function checkRows({ rows, fits, savings }: Whole, at: (path: Path, why: string) => never): void {
  rows.forEach(({ row, design, why, withinPercent, withinMs }, index) => {
    if (rows.findIndex((other) => other.row === row) < index) {
      at(["rows", index, "row"], `there is another row "${row}"`);
    }
    const isCounted = withinPercent !== undefined || withinMs !== undefined;
    if (design === undefined && why === "") {
      at(["rows", index], "a row without a design is not simulated: `why` has to say why");
    }
    if (design === undefined && isCounted) {
      at(["rows", index], "a row that is not simulated cannot count");
    }
    if (withinPercent !== undefined && withinMs !== undefined) {
      at(["rows", index, "withinMs"], "withinPercent is there already: one of them");
    }
  });
  fits.forEach(({ row, least, most }, index) => {
    const on = rows.find((other) => other.row === row);
    if (on?.design === undefined) {
      at(["fits", index, "row"], `there is no row "${row}" that is simulated`);
    }
    if (least >= most) at(["fits", index, "most"], "it has to be more than `least`");
  });
  savings.forEach(({ from, to }, index) => {
    for (const [key, name] of [["from", from], ["to", to]]) {
      if (rows.some(({ row }) => row === name)) continue;
      at(["savings", index, key], `there is no row "${name}"`);
    }
  });
}
