/**
 * O4: in which context things are done, and in which order locks are taken, judged with the rules of the
 * audit and the graph of lock classes.
 *
 * Rules and graph see a step as a log of its own, in a scratch state that is as it was before. What they can
 * tell of it hangs on the events' heads, on locks, contexts and interrupts alone; so a step is judged when the
 * first one of its kind is taken, and costs a hash after that. The graph grows over all steps of a search:
 * that two ways each take one half of a cycle is enough, as lockdep has it.
 * @module
 */
import type { OtherOracles } from "../../core/run/search/cases.ts";
import { Memory } from "../../core/state/memory.ts";
import type { Oracle, Step } from "../../core/state/oracles/oracle.ts";
import { Kind } from "../../events/kinds.ts";
import { kindOf, packHead, pfnOf, STRIDE, valueOf } from "../../events/log.ts";
import { Audit, type Facts } from "../../replay/audit.ts";
import { locksReport } from "../../replay/locks/accuse.ts";
import { LockGraph } from "../../replay/locks/graph.ts";
import { callContext } from "../../replay/rules/call_context.ts";
import { deadlock } from "../../replay/rules/deadlock.ts";
import { interruptsOn } from "../../replay/rules/interrupts_on.ts";
import { listLockHeld } from "../../replay/rules/list_lock_held.ts";
import { nestedZoneLocks } from "../../replay/rules/nested_zone_locks.ts";
import { nmiAllocation } from "../../replay/rules/nmi_allocation.ts";
import { notRestored } from "../../replay/rules/not_restored.ts";
import type { Rule } from "../../replay/rules/rule.ts";
import { sleepInAtomic } from "../../replay/rules/sleep_in_atomic.ts";
import { wakeUnderLock } from "../../replay/rules/wake_under_lock.ts";

/** Rules that a step alone can break. */
const RULES: readonly Rule[] = [
  sleepInAtomic,
  interruptsOn,
  notRestored,
  wakeUnderLock,
  nestedZoneLocks,
  listLockHeld,
  nmiAllocation,
  deadlock,
  callContext,
];

/** Kinds whose words say more to the rules than their heads: which lock, which context, how it was asked. */
const readsPfn = new Uint8Array(256), readsValue = new Uint8Array(256);
for (const kind of [Kind.LockAcquired, Kind.LockContended, Kind.LockReleased]) readsPfn[kind] = 1;
for (
  const kind of [Kind.PageAllocated, Kind.AllocationFailed, Kind.ContextEntered, Kind.ContextLeft]
) readsValue[kind] = 1;

/** Two hashes of 26 bits each, as one number: some thousand signatures never meet. */
class Signature {
  private one = 0;
  private two = 0;

  add(word: number): void {
    this.one = Math.imul(this.one ^ word, 0x85ebca6b) ^ (this.one >>> 13);
    this.two = Math.imul(this.two + word, 0xc2b2ae35) ^ (this.two >>> 11);
  }

  /** What was added since it was asked last. */
  take(): number {
    const number = (this.one >>> 6) * 2 ** 26 + (this.two >>> 6);
    this.one = this.two = 0;
    return number;
  }
}

/** What a judged step looks like from outside: its events, and locks, waits, interrupts, contexts behind it. */
function sign(signature: Signature, { view, words, from, until }: Step): number {
  for (let index = from; index < until; index++) {
    const kind = kindOf(words, index);
    signature.add(words[index * STRIDE]);
    if (readsPfn[kind] !== 0) signature.add(pfnOf(words, index));
    if (readsValue[kind] !== 0) signature.add(valueOf(words, index));
  }
  const { lockHolder, laneWait, cpuIrqsOff, cpuContext } = view;
  for (let at = 0; at < lockHolder.length; at++) signature.add(lockHolder[at]);
  for (let at = 0; at < laneWait.length; at++) signature.add(laneWait[at]);
  for (let at = 0; at < cpuIrqsOff.length; at++) signature.add(cpuIrqsOff[at]);
  for (let at = 0; at < cpuContext.length; at++) signature.add(cpuContext[at]);
  return signature.take();
}

const event = (kind: number, lane: number, cpu: number): number[] => [
  packHead(kind, lane, cpu, 0, 0),
  0,
  0,
  0,
];

/**
 * A log of a step: the world as it was, with interrupts turned off by who has them off, so that the rules
 * know whose they are; then the step's events.
 */
function logOf(before: Memory, { words, from, until }: Step): { log: Int32Array; world: number } {
  const world: number[] = [], off: number[] = [];
  for (let cpu = 0; cpu < before.cpus; cpu++) {
    const holder = before.cpuIrqsOff[cpu];
    if (holder === 0) continue;
    world.push(...event(Kind.InterruptsOn, holder - 1, cpu));
    off.push(...event(Kind.InterruptsOff, holder - 1, cpu));
  }
  world.push(...event(Kind.WorldReady, 0, 0), ...off);
  const step = Array.from(
    { length: (until - from) * STRIDE },
    (_, at) => words[from * STRIDE + at],
  );
  return { log: Int32Array.from([...world, ...step]), world: world.length / STRIDE };
}

/**
 * The oracle of one search.
 * @param facts names and cpus of the lanes, and the context that the design declares
 */
export function contextOracle(facts: Omit<Facts, "imported">): Oracle {
  const judged = new Set<number>(), signature = new Signature();
  let scratch: Memory | null = null, graph: LockGraph | null = null, accused = 0;

  function judge(step: Step): string | null {
    const before = step.before();
    scratch ??= new Memory(before.geometry);
    graph ??= new LockGraph(scratch);
    scratch.copyFrom(before);
    const { log, world } = logOf(scratch, step), events = log.length / STRIDE;
    const audit = new Audit(scratch, RULES, { ...facts, imported: false }, events);
    audit.run(log, 0, world, 0);
    for (let index = world; index < events; index++) {
      graph.before(log, index, judged.size);
      audit.run(log, index, index + 1, 0);
    }
    const { findings } = audit.finish(events);
    if (findings.length > 0) return `${findings[0].rule}: ${findings[0].message}`;
    const { accusations } = locksReport(graph);
    if (accusations.length === accused) return null;
    accused = accusations.length;
    return accusations[accused - 1].message;
  }

  return {
    name: "context",
    after(step) {
      const number = sign(signature, step);
      if (judged.has(number)) return null;
      judged.add(number);
      return judge(step);
    },
  };
}

/** What the front desk hands to a search. */
export const contextOracles: OtherOracles = {
  context: (_, cast) => contextOracle(cast),
};
