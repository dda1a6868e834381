/**
 * Damages inputs of a decoder and reads them, in a process that may be killed: it says where it is, so
 * that one who waits knows which input hangs, and last what came of all.
 *
 * Words: decoder, seed, first number, how many.
 * @module
 */
import { decoders, fine } from "./decoders.ts";

const [name, seed, from, count] = Deno.args;
const decoder = decoders.find((found) => found.name === name)!;
const folder = await Deno.makeTempDir();
const SAY_EVERY_MS = 500;
const GARBAGE_BYTES = 32 * 2 ** 20;

/** Bytes that the process has once its garbage is gone. */
function collected(): number {
  (globalThis as unknown as { gc(): void }).gc(); // by --expose-gc
  return Deno.memoryUsage().rss;
}

decoder.make(Number(seed), 0); // reads what is to be damaged
let floor = collected();
const encoder = new TextEncoder();
const say = (what: unknown): void => {
  Deno.stdout.writeSync(encoder.encode(`${JSON.stringify(what)}\n`));
};

/** The most memory that this process ever had, in MiB. */
function peakMib(): number {
  try {
    const kib = /VmHWM:\s+(\d+) kB/.exec(Deno.readTextFileSync("/proc/self/status"))?.[1];
    if (kib !== undefined) return Number(kib) / 1024;
  } catch { /* not every system has it */ }
  return Deno.memoryUsage().rss / 2 ** 20;
}

let errors = 0, valid = 0, worstMs = 0, worst = 0, said = 0;
const begin = peakMib();
for (let number = Number(from); number < Number(from) + Number(count); number++) {
  const now = performance.now();
  if (now - said > SAY_EVERY_MS) {
    say({ at: number });
    said = now;
  }
  // What is left of inputs before it is no memory that this one takes.
  if (Deno.memoryUsage().rss > floor + GARBAGE_BYTES) floor = collected();
  const bytes = decoder.make(Number(seed), number);
  const start = performance.now();
  try {
    await decoder.read(bytes, folder);
    valid++;
  } catch (error) {
    try {
      fine(error);
    } catch (crash) {
      say({ crash: number, why: crash instanceof Error ? `${crash.stack}` : String(crash) });
      Deno.exit(1);
    }
    errors++;
  }
  const took = performance.now() - start;
  if (took > worstMs) [worstMs, worst] = [took, number];
}
await Deno.remove(folder, { recursive: true });
say({ errors, valid, worstMs, worst, peakMib: peakMib(), beginMib: begin });
