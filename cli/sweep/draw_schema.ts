/**
 * The distributions that an axis may draw from, and what each draw is made of.
 * @module
 */
import { z } from "zod";

const DRAWS_MAX = 100_000;

const count = z.number().int().min(1).max(DRAWS_MAX).describe("How many values are drawn.");
const NUMBER_MAX = 1e9, POSITIVE_MIN = 0.001;

/** A number that an axis may be made of. */
export const number = z.number().min(-NUMBER_MAX).max(NUMBER_MAX);
/** One above 0. */
export const positive = z.number().min(POSITIVE_MIN).max(NUMBER_MAX);

const from = number.describe("The least value.");
const to = number.describe("The greatest value.");

export const drawSchema = z.discriminatedUnion("distribution", [
  z.strictObject({
    distribution: z.literal("uniform").describe("Every value is as likely."),
    from,
    to,
    count,
  }),
  z.strictObject({
    distribution: z.literal("log-uniform").describe("Every ratio is as likely."),
    from: positive.describe("The least value, above 0."),
    to: positive.describe("The greatest value, above 0."),
    count,
  }),
  z.strictObject({
    distribution: z.literal("normal")
      .describe("A bell curve; what falls outside min and max is drawn again."),
    mean: number.describe("Its middle."),
    deviation: positive.describe("Its standard deviation."),
    min: number.optional().describe("Values are not below. Default: no limit."),
    max: number.optional().describe("Values are not above. Default: no limit."),
    count,
  }),
  z.strictObject({
    distribution: z.literal("exponential").describe("Many small values, few large ones."),
    mean: positive.describe("Their mean."),
    min: z.number().min(0).max(NUMBER_MAX).default(0).describe("It begins there. Default: 0."),
    max: number.optional().describe("Values are not above. Default: no limit."),
    count,
  }),
]);

export type DrawSpec = z.infer<typeof drawSchema>;
