/**
 * `deno task log`: the events of a log as text, one a line; and a text log back into a log.
 * @module
 */
import { type Command, EXIT_OK, type Given, InputError, note, runCommand } from "./command.ts";
import { filterOf, kindRows } from "./log/filter.ts";
import { linesOf, streamOut, writeLog, writeText } from "./log/sinks.ts";
import { openSource } from "./log/source.ts";
import { count } from "../replay/text.ts";

const LOG_ENDING = ".log";
const kindNames = kindRows.map(({ name }) => name).join(", ");

const command: Command = {
  name: "log",
  sentence: "Prints the events of a log as text, one a line, or makes a log of such text.",
  words: "[LOG]",
  wordsMax: 1,
  options: {
    kind: { value: "KIND", help: `only events of this kind: ${kindNames}`, many: true },
    actor: { value: "NAME", help: "only events of this actor", many: true },
    page: {
      value: "PFN",
      help: "only events that name the page or a block that holds it; decimal or 0x",
      many: true,
    },
    from: { value: "N", help: "from event N on" },
    to: { value: "N", help: "up to event N" },
    out: {
      value: "FILE",
      help:
        "write to a file: a log if its name ends in .log, else text. Text that is to become a " +
        "log again must be whole: without the options above",
    },
    recover: { help: "of a damaged log, take what stands before the damage" },
  },
  examples: [
    ["deno task log out/v33.log --kind hint-read --kind hint-applied", "hints read and used"],
    ["deno task log out/v33.log --page 0x5a3c1 --from 200000", "what touched one page"],
    ["deno task log out/v33.log --out v33.txt", "a log as text, to look at or to change"],
    ["deno task log v33.txt --out changed.log", "and back"],
  ],
};

async function main(given: Given): Promise<number> {
  const source = await openSource(given.words[0], given.flag("recover"));
  const filter = filterOf(given, source);
  const out = given.text("out");
  if (out === undefined) {
    await streamOut(linesOf(source, filter));
    return EXIT_OK;
  }
  if (!out.endsWith(LOG_ENDING)) {
    await writeText(out, linesOf(source, filter));
    note(`${out} written`);
    return EXIT_OK;
  }
  if (!filter.all) {
    throw new InputError(
      "a log holds all events of its run: leave the filters away, or give --out a name for text",
    );
  }
  note(`${out} written: ${count(await writeLog(out, source))} events`);
  return EXIT_OK;
}

if (import.meta.main) await runCommand(command, main);
