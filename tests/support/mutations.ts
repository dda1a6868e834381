/**
 * Damaged inputs for a decoder, read by another process: a crash, a hang or too much memory is told with
 * the command that brings it back.
 * @module
 */

import { TextLineStream } from "@std/streams";

const child = new URL("decoder_child.ts", import.meta.url).pathname;
const FLAGS = "--v8-flags=--max-old-space-size=128,--max-semi-space-size=4,--expose-gc";
/** So long nothing is heard only of a process that hangs. */
const HANG_MS = 180_000;
/** The most memory that reading may take, in MiB, the program itself included. */
export const PEAK_MIB = 256;

/** What came of a decoder's inputs. */
export interface Tally {
  readonly errors: number;
  readonly valid: number;
  readonly worstMs: number;
  readonly worst: number;
  readonly peakMib: number;
}

/**
 * Reads `count` damaged inputs from number `from` on.
 * @throws Error that says which input it is and how to read it again
 */
export async function readDamaged(
  name: string,
  seed: number,
  from: number,
  count: number,
): Promise<Tally> {
  const args = ["run", "-A", "--no-check", FLAGS, child];
  const process = new Deno.Command(Deno.execPath(), {
    args: [...args, name, `${seed}`, `${from}`, `${count}`],
    // So that what is given back to the C library is given back to the system, and not counted.
    env: { MALLOC_MMAP_THRESHOLD_: "65536", MALLOC_TRIM_THRESHOLD_: "131072" },
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  let at = from, tally: Tally | null = null, failure = "";
  let timer = setTimeout(hang, HANG_MS);
  function hang(): void {
    failure = "it hangs";
    process.kill("SIGKILL");
  }
  const lines = process.stdout.pipeThrough(new TextDecoderStream()).pipeThrough(
    new TextLineStream(),
  );
  for await (const line of lines) {
    const said = JSON.parse(line);
    if (said.at !== undefined) at = said.at;
    else if (said.crash !== undefined) [at, failure] = [said.crash, said.why];
    else tally = said;
    clearTimeout(timer);
    timer = setTimeout(hang, HANG_MS);
  }
  clearTimeout(timer);
  const { code } = await process.status;
  if (tally !== null && tally.peakMib <= PEAK_MIB) return tally;
  const why = tally !== null ? `${tally.peakMib.toFixed(0)} MiB` : failure || `exit ${code}`;
  throw new Error(
    `${name}, input ${at} or soon after: ${why}\n` +
      `deno run -A ${FLAGS} tests/support/decoder_child.ts '${name}' ${seed} ${at} 1`,
  );
}
