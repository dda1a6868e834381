/**
 * Faults of a sweep by way of NATS, each again and again, when a drawn number of runs is kept; counted.
 * @module
 */
import { drawBelow } from "../../../core/run/prng.ts";
import { cannotServe } from "../../support/nats_server.ts";
import { faults } from "./nats_faults.ts";
import { inLab, RUNS } from "./nats_support.ts";

const TIMES = 5, SEED = 1;

for (const [at, [name, fault]] of Object.entries(faults).entries()) {
  Deno.test({
    name: `${name}, ${TIMES} times`,
    ignore: cannotServe,
    fn: async () => {
      for (let time = 0; time < TIMES; time++) {
        const runs = 1 + drawBelow(RUNS / 2, SEED, at, time, 0);
        try {
          await inLab((lab) => fault(lab, runs));
        } catch (cause) {
          throw new Error(`time ${time}, when ${runs} runs were kept`, { cause });
        }
      }
    },
  });
}
