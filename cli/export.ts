/**
 * `deno task export`: the events of a log as Parquet, for programs that read tables.
 * @module
 */
import { type Command, EXIT_OK, type Given, note, runCommand } from "./command.ts";
import { GROUP_EVENTS, ParquetFile } from "./export/parquet.ts";
import { stretchesOf } from "./export/stretches.ts";
import { OutputFile } from "./files.ts";
import { openLog } from "./logs.ts";
import { Progress } from "./progress.ts";

const command: Command = {
  name: "export",
  sentence: "Writes a log's events as Parquet.",
  words: "[LOG]",
  wordsMax: 1,
  options: {
    parquet: { value: "FILE", help: "the events as a Parquet file" },
    recover: { help: "of a damaged log, take what stands before the damage" },
    json: { help: "print one object" },
  },
  examples: [["deno task export out/v33.log", "writes out/v33.parquet"]],
};

async function main(given: Given): Promise<number> {
  const log = await openLog(given.words[0], given.flag("recover"));
  const path = given.text("parquet") ?? log.name.replace(/\.log$/, "") + ".parquet";
  using file = new OutputFile(path);
  using progress = new Progress("writing", log.events);
  const parquet = new ParquetFile(log.header, (bytes) => file.write(bytes));
  for (const stretch of stretchesOf(log, GROUP_EVENTS)) {
    parquet.add(stretch);
    progress.add(stretch.events);
  }
  parquet.finish();
  file.commit();
  note(path);
  return EXIT_OK;
}

if (import.meta.main) await runCommand(command, main);
