/**
 * Each form of an export, written to its file: whole or not at all.
 * @module
 */
import { PerfettoFold, stepFor } from "../../replay/export/perfetto/mod.ts";
import { replayBlocks } from "../../replay/replay.ts";
import { OutputFile } from "../files.ts";
import { clockAt, memoryOf, type OpenLog, titleOf } from "../logs.ts";
import { Progress } from "../progress.ts";
import { groupEventsFor, ParquetFile } from "./parquet.ts";
import { stretchesOf } from "./stretches.ts";

/** What was written. */
export interface Written {
  readonly form: "parquet" | "perfetto" | "csv" | "html";
  readonly path: string;
  readonly bytes: number;
}

/** A file that counts its bytes. */
class Counted {
  bytes = 0;
  readonly file: OutputFile;

  constructor(path: string) {
    this.file = new OutputFile(path);
  }

  readonly write = (bytes: Uint8Array): void => {
    this.bytes += bytes.length;
    this.file.write(bytes);
  };

  [Symbol.dispose](): void {
    this.file[Symbol.dispose]();
  }
}

/** The events as Parquet. */
export function writeParquet(path: string, log: OpenLog): Written {
  using out = new Counted(path);
  using progress = new Progress(path, log.events);
  const parquet = new ParquetFile(log.header, out.write);
  for (const stretch of stretchesOf(log, groupEventsFor(log.events))) {
    parquet.add(stretch);
    progress.add(stretch.events);
  }
  parquet.finish();
  out.file.commit();
  return { form: "parquet", path, bytes: out.bytes };
}

const CHUNK_CHARS = 1 << 18;

/**
 * The log as a trace for Perfetto.
 * @param step in ns; undefined chooses one by the length of the log
 */
export function writePerfetto(path: string, log: OpenLog, step: number | undefined): Written {
  const memory = memoryOf(log), encoder = new TextEncoder();
  using out = new Counted(path);
  using progress = new Progress(path, log.events);
  let held = "";
  const flush = (): void => {
    out.write(encoder.encode(held));
    held = "";
  };
  const fold = new PerfettoFold(
    memory,
    log.header.actors.map(({ name }) => name),
    step ?? stepFor(log.events, clockAt(log, log.events)),
    { log: log.name, title: titleOf(log.header), clock: log.header.clock },
    (text) => {
      held += text;
      if (held.length > CHUNK_CHARS) flush();
    },
  );
  replayBlocks(memory, log, log.events, [fold], (block) => {
    const end = block + 1 < log.blocks ? log.baseOf(block + 1) : log.events;
    progress.add(end - log.baseOf(block));
  });
  fold.finish();
  flush();
  out.file.commit();
  return { form: "perfetto", path, bytes: out.bytes };
}

/** Text to a file. */
export async function writeCsv(path: string, text: AsyncIterable<string>): Promise<Written> {
  const encoder = new TextEncoder();
  using out = new Counted(path);
  for await (const chunk of text) out.write(encoder.encode(chunk));
  out.file.commit();
  return { form: "csv", path, bytes: out.bytes };
}
