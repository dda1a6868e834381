/**
 * Inputs that are damaged by chance give an error in one line or a valid result: no crash, no hang, no
 * more than 256 MiB. `decoders_damage_long_test.ts` reads many more.
 * @module
 */
import { assertEquals } from "@std/assert";
import { decoders, isMost } from "../support/decoders.ts";
import { readDamaged } from "../support/mutations.ts";

const INPUTS = 500, FEWER = 125, SEED = 1;

Deno.test(`${INPUTS} damaged inputs of a decoder give an error or a valid result`, async () => {
  const waiting = [...decoders];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const inputs = isMost(next) ? INPUTS : FEWER;
      const { errors, valid } = await readDamaged(next.name, SEED, 0, inputs);
      assertEquals(errors + valid, inputs, next.name);
    }
  };
  await Promise.all([work(), work()]);
});
