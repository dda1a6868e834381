/**
 * Case files: what a search is to look at, found by name or path, and checked.
 * @module
 */
import { type CaseSpec, fixedOf } from "../../core/run/search/cases.ts";
import { didYouMean } from "../command.ts";
import { InputError, systemError } from "../errors.ts";
import { lineColumn, nodeAt, pathText, propertyOf, valueOf } from "../scenario/places.ts";
import { shortened } from "../scenario/set.ts";
import { readTree } from "../scenario/syntax.ts";
import { caseSchema } from "./case_schema.ts";

const folders = ["cases", "bugs"].map((name) =>
  new URL(`../../fixtures/${name}/`, import.meta.url)
);
const EXTENSION = /\.jsonc?$/;

/** Names of the bundled cases: rows, other cases, and bugs. */
export function caseNames(): string[] {
  return folders.flatMap((folder) =>
    [...Deno.readDirSync(folder)].filter(({ name }) => EXTENSION.test(name))
      .map(({ name }) => name.replace(EXTENSION, "")).sort()
  );
}

/** Behind a bug's name: the same world without it. */
export const FIXED = "-fixed";

/** Every bundled case, and of each bug the same world without it. */
export function allCases(): CaseSpec[] {
  return caseNames().flatMap((name) => {
    const spec = loadCase(name), fixed = fixedOf(spec);
    return fixed === null ? [spec] : [spec, fixed];
  });
}

function bundledPath(name: string): string {
  for (const folder of folders) {
    const path = decodeURIComponent(new URL(`${name}.jsonc`, folder).pathname);
    try {
      Deno.statSync(path);
      return path;
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return "";
}

/**
 * A case by the name of a bundled one, or by path. A bug's name with `-fixed` behind it is its world without it.
 * @throws InputError if there is none, or it is not right
 */
export function loadCase(word: string): CaseSpec {
  const isPath = word.includes("/") || EXTENSION.test(word);
  if (!isPath && word.endsWith(FIXED)) {
    const fixed = fixedOf(loadCase(word.slice(0, -FIXED.length)));
    if (fixed !== null) return fixed;
  }
  const path = isPath ? word : bundledPath(word);
  if (path === "") {
    throw new InputError(
      `unknown case "${word}"${didYouMean(word, caseNames())} (deno task explore --list names ` +
        `them; or give a path to a .jsonc file)`,
    );
  }
  let text: string;
  try {
    text = Deno.readTextFileSync(path);
  } catch (error) {
    throw systemError(error, `read ${word}`) ?? error;
  }
  return parseCase(text, word, word.replace(/^.*\//, "").replace(EXTENSION, ""));
}

/** @throws InputError with file, line and column */
export function parseCase(text: string, file: string, name: string): CaseSpec {
  const root = readTree(text, "the case", (offset, why) => {
    throw new InputError(`${file}:${lineColumn(text, offset)}: ${why}`);
  });
  const { success, data, error } = caseSchema.safeParse(valueOf(root));
  if (success) {
    const { $schema: _, ...spec } = data;
    return { name, ...spec };
  }
  const issue = error.issues[0];
  const key = issue.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  const node = nodeAt(root, issue.path);
  const { offset } = (key === undefined ? undefined : propertyOf(node, key)) ?? node;
  const where = pathText(issue.path) || "the case";
  throw new InputError(
    `${file}:${lineColumn(text, offset)}: ${where}: ${shortened(issue.message)}`,
  );
}
