/**
 * Tables of what `simulate` refuses: many short runs, a few at a time.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { designs } from "../../core/run/designs/mod.ts";
import { filesIn, inFolder, run } from "./front_desk.ts";

const AT_A_TIME = 4;

/** The least that a scenario may say. */
export const least = `{
  "guest": { "mib": 64, "usedMib": 16 },
  "host": {}
}`;

/** How the designs are listed where a name is none. */
export const DESIGNS = `(there are: ${designs.map(({ name }) => name).join(", ")})`;

/** What is given to `simulate`, and the one line that it answers. */
export interface Refusal {
  /** The scenario's text or bytes; the file is called `s.json`. */
  readonly file: string | Uint8Array;
  readonly args?: readonly string[];
  readonly line: string;
}

const shown = (file: string | Uint8Array): string =>
  (typeof file === "string" ? file : `${file.length} bytes`).slice(0, 200);

/** Asserts exit 2, the one line and nothing else, no trace of a stack, and nothing written. */
async function assertRefusal({ file, args = [], line }: Refusal): Promise<void> {
  await inFolder(async (folder) => {
    await Deno.writeFile(
      `${folder}/s.json`,
      typeof file === "string" ? new TextEncoder().encode(file) : file,
    );
    const { code, out, err } = await run("simulate", ["s.json", ...args], { folder });
    assertEquals(err, `simulate: ${line}\n`, `${shown(file)} ${args.join(" ")}`);
    assertEquals([code, out, filesIn(folder)], [2, "", ["s.json"]], line);
    assert(!/\bat .*:\d+:\d+/.test(err), err);
  });
}

/** Runs a table of refusals. */
export async function assertRefusals(table: readonly Refusal[]): Promise<void> {
  for (let at = 0; at < table.length; at += AT_A_TIME) {
    const results = await Promise.allSettled(table.slice(at, at + AT_A_TIME).map(assertRefusal));
    for (const result of results) if (result.status === "rejected") throw result.reason;
  }
}
