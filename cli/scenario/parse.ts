/**
 * A scenario's text, read and checked; the first thing that is wrong is told with its place.
 * @module
 */
import type { Node as JsonNode } from "jsonc-parser";
import type { Scenario } from "../../core/run/scenario.ts";
import { InputError } from "../errors.ts";
import { misfit } from "./fit.ts";
import { lineColumn, nodeAt, pathText, propertyOf, valueOf } from "./places.ts";
import { scenarioSchema } from "./schema.ts";
import { applySettings, type Made, type Setting, settingAt, shortened } from "./set.ts";
import { readTree } from "./syntax.ts";
import { type Problem, problemOf } from "./words.ts";

/** A scenario's text and what messages call it. */
interface Source {
  readonly file: string;
  readonly text: string;
  readonly root: JsonNode;
  readonly made: readonly Made[];
}

/**
 * Reads a scenario's text.
 * @param file the name that errors show
 * @param settings values that are set in place of the text's, or beside them
 * @throws InputError with file, line and column, or with the setting that is to blame
 */
export function parseScenario(
  text: string,
  file: string,
  name: string,
  settings: readonly Setting[] = [],
): Scenario {
  const root = readTree(text, "the scenario", (offset, why) => {
    throw new InputError(`${file}:${lineColumn(text, offset)}: ${why}`);
  });
  return scenarioAt(root, text, file, name, settings);
}

/**
 * The scenario that a tree holds, which may be a part of a text.
 * @throws InputError as {@linkcode parseScenario} does
 */
export function scenarioAt(
  root: JsonNode,
  text: string,
  file: string,
  name: string,
  settings: readonly Setting[] = [],
): Scenario {
  const raw = valueOf(root);
  const source = { file, text, root, made: applySettings(raw, settings) };
  const { scenario, problem } = checkedScenario(raw, name);
  if (scenario === undefined) throw refusal(source, problem);
  scenario.title = titleOf(scenario, source.made);
  return scenario;
}

/** Values as a scenario with all defaults, or the first thing that is wrong with them. */
export function checkedScenario(
  raw: unknown,
  name: string,
): { scenario: Scenario; problem?: undefined } | { scenario?: undefined; problem: Problem } {
  const { success, data, error } = scenarioSchema.safeParse(raw);
  if (!success) return { problem: problemOf(error.issues, raw) };
  const { $schema: _, guest, ...said } = data;
  const { mib = 0, usedMib = 0, cpus = 1 } = guest; // of real lists: once they are read
  const scenario: Scenario = { name, ...said, guest: { ...guest, mib, usedMib, cpus } };
  const problem = misfit(scenario);
  return problem === undefined ? { scenario } : { problem };
}

/** A title tells of the file's own values: what was set instead is told behind it. */
function titleOf({ title, name }: Scenario, made: readonly Made[]): string {
  const set = made.filter(({ path }) => path[0] !== "title");
  if (set.length === 0) return title;
  const said = set.map(({ setting: { keys, value } }) => `${keys.join(".")}=${shortened(value)}`);
  const told = title || name;
  return `${told}${/[.!?]$/.test(told) ? "" : "."} Set: ${said.join(", ")}.`;
}

function refusal(source: Source, problem: Problem): InputError {
  const { path, key, about = [] } = problem;
  const made = settingAt(source.made, key === undefined ? path : [...path, key]) ??
    about.map((other) => settingAt(source.made, other)).find((found) => found !== undefined);
  const isOwn = made !== undefined && pathText(made.path) === pathText(path);
  const where = isOwn || key !== undefined ? "" : `${pathText(path) || "the scenario"}: `;
  const what = `${where}${problem.text}`;
  if (made !== undefined) return new InputError(`${made.setting.option}: ${what}`);
  const node = nodeAt(source.root, path);
  const { offset } = (key === undefined ? undefined : propertyOf(node, key)) ?? node;
  return new InputError(`${source.file}:${lineColumn(source.text, offset)}: ${what}`);
}
