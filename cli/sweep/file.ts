/**
 * Sweep files: read and checked against the schema; what the axes say of the scenario is checked in `read_axes.ts`.
 * @module
 */
import type { Node as JsonNode } from "jsonc-parser";
import { didYouMean } from "../command.ts";
import { InputError, systemError } from "../errors.ts";
import { scenarioFolder } from "../scenario/file.ts";
import {
  lineColumn,
  nodeAt,
  type Path,
  pathText,
  propertyOf,
  valueOf,
} from "../scenario/places.ts";
import { readTree } from "../scenario/syntax.ts";
import { problemOf } from "../scenario/words.ts";
import { sweepJsonSchema, sweepSchema, type SweepSpec } from "./schema.ts";

const bundled = new URL("../../fixtures/sweeps/", import.meta.url);
const EXTENSION = /\.jsonc?$/;

/** A sweep file, checked by itself. */
export interface SweepFile {
  readonly spec: SweepSpec;
  /** The file's name without its ending. */
  readonly name: string;
  /** The folder from which its scenario's path begins; ends in a slash or is empty. */
  readonly folder: string;
  /** An error about a value of it, or about a key. */
  refuse(path: Path, why: string, key?: string): InputError;
}

/** Names of the bundled sweeps. */
export function sweepNames(): string[] {
  return [...Deno.readDirSync(bundled)].filter(({ name }) => EXTENSION.test(name))
    .map(({ name }) => name.replace(EXTENSION, "")).sort();
}

/**
 * Reads a sweep by the name of a bundled one, or by path.
 * @throws InputError with file, line and column
 */
export async function readSweepFile(word: string): Promise<SweepFile> {
  const isPath = word.includes("/") || EXTENSION.test(word), names = sweepNames();
  if (!isPath && !names.includes(word)) {
    throw new InputError(
      `unknown sweep "${word}"${didYouMean(word, names)} (there are: ${names.join(", ")}; ` +
        `or give a path to a .jsonc file)`,
    );
  }
  const path = isPath ? word : decodeURIComponent(new URL(`${word}.jsonc`, bundled).pathname);
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    throw systemError(error, `read ${word}`) ?? error;
  }
  return parseSweepFile(text, word, path);
}

/**
 * @param file what errors call it
 * @throws InputError with file, line and column
 */
export function parseSweepFile(text: string, file: string, path: string): SweepFile {
  const fail = (offset: number, why: string): InputError =>
    new InputError(`${file}:${lineColumn(text, offset)}: ${why}`);
  const root = readTree(text, "the sweep", (offset, why) => {
    throw fail(offset, why);
  });
  const refuse = (at: Path, why: string, key?: string): InputError => {
    const where = key === undefined ? `${pathText(at) || "the sweep"}: ` : "";
    return fail(offsetOf(root, at, key), where + why);
  };
  const raw = valueOf(root);
  const { success, data, error } = sweepSchema.safeParse(raw);
  if (!success) {
    const problem = problemOf(error.issues, raw, sweepJsonSchema);
    throw refuse(problem.path, problem.text, problem.key);
  }
  const name = path.replace(/^.*\//, "").replace(EXTENSION, "");
  return { spec: data, name, folder: scenarioFolder(path), refuse };
}

function offsetOf(root: JsonNode, path: Path, key: string | undefined): number {
  const node = nodeAt(root, path);
  return ((key === undefined ? undefined : propertyOf(node, key)) ?? node).offset;
}

/** An error about a value, at its place in the file. */
export function placed(error: unknown, file: SweepFile, path: Path): unknown {
  if (!(error instanceof InputError || error instanceof RangeError)) return error;
  return file.refuse(path, error.message.replace(/^axis \w*: [^:]*: /, "").replace(/^C/, "c"));
}
