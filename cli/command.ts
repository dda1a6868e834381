/**
 * What all commands share at the front desk: arguments, help, output, and one line for what goes wrong.
 * Exit 0 all as expected, 1 findings or a difference, 2 bad input, 70 a bug of ours.
 * @module
 */
import { parseArgs } from "@std/cli/parse-args";
import { nearest } from "../events/nearest.ts";
import { ClosedPipe, InputError, systemError } from "./errors.ts";
import { note, print } from "./output.ts";

export { InputError } from "./errors.ts";
export { emphasized, note, print } from "./output.ts";

export const EXIT_OK = 0, EXIT_FINDINGS = 1, EXIT_INPUT = 2, EXIT_BUG = 70;
const WIDTH = 80;
const GUESS_MIN = 2; // one letter is near to everything
const NAMES_MAX = 20; // more names than that are no help in one line

/** An option; without `value` it is a flag, else `value` is what help calls its value. */
export interface OptionRow {
  readonly value?: string;
  readonly help: string;
  /** May be given again and again. */
  readonly many?: true;
}

/** A command's face: what help prints and what the arguments may be. */
export interface Command {
  readonly name: string;
  readonly sentence: string;
  /** Words that are no options, as help shows them: `[LOG]`. */
  readonly words: string;
  readonly wordsMax: number;
  readonly options: Readonly<Record<string, OptionRow>>;
  /** Command lines and what they show. */
  readonly examples: readonly (readonly [line: string, shows: string])[];
  /** The keys of `--json`, a line each. */
  readonly json?: readonly string[];
}

/** The arguments that were given. */
export interface Given {
  readonly words: readonly string[];
  /** The value of an option; undefined where it was not given. */
  text(name: string): string | undefined;
  all(name: string): readonly string[];
  flag(name: string): boolean;
}

/**
 * Parses arguments.
 * @throws InputError for an unknown option, a missing value or too many words
 */
export function parseCommand(command: Command, args: readonly string[]): Given {
  const rows = Object.entries(command.options);
  const named = rows.filter(([, row]) => row.value !== undefined).map(([name]) => name);
  const flags = rows.filter(([, row]) => row.value === undefined).map(([name]) => name);
  const parsed = parseArgs(joined(args, named), {
    string: [...named, "_"],
    boolean: [...flags, "help"],
    collect: named,
    alias: { help: "h" },
    unknown: (arg, key) => {
      if (key !== undefined) failOption(command, arg, [...named, ...flags, "help"]);
    },
  });
  const words = parsed._.map(String);
  if (words.length > command.wordsMax) {
    throw new InputError(
      `unexpected "${words[command.wordsMax]}": usage: deno task ${usageOf(command)}`,
    );
  }
  const values = (name: string): string[] => (parsed[name] as unknown[] ?? []).map(String);
  for (const [name, row] of rows) {
    if (row.value === undefined) continue;
    const given = values(name);
    if (given.includes("")) {
      throw new InputError(`--${name} needs a value: --${name} ${row.value}`);
    }
    if (given.length > 1 && row.many === undefined) {
      throw new InputError(`--${name} may be given once, not ${given.length} times`);
    }
  }
  return {
    words,
    text: (name) => values(name)[0],
    all: values,
    flag: (name) => parsed[name] === true,
  };
}

/** `--at -1` as `--at=-1`: a negative number is a value, so that the error is about the number. */
function joined(args: readonly string[], named: readonly string[]): string[] {
  const whole: string[] = [];
  for (const arg of args) {
    const last = whole[whole.length - 1] ?? "";
    if (/^-\d/.test(arg) && named.includes(last.replace(/^--/, ""))) {
      whole[whole.length - 1] = `${last}=${arg}`;
    } else whole.push(arg);
  }
  return whole;
}

function failOption(command: Command, arg: string, known: readonly string[]): never {
  const name = arg.replace(/^-+/, "").replace(/=.*$/, "");
  throw new InputError(
    `unknown option ${arg.replace(/=.*$/, "")}${didYouMean(name, known, "--")}` +
      ` (deno task ${command.name} --help lists them)`,
  );
}

