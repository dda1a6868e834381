/**
 * Reading a trace's text beside what makes such text of the same recording: `trace-cmd report`.
 * Recordings are large and none is bundled: `deno task bench --dat trace.dat` names one.
 * @module
 */
import { best } from "../../cli/figures/figure.ts";
import { readText } from "../../cli/figures/subjects.ts";
import type { Row } from "./rows.ts";

const REPEATS = 6;

/** Rows of the bench: of a recording by trace-cmd, which must be installed. */
export function traceCmdRows(path: string): Row[] {
  let text = new Uint8Array(0);
  const report = best(REPEATS, () => {}, () => {
    const { success, stdout } = new Deno.Command("trace-cmd", {
      args: ["report", "-i", path],
      stderr: "null",
    }).outputSync();
    if (!success) throw new Error(`trace-cmd cannot report ${path}`);
    text = stdout;
  });
  let lines = 0;
  const read = best(REPEATS, () => {}, () => {
    lines = readText(text).report.lines;
  });
  const rate = (ms: number): number => lines / ms / 1000;
  return [
    { what: "trace-cmd report of a recording", value: rate(report), unit: "M lines/s", goal: "" },
    { what: "import: the text that it gives", value: rate(read), unit: "M lines/s", goal: ">= 2" },
    { what: "trace-cmd report to import", value: report / read, unit: "times", goal: ">= 3" },
  ];
}
