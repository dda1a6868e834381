/**
 * What a file of published numbers may say: inputs that are simulated, and figures that are only printed.
 * @module
 */
import { z } from "zod";
import { designs } from "../../../core/run/designs/mod.ts";
import { TIMES } from "../../../replay/views/times.ts";
import type { JsonSchema } from "../../scenario/schema.ts";
import { ms, namesOf } from "../../scenario/tasks.ts";

const words = (most: number, sentence: string) => z.string().min(1).max(most).describe(sentence);
const FACTOR_MAX = 100, PERCENT_MAX = 100, ROWS_MAX = 40, FITS_MAX = 4;

/** Of a row: what is simulated for it. */
const input = {
  row: words(60, "What the row is called."),
  design: z.enum(namesOf(designs)).optional()
    .describe("The guest's driver; without one the row is not simulated, and `why` says why."),
  figure: z.enum(TIMES).default("total").describe("The time of the run that was published."),
};

/** Of a row: what was published, and how near the run has to come. */
const output = {
  ms: z.number().min(0.001).max(10_000_000).describe("The published figure, in ms."),
  mark: z.enum(["V", "D"]).default("V")
    .describe("V: read in the source. D: derived from what was read."),
  withinPercent: z.number().min(0).max(PERCENT_MAX).optional()
    .describe("The row counts: the run may be so many percent off."),
  withinMs: ms.optional().describe("The row counts: the run may be so many ms off."),
  why: z.string().max(300).default("")
    .describe("Why it is not simulated, or shown only, or what else there is to say of it."),
};

const fit = z.strictObject({
  set: words(60, "What was fitted: `factor`, or a value of the scenario, as in guest.usedMib."),
  least: z.number().describe("The search begins with this."),
  most: z.number().describe("It goes up to this."),
  step: z.number().min(0.0001).describe("Values are told apart by so much."),
  row: words(60, "The row whose published figure it was fitted on."),
});

const saving = z.strictObject({
  from: words(60, "The row without hints."),
  to: words(60, "The row with hints."),
  percent: z.number().min(0).max(PERCENT_MAX).describe("What the source says is saved."),
});

/** A whole file; its scenario is parsed as any other. */
export const paperSchema = z.strictObject({
  $schema: z.string().optional().describe("Path of this schema, for an editor."),
  title: words(200, "What was measured."),
  source: words(300, "Where the figures were published."),
  notes: z.array(words(600, "A sentence or two.")).max(12).default([])
    .describe("How inputs were chosen, what is wrong in the source."),
  scenario: z.unknown().describe(
    "Guest, host, tasks and costs, in the words of a scenario (scenario.schema.json).",
  ),
  fixedMs: ms.default(0).describe("Time that is not simulated: a run's total has it besides."),
  factor: z.number().min(0.01).max(FACTOR_MAX).default(1)
    .describe("How much slower this machine is: of all costs and of fixedMs. Default: 1."),
  fits: z.array(fit).max(FITS_MAX).default([])
    .describe("What was fitted, on which rows; `match --fit` fits it again."),
  rows: z.array(z.strictObject({ ...input, ...output })).min(1).max(ROWS_MAX)
    .describe("Published figures."),
  savings: z.array(saving).max(ROWS_MAX).default([])
    .describe("What the source says of two of its rows: it may disagree with them."),
}).meta({ title: "hintlab paper", description: "Published numbers for `deno task match`." });

/** Its JSON Schema. */
export const paperJsonSchema = z.toJSONSchema(paperSchema, { io: "input" }) as JsonSchema;

/** The text of its JSON Schema, as an editor wants it; it leans on the one of scenarios beside it. */
export function paperSchemaText(): string {
  const { properties, ...rest } = paperJsonSchema;
  const scenario = { $ref: "scenario.schema.json" };
  return `${JSON.stringify({ ...rest, properties: { ...properties, scenario } }, null, 2)}\n`;
}
