/**
 * Everything that reads what a user brings, each with inputs to damage: it must give an error in one
 * line, or a valid result.
 * @module
 */
import { gzipSync, zstdCompressSync, zstdDecompressSync } from "node:zlib";
import { codec } from "../../cli/codec.ts";
import { InputError } from "../../cli/errors.ts";
import { parseCase } from "../../cli/explore/case_file.ts";
import { readTrace } from "../../cli/import/trace.ts";
import { writeImported } from "../../cli/import/write.ts";
import { isText, memoryOf, openLog } from "../../cli/logs.ts";
import { readRecord } from "../../cli/match/measured/record.ts";
import { loadScenario } from "../../cli/scenario/file.ts";
import { readLists } from "../../cli/start/dump.ts";
import { geometryOf, worldOf } from "../../core/run/simulate.ts";
import type { Snapshot } from "../../core/run/start/snapshot.ts";
import { checkGeometry, FRAME_BITS } from "../../core/state/geometry.ts";
import { BLOCK_HEADER_BYTES } from "../../events/file/block.ts";
import { openLog as openFile, sourceOf } from "../../events/file/reader.ts";
import { BLOCK_EVENTS, LogWriter, PREFIX_BYTES } from "../../events/file/writer.ts";
import { formatEvent, TEXT_MAGIC } from "../../events/text.ts";
import { replayBlocks } from "../../replay/replay.ts";
import { joined, smallFile } from "./logs.ts";
import { Chance, mutated } from "./mutate.ts";
import { rules, scenario } from "./runs.ts";

const house = new URL("../../", import.meta.url);
const fixture = (path: string): Uint8Array => Deno.readFileSync(new URL(`fixtures/${path}`, house));
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
/** A world of more pages is not replayed: it is as valid as a small one. */
const FRAMES_MAX = 1 << 16;

export interface Decoder {
  readonly name: string;
  /** Input number `number` of a seed. */
  make(seed: number, number: number): Uint8Array;
  /** Reads an input; `folder` is for its files. */
  read(bytes: Uint8Array, folder: string): Promise<void>;
}

/** Decompresses the first lines of a text; no more of it, for it is long. */
function head(path: string, lines: number): Uint8Array {
  const begin = unpack(path).slice(0, HEAD_BYTES);
  let end = 0;
  for (; lines > 0; lines--) end = begin.indexOf(10, end) + 1;
  return begin.slice(0, end);
}

const unpack = (path: string): Uint8Array => new Uint8Array(zstdDecompressSync(fixture(path)));
const HEAD_BYTES = 1 << 16;

const golden = fixture("logs/format-1-page-reporting.log");
const small = smallFile("v33", 64, 700), other = smallFile("merged", 4096, 300);

/** Where the checksummed parts of a log file lie: each of its blocks, and the index. */
interface Places {
  readonly offsets: readonly number[];
  readonly end: number;
}

function placesOf(bytes: Uint8Array): Places {
  const { index } = openFile(sourceOf(bytes), codec);
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  return {
    offsets: index.map(({ offset }) => offset),
    end: view.getFloat64(bytes.length - 20, true),
  };
}

const places = new Map([small, other, golden].map((bytes) => [bytes, placesOf(bytes)]));

/** Damage that its checksums do not show: every part's checksum is made anew. */
function sealed(bytes: Uint8Array, { offsets, end }: Places): Uint8Array {
  const view = new DataView(bytes.buffer, bytes.byteOffset), crc = codec.crc32;
  const header = bytes.subarray(PREFIX_BYTES, offsets[0]);
  view.setUint32(16, crc(header), true);
  let chain = codec.sha256(bytes.subarray(0, offsets[0]));
  offsets.forEach((offset, at) => {
    const payload = bytes.subarray(offset + BLOCK_HEADER_BYTES, offsets[at + 1] ?? end);
    view.setUint32(offset + 20, crc(payload), true);
    chain = codec.sha256(chain, bytes.subarray(offset, offset + 36), payload);
    bytes.set(chain, offset + 36);
    view.setUint32(offset + 68, crc(bytes.subarray(offset, offset + 68)), true);
  });
  view.setUint32(bytes.length - 12, crc(bytes.subarray(end, bytes.length - 20)), true);
  view.setUint32(bytes.length - 8, crc(bytes.subarray(bytes.length - 20, bytes.length - 8)), true);
  return bytes;
}

