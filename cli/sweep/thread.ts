/**
 * Between the pool and one of its threads: a run goes in, its result or the failure comes out.
 * @module
 */
import { parentPort } from "node:worker_threads";
import type { SweepResult, SweepRun } from "./engine.ts";

/** What a thread says: that it listens, what came of a run, or why it came to nothing. */
export type Said =
  | { readonly listens: true }
  | { readonly result: SweepResult }
  | { readonly index: number; readonly failure: string };

/**
 * A message is text: Deno's `worker_threads` looks through every value of any other message for ports, by code that
 * V8 compiles and throws away again and again.
 */
export const textOf = (message: SweepRun | Said): string => JSON.stringify(message);

/** An error in one line. */
export function failureOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/\s*\n\s*/g, " ").slice(0, FAILURE_CHARS_MAX) || "it gave no reason";
}

const FAILURE_CHARS_MAX = 300;

/** In a thread's module: does each run that is sent, one after the other. */
export function serveRuns(act: (run: SweepRun) => Promise<SweepResult> | SweepResult): void {
  const port = parentPort!;
  let last: Promise<void> = Promise.resolve();
  const say = (said: Said): void => port.postMessage(textOf(said));
  port.on("message", (text: string) => {
    const run: SweepRun = JSON.parse(text);
    last = last.then(async () => {
      try {
        say({ result: await act(run) });
      } catch (error) {
        say({ index: run.index, failure: failureOf(error) });
      }
    });
  });
  say({ listens: true });
}
