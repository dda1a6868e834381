/**
 * A run that forgets what is written of its log goes the same way, and numbers its events on.
 * @module
 */
import { assert, assertEquals, assertThrows } from "@std/assert";
import { EventLog, EVENTS_MAX, STRIDE } from "../../../events/log.ts";
import { prepare, runAll, worldOf } from "../../../core/run/simulate.ts";
import { rules, scenario, small } from "../../support/runs.ts";

const BLOCK = 777; // no step ends there

for (const design of ["none", "v33", "merged", "page-reporting"]) {
  Deno.test(`${design}: a run that keeps one block of its log is the run that keeps all`, () => {
    const whole = small(design), subject = scenario("small"), under = rules(design);
    const log = new EventLog(BLOCK), run = prepare(subject, under, log), { machine } = run.sim;
    const words = new Int32Array(whole.words.length);
    const keep = (): void => {
      words.set(log.words.subarray(0, log.length * STRIDE), log.dropped * STRIDE);
      log.drop();
    };
    machine.fullAt = BLOCK;
    machine.keeper = { full: keep };
    runAll(run, worldOf(subject, under));
    keep();
    assertEquals([log.events, log.length], [whole.log.length, 0]);
    assertEquals(words, whole.words);
    assertEquals(machine.memory.bytes, whole.run.sim.machine.memory.bytes);
    assert(log.words.length < 2 * BLOCK * STRIDE, "the log has grown beyond a block");
  });
}

Deno.test("the numbers of events end where words end, forgotten or not", () => {
  const log = new EventLog(4);
  log.append(1, 0, 0, 0);
  log.dropped = EVENTS_MAX - 1;
  assertThrows(() => log.drop(), RangeError, `at most ${EVENTS_MAX} events`);
});
