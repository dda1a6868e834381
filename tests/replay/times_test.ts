/**
 * Times of a log that is dropped as it grows are those of the log that is kept and replayed.
 * @module
 */
import { assert, assertEquals, assertNotEquals } from "@std/assert";
import { hosts } from "../../core/decide/hosts/mod.ts";
import { profiles } from "../../core/decide/profiles/mod.ts";
import { designs } from "../../core/run/designs/mod.ts";
import { type Rules, worldOf } from "../../core/run/simulate.ts";
import { parseScenario } from "../../cli/scenario/parse.ts";
import { simulateJob } from "../../cli/match/paper/simulate.ts";
import { runUnwritten } from "../../cli/simulate/run.ts";

const scenario = parseScenario(
  `{
    "guest": { "mib": 256, "cpus": 2, "usedMib": 64, "unmovableMib": 16, "oldDataMib": 32 },
    "host": { "linkMbit": 2000, "downtimeMs": 20, "startMs": 3000 },
    "hints": { "balloonLeavesMib": 64, "reported": false },
    "tasks": [{ "kind": "writer", "mib": 16, "mibPerSecond": 100 }]
  }`,
  "times",
  "times",
);

for (const design of ["none", "merged", "balloon", "page-reporting"]) {
  Deno.test(`${design}: times by gaps alone are those of the replayed log`, () => {
    const rules: Rules = {
      profile: profiles.find(({ name }) => name === scenario.guest.profile)!,
      host: hosts.find(({ name }) => name === scenario.host.name)!,
      design: designs.find(({ name }) => name === design)!,
    };
    const { figures: { migration, hints }, events } = runUnwritten(
      scenario,
      rules,
      worldOf(scenario, rules),
    );
    const seen = simulateJob({ scenario, design });
    assertEquals(seen.events, events);
    assertEquals(seen.times.total, migration.totalNs);
    assertEquals(seen.times.downtime, migration.downtimeNs);
    assertEquals(seen.times.inflated ?? 0, migration.inflatedNs);
    assertEquals(seen.rounds, migration.rounds);
    if (design === "merged") assertEquals(seen.hints, hints.read);
  });
}

Deno.test("what did not happen has no time; the stages of a balloon come to no more than the whole, and to most of it", () => {
  const none = simulateJob({ scenario, design: "none" }).times;
  assertEquals([none.inflated, none.inflatedTaking, none.reported], [null, null, null]);
  const { inflated, inflatedTaking, inflatedTelling, inflatedGiving } =
    simulateJob({ scenario, design: "balloon" }).times;
  const stages = inflatedTaking! + inflatedTelling! + inflatedGiving!;
  assert(stages <= inflated! && stages > 0.9 * inflated!, `${stages} of ${inflated}`);
  assertNotEquals(simulateJob({ scenario, design: "page-reporting" }).times.reported, null);
});
