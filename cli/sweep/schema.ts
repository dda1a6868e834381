/**
 * What a sweep file may say: every key with its type, range, default and one sentence.
 * @module
 */
import { z } from "zod";
import { designs } from "../../core/run/designs/mod.ts";
import { namesOf } from "../scenario/tasks.ts";
import type { JsonSchema } from "../scenario/schema.ts";
import { drawSchema, number, positive } from "./draw_schema.ts";

/** What an axis may be called: databases take it for a name. */
export const AXIS_NAME = /^[A-Za-z][A-Za-z0-9_]*$/;
const VALUES_MAX = 1000, AXES_MAX = 12, SEEDS_MAX = 10_000, SEED_MAX = 0x7fffffff;
/** Every design of the list. */
export const ALL = "all";

const key = z.string().min(1).max(200);
/** What an axis or a setting gives a key: checked as the key's own value is, not here. */
const scalar = z.union([number, z.string().max(4096), z.boolean()]);

const steps = z.number().int().min(1).max(VALUES_MAX)
  .describe("How many values, both ends among them.");

const axis = z.strictObject({
  name: z.string().min(1).max(40).meta({
    description:
      "What it is called; a column of the result. Letters, digits and _, a letter first.",
    pattern: AXIS_NAME.source,
  }),
  key: key.optional().describe("The scenario's key that it sets, as in guest.mib or tasks.0.mib."),
  keys: z.array(key).min(1).max(8).optional()
    .describe("Several keys that it sets, all to the same value; in place of key."),
  of: key.optional().describe(
    "Its values are shares of that: a key, or keys and numbers joined by + and -, as in " +
      '"guest.mib - guest.usedMib". Axes before this one have set theirs by then.',
  ),
  along: z.string().max(40).optional().describe(
    "Name of an earlier axis that has as many values: this one goes along with it, value for value, in " +
      "place of each with each.",
  ),
  values: z.array(scalar).min(1).max(VALUES_MAX).optional().describe("Its values, as a list."),
  range: z.strictObject({
    from: number.describe("The first value."),
    to: number.describe("The last value."),
    steps,
  }).optional().describe("Values at equal distances."),
  log: z.strictObject({
    from: positive.describe("The first value, above 0."),
    to: positive.describe("The last value, above 0."),
    steps,
  }).optional().describe("Values at equal ratios."),
  draw: drawSchema.optional().describe("Values drawn at random, by the sweep's seed."),
}).describe("One axis: a key of the scenario and its values: one of values, range, log, draw.");

/** The schema of a sweep file. */
export const sweepSchema = z.strictObject({
  $schema: z.string().optional()
    .describe("Path of this schema, so that an editor knows the keys; sweep passes it over."),
  title: z.string().max(1000).default("")
    .describe("What is printed above the summary. Default: the file's name."),
  scenario: z.string().min(1).max(4096)
    .describe("The scenario to vary: the name of a bundled one, or a path, from this file on."),
  set: z.record(key, scalar).default({})
    .describe('Values of the scenario that are set in all runs, as in {"host.linkMbit": 1000}.'),
  axes: z.array(axis).max(AXES_MAX).default([])
    .describe("What is varied; each value is combined with each of the other axes."),
  designs: z.array(z.enum([ALL, ...namesOf(designs)]).meta({ title: "design" })).min(1).optional()
    .meta({
      description: 'The designs, or ["all"]. Default: the scenario\'s.',
      uniqueItems: true,
    }),
  seeds: z.strictObject({
    count: z.number().int().min(1).max(SEEDS_MAX).default(1)
      .describe("How many seeds each combination is run with. Default: 1."),
    first: z.number().int().min(0).max(SEED_MAX).default(1)
      .describe("The first of them; the others follow it. Default: 1."),
  }).default({ count: 1, first: 1 }).describe("The seeds of the runs."),
  seed: z.number().int().min(0).max(SEED_MAX).default(1)
    .describe("The seed of what axes draw. Default: 1."),
  misfits: z.enum(["refuse", "leave-out"]).meta({ title: "word" }).default("refuse").describe(
    "What becomes of combinations that make no guest: the sweep is refused, or they are left out and " +
      "counted. Default: refuse.",
  ),
  keep: z.strictObject({
    logs: z.enum(["none", "all", "lost"]).meta({ title: "word" }).default("none")
      .describe("Logs to keep: none, all, or of the runs that lost pages. Default: none."),
    seed: z.number().int().min(0).max(SEED_MAX).optional()
      .describe("Only those of this seed. Default: of every seed."),
  }).default({ logs: "none" }).describe("What is kept besides the figures."),
}).meta({
  title: "hintlab sweep",
  description: "A scenario, axes, designs and seeds for `deno task sweep`.",
});

/** A sweep file as it is read. */
export type SweepSpec = z.infer<typeof sweepSchema>;
export type AxisSpec = z.infer<typeof axis>;
/** A value of an axis. */
export type Scalar = z.infer<typeof scalar>;

/** The same as JSON Schema (draft 2020-12), of a file as it is written: with keys left out. */
export const sweepJsonSchema = z.toJSONSchema(sweepSchema, { io: "input" }) as JsonSchema;

/** The text of the JSON Schema, as `sweep --schema` prints it. */
export function sweepSchemaText(): string {
  return `${JSON.stringify(sweepJsonSchema, null, 2)}\n`;
}