/** `; did you mean --json?`, or nothing where no known name is near. */
export function didYouMean(name: string, known: readonly string[], prefix = ""): string {
  const guess = name.length < GUESS_MIN ? undefined : nearest(name, known);
  return guess ? `; did you mean ${prefix}${guess}?` : "";
}

/** The member of a list that has a name. */
export function named<T extends { readonly name: string }>(
  what: string,
  name: string,
  list: readonly T[],
): T {
  const found = list.find((member) => member.name === name);
  if (found) return found;
  const names = list.map((member) => member.name);
  const known = names.length > NAMES_MAX ? "" : ` (there are: ${names.join(", ")})`;
  throw new InputError(`unknown ${what} "${name}"${didYouMean(name, names)}${known}`);
}

/** A whole number, decimal or 0x, from `min` to `max`; `unit` says what it counts in an error. */
export function numberOf(what: string, text: string, min: number, max: number): number {
  const value = /^(0x[0-9a-f]+|\d+)$/i.test(text) ? Number(text) : NaN;
  if (Number.isSafeInteger(value) && value >= min && value <= max) return value;
  throw new InputError(
    `${what} ${text}: ${
      Number.isNaN(value) ? "not a whole number (decimal or 0x)" : "out of range"
    }` +
      `; must be ${min.toLocaleString("en-US")} to ${max.toLocaleString("en-US")}`,
  );
}

function usageOf(command: Command): string {
  return `${command.name}${command.words ? ` ${command.words}` : ""} [options]`;
}

/** Words that are broken at the width of a terminal, behind an indent. */
function wrapped(text: string, indent: number): string {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && indent + line.length + 1 + word.length > WIDTH) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line].join(`\n${" ".repeat(indent)}`);
}

/** What `--help` prints. */
export function helpOf(command: Command): string {
  const rows = Object.entries({
    ...command.options,
    help: { help: "print this" } as OptionRow,
  }).map(([name, row]) => [`  --${name}${row.value ? ` ${row.value}` : ""}`, row.help]);
  const wide = Math.max(...rows.map(([left]) => left.length)) + 2;
  const parts = [
    wrapped(command.sentence, 0),
    `\n\nUsage: deno task ${usageOf(command)}\n\n`,
    ...rows.map(([left, help]) => `${left.padEnd(wide)}${wrapped(help, wide)}\n`),
    "\nExamples\n",
    ...command.examples.map(([line, shows]) => `  ${line}\n      ${wrapped(shows, 6)}\n`),
  ];
  if (command.json) {
    parts.push("\nKeys of --json\n", ...command.json.map((line) => `  ${wrapped(line, 6)}\n`));
  }
  return parts.join("");
}

/** Errors of the rooms below say what could not be done (`Cannot ...`): bad input, if they reach us. */
function isOfTheRooms(error: unknown): error is Error {
  return (error instanceof RangeError || error instanceof SyntaxError) &&
    error.message.startsWith("Cannot ");
}

/** One line on standard error for an error, and the exit code that it means. */
function report(command: Command, error: unknown): number {
  if (error instanceof ClosedPipe || error instanceof Deno.errors.BrokenPipe) return EXIT_OK;
  const known = error instanceof InputError || isOfTheRooms(error)
    ? error
    : systemError(error, "go on");
  if (known) {
    note(`${command.name}: ${known.message.replace(/\s*\n\s*/g, " ")}`);
    return EXIT_INPUT;
  }
  note(`${command.name}: a bug of hintlab, please report it:`);
  note(error instanceof Error ? `${error.stack}` : String(error));
  if (error instanceof Error && error.cause) note(String(error.cause));
  return EXIT_BUG;
}

/**
 * Runs a command to its end and leaves the process with its exit code.
 * @param main returns the exit code
 */
export async function runCommand(
  command: Command,
  main: (given: Given) => number | Promise<number>,
): Promise<never> {
  let code: number;
  try {
    if (Deno.args.some((arg) => arg === "--help" || arg === "-h")) {
      print(helpOf(command));
      code = EXIT_OK;
    } else code = await main(parseCommand(command, Deno.args));
  } catch (error) {
    code = report(command, error);
  }
  Deno.exit(code);
}
