/**
 * A run that the test kills: it writes its log as `simulate` does and stops dead at a byte of it.
 * @module
 */
import { runOne } from "../../cli/simulate/run.ts";
import { worldOf } from "../../core/run/simulate.ts";
import { rules, scenario } from "./runs.ts";

const [path, design, blockEvents, byte] = Deno.args;
const say = (text: string): number => Deno.stdout.writeSync(new TextEncoder().encode(text));

/** Writes what comes before the byte, in the middle of a block as it may be, says so and hangs. */
let left = Number(byte);
const { writeSync } = Deno.FsFile.prototype;
Deno.FsFile.prototype.writeSync = function (bytes) {
  if (bytes.length <= left) {
    left -= bytes.length;
    return writeSync.call(this, bytes);
  }
  if (left > 0) writeSync.call(this, bytes.subarray(0, left));
  say("!");
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
  return 0;
};

const subject = scenario("small"), under = rules(design), world = worldOf(subject, under);
say("r");
runOne(subject, under, world, path, {}, Number(blockEvents));
say("w");
