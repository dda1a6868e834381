/**
 * Writers that are killed: what they leave opens to its last whole block, and goes on to the bytes of
 * a run that nobody killed.
 * @module
 */
import { assert, assertEquals, assertInstanceOf } from "@std/assert";
import { codec } from "../../cli/codec.ts";
import { InputError } from "../../cli/errors.ts";
import { rulesOf } from "../../cli/simulate/header_rules.ts";
import { resumeOne } from "../../cli/simulate/resume.ts";
import { runOne } from "../../cli/simulate/run.ts";
import { Unfinished } from "../../cli/simulate/unfinished.ts";
import { designs } from "../../core/run/designs/mod.ts";
import { drawBelow } from "../../core/run/prng.ts";
import { worldOf } from "../../core/run/simulate.ts";
import { type LogFile, openLog, sourceOf } from "../../events/file/reader.ts";
import { rules, scenario } from "./runs.ts";

const writer = new URL("killed_writer.ts", import.meta.url).pathname;
const BLOCK_SIZES = [64, 256, 1024];
/** A small run takes so long, in ms: a kill by the clock comes within. */
const RUN_MS = 250;

/** What became of the writers. */
export interface Kills {
  kills: number;
  /** Killed before their header was whole: that is said. */
  nothing: number;
  /** Went on from events of the log. */
  resumed: number;
  /** Had written all by then. */
  whole: number;
  worstMs: number;
}

/** A run that nobody kills. */
interface Unbroken {
  readonly bytes: Uint8Array;
  readonly digest: string;
  readonly file: LogFile;
}

function unbrokenRun(folder: string, design: string, blockEvents: number): Unbroken {
  const path = `${folder}/${design}-${blockEvents}.log`;
  const subject = scenario("small"), under = rules(design);
  const { digest } = runOne(subject, under, worldOf(subject, under), path, {}, blockEvents);
  const bytes = Deno.readFileSync(path);
  return { bytes, digest, file: openLog(sourceOf(bytes), codec) };
}

/** Starts a writer and kills it at a byte, or so many ms after it began. */
async function kill(args: readonly string[], byte: number, ms: number | null): Promise<void> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-check", "--allow-read", "--allow-write", writer, ...args, `${byte}`],
    stdin: "null",
    stdout: "piped",
    stderr: "inherit",
  }).spawn();
  let said = "";
  for await (const bytes of child.stdout) {
    said += new TextDecoder().decode(bytes);
    if (said.includes("!") || said.includes("w")) break;
    if (ms === null) continue;
    await new Promise((resolve) => setTimeout(resolve, ms));
    break;
  }
  try {
    child.kill("SIGKILL");
  } catch { /* it has ended */ }
  await child.status;
  assert(said !== "", "the writer did not begin");
}

/** Kills one writer and goes on with what it left. */
async function killOne(
  folder: string,
  unbroken: (design: string, blockEvents: number) => Unbroken,
  number: number,
  seed: number,
  tally: Kills,
): Promise<void> {
  const draw = (which: number, below: number): number => drawBelow(below, seed, 0, number, which);
  const { name } = designs[draw(0, designs.length)];
  const blockEvents = BLOCK_SIZES[draw(1, BLOCK_SIZES.length)];
  const whole = unbroken(name, blockEvents), path = `${folder}/${number}.log`;
  const isByClock = draw(2, 4) === 0;
  const byte = isByClock ? Infinity : draw(3, whole.bytes.length);
  await kill([path, name, `${blockEvents}`], byte, isByClock ? draw(4, RUN_MS) : null);
  tally.kills++;
  const begin = performance.now();
  const left = await Deno.readFile(`${path}.part`).catch(() => null);
  if (left === null) {
    const made = await Deno.readFile(path).catch(() => null);
    if (made === null) tally.nothing++;
    else {
      assertEquals(made, whole.bytes);
      tally.whole++;
    }
    return;
  }
  if (!isByClock) assertEquals(left, whole.bytes.subarray(0, byte));
  await goOn(path, left, whole, blockEvents, tally);
  tally.worstMs = Math.max(tally.worstMs, performance.now() - begin);
  await Deno.remove(path).catch(() => {});
}

async function goOn(
  path: string,
  left: Uint8Array,
  { bytes, digest, file }: Unbroken,
  blockEvents: number,
  tally: Kills,
): Promise<void> {
  let unfinished: Unfinished;
  try {
    unfinished = Unfinished.open(path) as Unfinished;
  } catch (error) {
    assertInstanceOf(error, InputError);
    assert(left.length < file.index[0].offset, error.message);
    tally.nothing++;
    await Deno.remove(`${path}.part`);
    return;
  }
  using _ = unfinished;
  const ends = [...file.index.slice(1).map(({ offset }) => offset), indexAt(bytes)];
  assertEquals(unfinished.log.blocks, ends.filter((end) => end <= left.length).length);
  const { scenario, rules } = await rulesOf(path, unfinished.log.header, undefined);
  const outcome = resumeOne(unfinished, scenario, rules, {}, blockEvents);
  assertEquals([outcome.digest, outcome.replayed], [digest, true]);
  assertEquals(await Deno.readFile(path), bytes);
  tally.resumed++;
}

/** Byte at which the index begins, as the trailer says. */
const indexAt = (bytes: Uint8Array): number =>
  new DataView(bytes.buffer, bytes.byteOffset).getFloat64(bytes.length - 20, true);

/**
 * Kills writers at random bytes of their logs, torn blocks among them, or at random times.
 * @param command brings a failing seed back
 */
export async function killWriters(count: number, seed: number, command: string): Promise<Kills> {
  const folder = await Deno.makeTempDir();
  const kept = new Map<string, Unbroken>();
  const unbroken = (design: string, blockEvents: number): Unbroken => {
    const key = `${design} ${blockEvents}`, found = kept.get(key);
    if (found !== undefined) return found;
    const made = unbrokenRun(folder, design, blockEvents);
    kept.set(key, made);
    return made;
  };
  const tally: Kills = { kills: 0, nothing: 0, resumed: 0, whole: 0, worstMs: 0 };
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < count) {
      const number = next++;
      try {
        await killOne(folder, unbroken, number, seed, tally);
      } catch (cause) {
        throw new Error(`kill ${number} of seed ${seed}: ${command}`, { cause });
      }
    }
  };
  try {
    await Promise.all([work(), work()]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
  return tally;
}
