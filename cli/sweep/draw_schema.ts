/**
 * The distributions that an axis may draw from, and what each draw is made of.
 * @module
 */
import { z } from "zod";

const DRAWS_MAX = 100_000;

const count = z.number().int().min(1).max(DRAWS_MAX).describe("How many values are drawn.");
const from = z.number().describe("The least value.");
const to = z.number().describe("The greatest value.");

export const drawSchema = z.discriminatedUnion("distribution", [
  z.strictObject({
    distribution: z.literal("uniform").describe("Every value is as likely."),
    from,
    to,
    count,
  }),
  z.strictObject({
    distribution: z.literal("log-uniform").describe("Every ratio is as likely."),
    from: z.number().gt(0).describe("The least value, above 0."),
    to: z.number().gt(0).describe("The greatest value, above 0."),
    count,
  }),
  z.strictObject({
    distribution: z.literal("normal")
      .describe("A bell curve; what falls outside min and max is drawn again."),
    mean: z.number().describe("Its middle."),
    deviation: z.number().gt(0).describe("Its standard deviation."),
    min: z.number().optional().describe("Values are not below. Default: no limit."),
    max: z.number().optional().describe("Values are not above. Default: no limit."),
    count,
  }),
  z.strictObject({
    distribution: z.literal("exponential").describe("Many small values, few large ones."),
    mean: z.number().gt(0).describe("Their mean."),
    min: z.number().min(0).default(0).describe("It begins there. Default: 0."),
    max: z.number().optional().describe("Values are not above. Default: no limit."),
    count,
  }),
]);

export type DrawSpec = z.infer<typeof drawSchema>;
