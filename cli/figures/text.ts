/**
 * Figures of an import: lines a second of a kernel's trace.
 * @module
 */
import { best, type Figure, figure } from "./figure.ts";
import { countLines } from "./floors.ts";
import { readText, type Subjects, type Trace } from "./subjects.ts";

const REPEATS = 6;

/** Milliseconds to read a trace's text, and of its floor. */
export function importMs({ text }: Trace, repeats = REPEATS): { read: number; floor: number } {
  return {
    read: best(repeats, () => {}, () => readText(text)),
    floor: best(repeats, () => {}, () => countLines(text)),
  };
}

/** `importText`: the bundled traces together. */
export function importFigures({ traces }: Subjects): Figure[] {
  let lines = 0, read = 0, floor = 0;
  for (const trace of traces) {
    const ms = importMs(trace);
    lines += trace.lines;
    read += ms.read;
    floor += ms.floor;
  }
  const rate = (ms: number): number => (lines / ms) * 1000;
  return [figure("importText", rate(read), "lines/s", rate(floor))];
}