/** Bytes in one part only, so that not every input is stopped by its first. */
function sealedDamage(chance: Chance): Uint8Array {
  const whole = chance.of([small, other, golden]), { offsets, end } = places.get(whole)!;
  const parts = [[8, 16], [PREFIX_BYTES, offsets[0]], [end, end + 32], [
    bytesEnd(whole),
    whole.length,
  ]];
  for (let block = 0; block < 4; block++) {
    const offset = chance.of(offsets), next = offsets[offsets.indexOf(offset) + 1] ?? end;
    parts.push([offset, offset + 36], [offset + BLOCK_HEADER_BYTES, next]);
  }
  const [from, until] = chance.of(parts), bytes = whole.slice();
  bytes.set(mutated([bytes.subarray(from, until)], chance, "inPlace"), from);
  return sealed(bytes, places.get(whole)!);
}

const bytesEnd = (bytes: Uint8Array): number => bytes.length - 20;

/** A whole log of events that did not happen. */
function eventDamage(chance: Chance): Uint8Array {
  const file = openFile(sourceOf(chance.of([small, other])), codec);
  const words = Int32Array.from(
    Array.from({ length: file.blocks }, (_, block) => [...file.wordsOf(block)]).flat(),
  );
  // Events that describe the world come first and are the most; those behind them are of interest, too.
  const half = words.length / 2, from = chance.below(2) * half;
  const bytes = new Uint8Array(words.buffer, from * 4, half * 4);
  for (let ops = 1 + chance.below(4); ops > 0; ops--) {
    if (chance.below(3) > 0) bytes.set(mutated([bytes], chance, "inPlace"));
    else {
      const at = (from >> 2) + chance.below(half >> 2), by = chance.below(words.length >> 2);
      words.set(words.slice(by * 4, by * 4 + 4), at * 4);
    }
  }
  const pieces: Uint8Array[] = [];
  const writer = new LogWriter(file.header, codec, (piece) => pieces.push(piece), () => []);
  writer.write(words, 0, Math.min(BLOCK_EVENTS, words.length / 4));
  writer.close();
  return joined(pieces);
}

async function readLog(bytes: Uint8Array): Promise<void> {
  for (const recover of isText(bytes) ? [true] : [false, true]) {
    try {
      const log = await openLog("a.log", recover, bytes);
      if (!isText(bytes)) log.check();
      for (let block = 0; block < log.blocks; block++) log.wordsOf(block);
      if (log.header.geometry.frames > FRAMES_MAX) continue;
      replayBlocks(memoryOf(log), log, log.events);
    } catch (error) {
      if (recover) throw error; // the same of the other is looked at by this one's
      fine(error);
    }
  }
}

const textLog = (() => {
  const file = openFile(sourceOf(small), codec), lines: string[] = [];
  const names = file.header.actors.map(({ name }) => name);
  for (let block = 0; block < file.blocks; block++) {
    const words = file.wordsOf(block);
    for (let index = 0; index < words.length / 4; index++) {
      if (block === 0 || index % 4 === 0) lines.push(formatEvent(words, index, names));
    }
  }
  return bytesOf(`${TEXT_MAGIC}${JSON.stringify(file.header)}\n${lines.join("\n")}\n`);
})();

async function readTraceText(bytes: Uint8Array, folder: string): Promise<void> {
  const path = `${folder}/trace`;
  await Deno.writeFile(path, bytes);
  const trace = await readTrace(path, 2 ** FRAME_BITS);
  if (trace.frames <= FRAMES_MAX && bytes.length % 4 === 0) {
    writeImported(trace, `${folder}/a.log`, 0);
  }
}

async function readDump(bytes: Uint8Array, folder: string): Promise<void> {
  await Deno.writeFile(`${folder}/start.json`, bytes);
  worldFromLists(await readLists(`${folder}/start.json`));
}

/** A guest that begins with lists, if it is a small one. */
function worldFromLists(start: Snapshot): void {
  const subject = scenario("small", (change) => {
    change.tasks = [];
    change.guest.oldDataMib = 0;
  });
  const under = { ...rules("none", "linux-6.1"), start };
  const geometry = checkGeometry(geometryOf(subject, under));
  if (geometry.frames <= FRAMES_MAX) worldOf(subject, under);
}

const BETWEEN = "\n====\n";

async function readProc(bytes: Uint8Array, folder: string): Promise<void> {
  const texts = new TextDecoder().decode(bytes).split(BETWEEN);
  const path = `${folder}/proc`;
  await Deno.mkdir(path, { recursive: true });
  for (const [at, name] of ["zoneinfo", "pagetypeinfo", "buddyinfo"].entries()) {
    if (texts[at] === undefined || texts[at] === "") {
      await Deno.remove(`${path}/${name}`).catch(() => {});
    } else await Deno.writeTextFile(`${path}/${name}`, texts[at]);
  }
  worldFromLists(await readLists(path));
}

