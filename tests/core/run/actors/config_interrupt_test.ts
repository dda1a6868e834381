/**
 * Config interrupts in the guest: the interrupt only queues work, the balloon worker reads. One that has
 * nothing to do with hints, as when the balloon is to grow, costs hints and loses nothing.
 * @module
 */
import { assert, assertEquals, assertGreater, assertLess } from "@std/assert";
import { Kind } from "../../../../events/kinds.ts";
import { contextOf, HOST_CPU, irqsOffOf, kindOf } from "../../../../events/log.ts";
import { Hinting, Message, messageOf } from "../../../../core/decide/channel.ts";
import { note, Worker } from "../../../../core/run/designs/design.ts";
import { type Actor, noChoice, type Sim } from "../../../../core/run/sim.ts";
import { ID_STOP } from "../../../../core/state/apply/channel.ts";
import { ownerList } from "../../../../core/state/lists.ts";
import { Status } from "../../../../core/state/views.ts";
import { type Done, scenario, small } from "../../../support/runs.ts";
import { eventsOf, lostAtSwitch, runAmong, runWith, type Told, walk } from "./support.ts";

const US = 1000, MS = 1_000_000;
const HELD = 3;

/** A host's thread that raises config interrupts of its own: how many is its lane's second word. */
const interrupter = (firstAt: (sim: Sim) => number, times: number, gapNs: number): Actor => ({
  name: "interrupter",
  cpu: HOST_CPU + 2,
  choices: noChoice,
  due(sim, lane) {
    const raised = sim.view.laneSecond[lane];
    if (raised === times) return Infinity;
    return raised === 0 ? firstAt(sim) : sim.view.laneTime[lane] + gapNs;
  },
  step({ machine, view }, lane) {
    machine.record(Kind.InterruptRaised, lane, 0, 0);
    note(machine, lane, 0, 0, view.laneSecond[lane] + 1);
  },
});

/** The guest is otherwise idle. */
function interrupted(actor: Actor): Done {
  const subject = scenario("small", (of) => {
    of.tasks = [{ kind: "idle", cpu: 0 }];
  });
  return runAmong(subject, "merged", { actor });
}

/** While hints flow, and some blocks are held. */
const amidHints = ({ view, settings }: Sim): number =>
  view.status[Status.Hinting] === Hinting.Start &&
    view.listCount[ownerList(view, settings.balloonLane)] >= HELD
    ? view.now[0]
    : Infinity;

const byTest = (told: Told): boolean => told.actor === 1;
const pagesIn = (done: Done): number =>
  [...eventsOf(done, "PagesSent"), ...eventsOf(done, "ZeroPagesSent")]
    .reduce((sum, { value }) => sum + value, 0);

Deno.test("an interrupt while hints flow: the guest reads 0 and says STOP early, and nothing is lost", () => {
  const done = interrupted(interrupter(amidHints, 1, 0));
  const [raised] = eventsOf(done, "InterruptRaised").filter(byTest);
  const read = eventsOf(done, "IdRead").find(({ index }) => index > raised.index)!;
  assertEquals(read.value, ID_STOP);
  const sent = eventsOf(done, "DescriptorFilled").filter(({ index }) => index > read.index);
  assertEquals(messageOf(sent[0].value), Message.Stop, "no hint comes behind it");
  const stopped = eventsOf(done, "StatusChanged").find(({ index }) => index > read.index)!;
  assertEquals(stopped.value, Hinting.Stop, "by the guest's STOP, before the host stops");
  assertLess(stopped.index, eventsOf(done, "RoundEnded")[0].index);
  assertEquals(lostAtSwitch(done), 0);
});

Deno.test("its price is hints: fewer blocks of the first round, more pages to send", () => {
  const done = interrupted(interrupter(amidHints, 1, 0));
  const calm = runWith("merged", (_, of) => {
    of.tasks = [{ kind: "idle", cpu: 0 }];
  });
  const inFirstRound = (of: Done): number => {
    const [round] = eventsOf(of, "RoundEnded");
    return eventsOf(of, "HintRead").filter(({ index }) => index < round.index).length;
  };
  assertEquals(inFirstRound(done), HELD);
  assertGreater(inFirstRound(calm), HELD + 3);
  assertGreater(pagesIn(done), pagesIn(calm));
});

Deno.test("an id is read by the balloon worker, in a task's context with interrupts on", () => {
  const done = small("merged");
  const { words } = done.log, { balloonLane } = done.run.sim.settings;
  const reads = eventsOf(done, "IdRead");
  assertGreater(reads.length, 3);
  for (const { index, actor } of reads) {
    assertEquals(actor, balloonLane);
    assertEquals([contextOf(words, index), irqsOffOf(words, index)], [0, 0]);
  }
});

Deno.test("work that an interrupt queues begins `notify` later", () => {
  const done = small("merged");
  const { balloonLane } = done.run.sim.settings, { notify } = done.run.sim.machine.costs;
  const reads = eventsOf(done, "IdRead");
  let waited = 0;
  walk(done, (memory, index) => {
    if (kindOf(done.log.words, index) !== Kind.InterruptRaised) return;
    if (memory.status[Status.ConfigPending] !== 0) return; // work is queued already
    if (memory.lanePhase[balloonLane] !== Worker.Idle) return; // at work, it looks before each block
    const read = reads.find((read) => read.index > index)!;
    assert(read.at - memory.now[0] >= notify, `read ${read.at - memory.now[0]} ns later`);
    waited++;
  });
  assertGreater(waited, 1);
});

Deno.test("two interrupts before the worker runs give one read", () => {
  const done = interrupted(interrupter(() => MS, 2, 20 * US));
  const [first, second] = eventsOf(done, "InterruptRaised").filter(byTest);
  assertEquals([first.at, second.at - first.at], [MS, 20 * US]);
  const begun = eventsOf(done, "MigrationBegun")[0];
  const reads = eventsOf(done, "IdRead").filter(({ index }) => index < begun.index);
  assertEquals(reads.length, 1);
  assertGreater(reads[0].index, second.index);
});
