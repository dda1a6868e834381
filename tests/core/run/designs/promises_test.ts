/**
 * What every design promises, whatever it does in between. Conservation, and no lost page under a
 * get-and-clear log, are in `tests/core/run/simulate_test.ts` and `tests/core/state/invariants_test.ts`.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { Kind } from "../../../../events/kinds.ts";
import { cpuOf, kindOf } from "../../../../events/log.ts";
import { designs } from "../../../../core/run/designs/mod.ts";
import { apply } from "../../../../core/state/apply.ts";
import { ownerList } from "../../../../core/state/lists.ts";
import { Memory } from "../../../../core/state/memory.ts";
import { Status } from "../../../../core/state/views.ts";
import { small } from "../../../support/runs.ts";

for (const design of designs) {
  const { name } = design;

  Deno.test(`${name}: at the end nothing is held, no descriptor is out, no lock is taken`, () => {
    const { run } = small(name);
    const { view, settings } = run.sim;
    assertEquals(view.listCount[ownerList(view, settings.balloonLane)], 0);
    assertEquals(view.status[Status.Used], view.status[Status.Filled]);
    for (let lock = 0; lock < view.lockHolder.length; lock++) {
      assertEquals(view.lockHolder[lock], 0);
    }
    for (let cpu = 0; cpu < view.cpus; cpu++) assertEquals(view.cpuIrqsOff[cpu], 0);
  });

  Deno.test(`${name} says what it returns and where it may be called, and keeps to it`, () => {
    assert(design.returns.length > 0 && design.title.length > 0);
    const { run, log } = small(name);
    const memory = new Memory(run.geometry);
    for (let index = 0; index < log.length; index++) {
      const isCall = kindOf(log.words, index) === Kind.HintCallBegun;
      if (isCall && design.context === "task") {
        assertEquals(memory.cpuContext[cpuOf(log.words, index)], 0, `event ${index + 1}`);
      }
      apply(memory, log.words, index);
    }
  });
}