const procTexts = ["proc-512/", "base-256.", "smp2-512."].map((name) =>
  bytesOf(
    ["zoneinfo", "pagetypeinfo", "buddyinfo"]
      .map((part) => new TextDecoder().decode(fixture(`traces/${name}${part}.txt`))).join(BETWEEN),
  )
);

async function readRunRecord(bytes: Uint8Array, folder: string): Promise<void> {
  await Deno.writeFile(`${folder}/run.json`, bytes);
  const record = await readRecord(`${folder}/run.json`);
  record.inputs();
  record.outputs();
}

async function readPacked(bytes: Uint8Array, folder: string): Promise<void> {
  await Deno.writeFile(`${folder}/packed`, bytes);
  const reads = [
    () => readTrace(`${folder}/packed`, 2 ** FRAME_BITS),
    () => readLists(`${folder}/packed`),
    () => readLog(bytes),
  ];
  for (const read of reads) {
    try {
      await read();
    } catch (error) {
      fine(error);
    }
  }
}

/**
 * Returns an error that a user may see.
 * @throws the error if it is none
 */
export function fine(error: unknown): Error {
  const isOurs = error instanceof InputError ||
    ((error instanceof RangeError || error instanceof SyntaxError) &&
      error.message.startsWith("Cannot "));
  if (!isOurs) throw error;
  const { message } = error as Error;
  if (message.length < 10 || message.length > MESSAGE_MAX) {
    throw new Error(`a message of ${message.length} characters: ${message.slice(0, 200)}`);
  }
  return error as Error;
}

const MESSAGE_MAX = 2000;
const names = {
  ftrace: "compact-128.ftrace.zst",
  "trace-cmd": "base-256.trace-cmd.zst",
  perf: "perf-1024.perf.zst",
};
const lazily = <T>(make: () => T): () => T => {
  let made: T | undefined;
  return () => made ??= make();
};

function textDecoder(name: string, inputs: () => Uint8Array[], read: Decoder["read"]): Decoder {
  const made = lazily(inputs);
  return { name, make: (seed, number) => mutated(made(), new Chance(seed, number), "text"), read };
}

const packed = lazily(() => {
  const text = head("traces/base-256.trace-cmd.zst", 12);
  return [gzipSync(text), zstdCompressSync(text), zstdCompressSync(small)];
});

/** What users bring most, of which most inputs are read; of the others some. */
const MOST = ["log", "text log", "ftrace", "perf", "lists", "scenario"];
export const isMost = ({ name }: Decoder): boolean => MOST.includes(name);

/** All of them. */
export const decoders: readonly Decoder[] = [
  {
    name: "log",
    make(seed, number) {
      const chance = new Chance(seed, number), which = chance.below(4);
      if (which === 0) return mutated([small, other, golden], chance, "any");
      return which === 1 ? eventDamage(chance) : sealedDamage(chance);
    },
    read: readLog,
  },
  textDecoder("text log", () => [textLog], readLog),
  ...Object.entries(names).map(([name, file]) =>
    textDecoder(name, () => [head(`traces/${file}`, 40), head(`traces/${file}`, 12)], readTraceText)
  ),
  textDecoder(
    "lists",
    () => ["shuffle-128", "frag-256"].map((name) => unpack(`traces/${name}.start.json.zst`)),
    readDump,
  ),
  textDecoder("procfs", () => procTexts, readProc),
  textDecoder(
    "scenario",
    () => ["small", "default", "real-trace"].map((name) => fixture(`scenarios/${name}.json`)),
    async (bytes, folder) => {
      await Deno.writeFile(`${folder}/a.json`, bytes);
      await loadScenario(`${folder}/a.json`);
    },
  ),
  textDecoder(
    "case",
    () => ["bug-A", "row-08", "ring-merged"].map((name) => fixture(`cases/${name}.jsonc`)),
    (bytes) => {
      parseCase(new TextDecoder().decode(bytes), "a.jsonc", "a");
      return Promise.resolve();
    },
  ),
  textDecoder(
    "measured run",
    () => ["idle-256-h1-r0", "burst-256-h0-r0"].map((name) => unpack(`qemu/${name}.json.zst`)),
    readRunRecord,
  ),
  {
    name: "compressed",
    make(seed, number) {
      return mutated(packed(), new Chance(seed, number), "any");
    },
    read: readPacked,
  },
];
