/**
 * A hundred thousand damaged inputs for each decoder; the report is printed line by line.
 * @module
 */
import { decoders } from "../support/decoders.ts";
import { readDamaged } from "../support/mutations.ts";
import { tell } from "../support/damage_report.ts";

const INPUTS = 100_000, PIECE = 20_000, SEED = 2;

Deno.test(`${INPUTS} damaged inputs of each decoder give an error or a valid result`, async () => {
  const waiting = [...decoders];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const row = { what: next.name, inputs: 0, errors: 0, valid: 0, worstMs: 0, peakMib: 0 };
      for (let from = 0; from < INPUTS; from += PIECE) {
        const piece = await readDamaged(next.name, SEED, from, PIECE);
        row.inputs += PIECE;
        row.errors += piece.errors;
        row.valid += piece.valid;
        row.worstMs = Math.max(row.worstMs, piece.worstMs);
        row.peakMib = Math.max(row.peakMib, piece.peakMib);
      }
      tell(row);
    }
  };
  await Promise.all([work(), work()]);
});
