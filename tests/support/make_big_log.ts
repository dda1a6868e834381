/**
 * A program: makes a long log of a guest at work (see cli/figures/big_log.ts) with its checkpoints, and prints
 * its path. Arguments: the folder, and how many ms the guest works (370,000 events in each 1,000).
 * @module
 */
import { bigLog } from "../../cli/figures/big_log.ts";

console.log(await bigLog(Deno.args[0], Number(Deno.args[1])));
