/**
 * `deno task figures`: measures what the README claims about speed and size, each beside its floor.
 * @module
 */
import { type Command, EXIT_OK, type Given, print, runCommand } from "./command.ts";
import { systemError } from "./errors.ts";
import type { Figure } from "./figures/figure.ts";
import { largeFigures } from "./figures/large.ts";
import { longLogFigures, measures } from "./figures/mod.ts";
import { makeSubjects } from "./figures/subjects.ts";
import { Progress } from "./progress.ts";

const LIVE_REPEATS = 2;

const command: Command = {
  name: "figures",
  sentence:
    "Measures what the README claims about speed and size, each figure beside its floor: a loop that " +
    "does only what nothing of the kind can do without.",
  words: "",
  wordsMax: 0,
  options: {
    large: { help: "also simulate a guest of 1 TiB: minutes, and 12 GB of memory" },
    json: { help: "print one object" },
  },
  examples: [
    [
      "deno task figures",
      "all figures, in less than a minute once the long log is made (out/bench)",
    ],
    ["deno task figures --json", "the same for a program"],
    ["deno task figures --large", "and a guest of 1 TiB, migrated while it is idle"],
  ],
  json: [
    "figures[]: name, value, unit (events/s, lines/s, ms, bytes); large and largePeak only with --large",
    "figures[].floor, ratio: the floor in the same unit and value / floor; null where nothing is one",
  ],
};

/** A folder for the logs that are measured; it goes with the run. */
async function temporaryFolder(): Promise<string> {
  try {
    return await Deno.makeTempDir({ prefix: "hintlab-figures-" });
  } catch (error) {
    throw systemError(error, "make a temporary folder") ?? error;
  }
}

async function measureAll(isLarge: boolean): Promise<Figure[]> {
  const folder = await temporaryFolder();
  const figures: Figure[] = [];
  using progress = new Progress("measuring", measures.length + 2);
  try {
    // First, while the process has had no other memory.
    const large = isLarge ? await largeFigures(folder) : [];
    const subjects = await makeSubjects(folder, LIVE_REPEATS);
    progress.add(1);
    for (const measure of [...measures, longLogFigures]) {
      figures.push(...await measure(subjects));
      progress.add(1);
    }
    figures.push(...large);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  return figures;
}

function text(number: number): string {
  return number.toLocaleString("en-US", { maximumSignificantDigits: 4 });
}

function tableOf(figures: readonly Figure[]): string {
  const rows = figures.map(({ name, value, unit, floor, ratio }) => [
    name,
    text(value),
    unit,
    floor === null ? "-" : text(floor),
    ratio === null ? "-" : text(ratio),
  ]);
  const head = ["name", "value", "unit", "floor", "ratio"];
  const line = ([name, value, unit, floor, ratio]: readonly string[]): string =>
    ` ${name.padEnd(20)}${value.padStart(14)} ${unit.padEnd(10)}${floor.padStart(14)}` +
    ratio.padStart(10);
  return [head, ...rows].map(line).join("\n");
}

async function main(given: Given): Promise<number> {
  const figures = await measureAll(given.flag("large"));
  print(given.flag("json") ? JSON.stringify({ figures }) : tableOf(figures));
  return EXIT_OK;
}

if (import.meta.main) await runCommand(command, main);
