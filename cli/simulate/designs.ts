/**
 * Which designs `simulate` runs: those of the list by name, and users' own by file.
 * @module
 */
import { type Design, PLAIN } from "../../core/run/designs/design.ts";
import { designs } from "../../core/run/designs/mod.ts";
import { named } from "../command.ts";
import { InputError } from "../errors.ts";
import { firstLine, isModulePath, loadModule, pick } from "../load.ts";

const NAME = /^[a-z0-9][a-z0-9-]{0,40}$/; // it names the log's file
const TEXTS = ["name", "returns"] as const;
const ACTS = ["collectNs", "collect", "canRelease", "release"] as const;

/** What a value lacks to be a design; undefined if it does not look like one at all. */
function lacks(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || !("collect" in value)) return undefined;
  const given = value as Record<string, unknown>;
  const missing = [
    ...TEXTS.filter((key) => typeof given[key] !== "string").map((key) => `${key} (text)`),
    ...ACTS.filter((key) => typeof given[key] !== "function").map((key) => `${key}()`),
  ];
  return missing.join(", ");
}

async function ownDesign(path: string): Promise<Design> {
  const found = pick<Pick<Design, "name"> & Partial<Design>>(
    "--design",
    path,
    "design",
    await loadModule("--design", path),
    lacks,
  );
  if (!NAME.test(found.name)) {
    throw new InputError(
      `--design ${path}: its name "${found.name}" must be small letters, digits and dashes, for it names a log`,
    );
  }
  if (designs.some(({ name }) => name === found.name)) {
    throw new InputError(
      `--design ${path}: there is a design ${found.name} already: call it otherwise`,
    );
  }
  return { ...PLAIN, title: found.name, ...found } as Design; // whole: see `lacks`
}

/**
 * The designs that words name: a name of the list, `all`, or a file that exports one.
 * @throws InputError for a name or file that is none
 */
export async function chosenDesigns(words: readonly string[]): Promise<Design[]> {
  const chosen: Design[] = [];
  for (const word of words) {
    if (word === "all") chosen.push(...designs);
    else if (isModulePath(word)) chosen.push(await ownDesign(word));
    else chosen.push(named("design", word, designs));
  }
  const seen = new Map(chosen.map((design) => [design.name, design]));
  return [...seen.values()];
}

/** What a user's design did wrong is no bug of ours: one line says what and where. */
export function guarded<T>(design: Design, run: () => T): T {
  if (designs.includes(design)) return run();
  try {
    return run();
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`design ${design.name} failed: ${firstLine(error)}`);
  }
}
