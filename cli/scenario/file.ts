/**
 * Scenario files: found by name or path, and read whole as text.
 * @module
 */
import type { Scenario } from "../../core/run/scenario.ts";
import { didYouMean } from "../command.ts";
import { formOf, unpacked } from "../compressed.ts";
import { InputError, systemError } from "../errors.ts";
import { nameOf } from "../files.ts";
import { parseScenario } from "./parse.ts";
import { lineColumn } from "./places.ts";
import type { Setting } from "./set.ts";

const bundled = new URL("../../fixtures/scenarios/", import.meta.url);
const EXTENSION = /\.jsonc?$/;
const BYTES_MAX = 1 << 20;

/** Names of the bundled scenarios. */
export function scenarioNames(): string[] {
  return [...Deno.readDirSync(bundled)]
    .filter(({ name }) => EXTENSION.test(name))
    .map(({ name }) => name.replace(EXTENSION, ""))
    .sort();
}

/** True of a word that is a path; else it is the name of a bundled scenario. */
export const isPath = (word: string): boolean =>
  word === "-" || word.includes("/") || EXTENSION.test(word);

const pathOf = (url: URL): string => decodeURIComponent(url.pathname);

/** A scenario's text, and what it is called. */
export interface ScenarioText {
  readonly text: string;
  /** As errors call it. */
  readonly file: string;
  readonly name: string;
}

/**
 * The text of a scenario by the name of a bundled one, or by path; `-` reads standard input.
 * @throws InputError if there is none, or it is no text
 */
export async function scenarioText(word: string): Promise<ScenarioText> {
  const names = scenarioNames();
  if (!isPath(word) && !names.includes(word)) {
    throw new InputError(
      `unknown scenario "${word}"${didYouMean(word, names)} (there are: ${names.join(", ")}; ` +
        `or give a path to a .json file)`,
    );
  }
  const path = isPath(word) ? word : pathOf(new URL(`${word}.json`, bundled));
  const file = isPath(word) ? nameOf(path) : word;
  const text = textOf(await readScenario(path), file);
  return { text, file, name: path.replace(/^.*\//, "").replace(EXTENSION, "") };
}

/**
 * A scenario by the name of a bundled one, or by path; `-` reads standard input.
 * @param settings values that are set in place of the file's
 * @throws InputError if there is none, or it is not right
 */
export async function loadScenario(
  word: string,
  settings: readonly Setting[] = [],
): Promise<Scenario> {
  const { text, file, name } = await scenarioText(word);
  return parseScenario(text, file, name, settings);
}

/** The folder from which a scenario's paths begin; empty for the one we are in. */
export function scenarioFolder(word: string): string {
  return isPath(word) ? word.replace(/[^/]*$/, "") : pathOf(bundled);
}

/** The bytes of a file or of standard input; it stops where no scenario is so long. */
async function readScenario(path: string): Promise<Uint8Array> {
  const name = nameOf(path);
  const bytes = new Uint8Array(BYTES_MAX + 1);
  let length = 0;
  try {
    using file = path === "-" ? null : await Deno.open(path);
    const from = file ?? Deno.stdin;
    while (length < bytes.length) {
      const count = await from.read(bytes.subarray(length));
      if (count === null) break;
      length += count;
    }
  } catch (error) {
    throw systemError(error, `read ${name}`) ?? error;
  }
  const read = bytes.subarray(0, length);
  const form = length > BYTES_MAX ? null : formOf(read);
  const whole = form === null ? read : unpackedBy(form, read, name);
  if (whole.length <= BYTES_MAX) return whole;
  throw new InputError(`${name}: too large for a scenario: more than ${BYTES_MAX >> 20} MiB`);
}

function unpackedBy(form: "gzip" | "zstd", bytes: Uint8Array, name: string): Uint8Array {
  try {
    return unpacked(bytes, form);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new InputError(`${name}: ${error.message.replace(/^C/, "c")}`);
  }
}

function textOf(bytes: Uint8Array, file: string): string {
  const text = decoded(bytes, false);
  if (text !== undefined) return text;
  // The longest beginning that is text ends where the bad byte stands.
  let good = 0, bad = bytes.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (decoded(bytes.subarray(0, middle), true) === undefined) bad = middle;
    else good = middle;
  }
  const before = decoded(bytes.subarray(0, good), true)!;
  const isWide = (bytes[0] === 0xff && bytes[1] === 0xfe) ||
    (bytes[0] === 0xfe && bytes[1] === 0xff);
  throw new InputError(
    `${file}:${lineColumn(before, before.length)}: not UTF-8 text` +
      (isWide ? " but UTF-16: save it as UTF-8" : ""),
  );
}

/** Bytes as text; undefined if they are none. A beginning may stop within a character. */
function decoded(bytes: Uint8Array, isBeginning: boolean): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: isBeginning });
  } catch {
    return undefined;
  }
}
