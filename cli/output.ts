/**
 * What commands print: results on standard output, all else on standard error.
 * @module
 */
import { outputError } from "./errors.ts";

const encoder = new TextEncoder();

function writeAll(to: { writeSync(bytes: Uint8Array): number }, bytes: Uint8Array): void {
  for (let at = 0; at < bytes.length;) at += to.writeSync(bytes.subarray(at));
}

/**
 * Writes results to standard output.
 * @throws ClosedPipe if nobody reads it any more
 */
export function print(text: string): void {
  try {
    writeAll(Deno.stdout, encoder.encode(text.endsWith("\n") ? text : `${text}\n`));
  } catch (error) {
    throw outputError(error, "standard output");
  }
}

/** Writes progress and hints for the next step to standard error; never fails. */
export function note(text: string): void {
  try {
    writeAll(Deno.stderr, encoder.encode(`${text}\n`));
  } catch { /* nobody to tell */ }
}

/** True if output may be coloured: a terminal, and NO_COLOR is not set. */
export function hasColor(): boolean {
  return !Deno.noColor && Deno.stdout.isTerminal();
}

/** Makes words in capitals that say a result stand out on a terminal. */
export function emphasized(text: string, color = hasColor()): string {
  if (!color) return text;
  return text.replace(/\b(STALE|LOST|READ AS A HINT|SKIPPED|MISMATCH)\b/g, "\x1b[1m$1\x1b[22m");
}
