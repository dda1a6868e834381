/**
 * A hundred thousand damaged inputs for each decoder of logs, traces, lists and scenarios, fewer for
 * others; the report is printed line by line.
 * @module
 */
import { decoders, isMost } from "../support/decoders.ts";
import { readDamaged } from "../support/mutations.ts";
import { tell } from "../support/damage_report.ts";

/** A process reads so many: what the system's allocator keeps of them adds up. */
const PIECE = 2500;
const INPUTS = 100_000, FEWER = 20_000, SEED = 2;

Deno.test(`${INPUTS} damaged inputs of a decoder give an error or a valid result`, async () => {
  const waiting = decoders.toSorted((a, b) => +isMost(b) - +isMost(a));
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const row = { what: next.name, inputs: 0, errors: 0, valid: 0, worstMs: 0, peakMib: 0 };
      const inputs = isMost(next) ? INPUTS : FEWER;
      for (let from = 0; from < inputs; from += PIECE) {
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
