/**
 * Runs that follow each other in one room are as if each were alone.
 * @module
 */
import { assertEquals } from "@std/assert";
import { runUnwritten } from "../../../cli/simulate/run.ts";
import { worldOf } from "../../../core/run/simulate.ts";
import { digestText, digestViews } from "../../../core/state/digest.ts";
import { hash64 } from "../../../cli/codec.ts";
import { rules, runOf, scenario } from "../../support/runs.ts";

Deno.test("a run that takes over the room of another, of its size or not, ends as alone", () => {
  const small = scenario("small");
  const smaller = scenario("small", ({ guest }) => (guest.mib = 48, guest.usedMib = 16));
  const runs = [[small, "v33"], [small, "merged"], [smaller, "v33"], [small, "v33"]] as const;
  for (const [subject, design] of runs) {
    const under = rules(design, subject.guest.profile, subject.host.name);
    const { digest, events, replayed } = runUnwritten(subject, under, worldOf(subject, under));
    const { run: { sim: { machine } }, log } = runOf(subject, design);
    const alone = digestText(digestViews(machine.memory, hash64));
    assertEquals([digest, events, replayed], [alone, log.length, true], `${design} in its room`);
  }
});
