/**
 * A real kernel's trace as a guest task: what it asked for, and gave back, is asked of our allocator,
 * on the same cpu, in the same context, at the same time. Its pfns are names for what ours gave.
 *
 * When pages are written is not in a trace. Assumed: an allocated block is written when it is handed
 * out, and as often again, evenly over its life, as the scenario says.
 *
 * How far the lane has come is a fold of its events in the log, kept here and rebuilt by `recall`.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { actorOf, kindOf, NONE, pfnOf, type Words } from "../../../events/log.ts";
import { allocate, free, lockToAllocate, lockToFree } from "../../decide/allocator.ts";
import { write } from "../../decide/contents.ts";
import { contend, isHeld } from "../../decide/lock.ts";
import {
  type MemoryView,
  OLD_DATA,
  orderOfBlock,
  ownerOfBlock,
  State,
  stateOf,
} from "../../state/memory.ts";
import type { TaskSpec } from "../scenario.ts";
import { type Actor, noChoice, type Sim } from "../sim.ts";
import { Act, type Requests } from "../trace/requests.ts";

const TASK = 0;

/** A single page that was in use when the log began and was not handed out since. */
function isFromBefore({ block, content }: MemoryView, pfn: number): boolean {
  const word = block[pfn];
  return stateOf(word) === State.Used && ownerOfBlock(word) === 0 && orderOfBlock(word) === 0 &&
    content[pfn] === OLD_DATA;
}

export class TraceTask implements Actor {
  readonly name = "trace";
  readonly cpu: number;
  readonly choices = noChoice;
  /** Acts that are done, and where each allocation's block lies. */
  private done = 0;
  /** The next write taken up belongs to an allocation and is no act of its own. */
  private writing = false;
  private readonly given: Int32Array;
  private readonly cpus: number;
  private readonly beginNs: number;

  /**
   * @param cpus cpus of the guest; acts on higher ones are folded onto these
   * @param isOwn the guest began with the lists that the trace began with: it gives back what it held
   */
  constructor(
    spec: Extract<TaskSpec, { kind: "trace" }>,
    private readonly requests: Requests,
    cpus: number,
    isOwn: boolean,
  ) {
    this.given = isOwn
      ? requests.before.slice()
      : new Int32Array(requests.orders.length).fill(NONE);
    this.cpus = cpus;
    this.beginNs = spec.atMs * 1e6;
    this.cpu = (requests.cpus[0] ?? 0) % cpus;
  }

  /** Passes over acts on blocks that our allocator did not give, and that are not there to give back. */
  private next(canFree: (pfn: number) => boolean): number {
    const { acts, block, before } = this.requests;
    for (; this.done < acts.length && acts[this.done] !== Act.Allocate; this.done++) {
      const which = block[this.done], pfn = this.given[which];
      if (pfn !== NONE && (before[which] === NONE || canFree(pfn))) break;
    }
    return this.done;
  }

  private nextIn({ view }: Sim): number {
    return this.next((pfn) => isFromBefore(view, pfn));
  }

  due(sim: Sim): number {
    const at = this.nextIn(sim);
    return at < this.requests.times.length ? this.beginNs + this.requests.times[at] : Infinity;
  }

  step(sim: Sim, lane: number): void {
    const { machine, view } = sim;
    const { acts, block, orders, types, gfps, contexts } = this.requests;
    const at = this.nextIn(sim), which = block[at];
    const order = orders[which], type = types[which], gfp = gfps[which];
    const pfn = this.given[which];
    const lock = acts[at] === Act.Allocate
      ? lockToAllocate(machine, lane, order, type, gfp)
      : acts[at] === Act.Free
      ? lockToFree(machine, lane, pfn, order)
      : NONE;
    if (isHeld(view, lock)) return contend(machine, lane, lock);
    const context = contexts[at];
    if (context !== TASK) machine.record(Kind.ContextEntered, lane, 0, context);
    if (acts[at] === Act.Allocate) {
      const taken = allocate(machine, lane, order, type, gfp, false);
      this.given[which] = taken;
      if (taken !== NONE) write(machine, lane, taken, order);
    } else if (acts[at] === Act.Free) {
      free(machine, lane, pfn, order);
      this.given[which] = NONE;
    } else write(machine, lane, pfn, order);
    if (context !== TASK) machine.record(Kind.ContextLeft, lane, 0, TASK);
    this.done++;
    this.settle(sim, lane);
  }

  /** The lane's next step is on the next act's cpu. */
  private settle(sim: Sim, lane: number): void {
    const at = this.nextIn(sim);
    if (at < this.requests.cpus.length) sim.machine.cpus[lane] = this.requests.cpus[at] % this.cpus;
  }

  recall(sim: Sim, lane: number, words: Words, events: number): void {
    const { acts, block } = this.requests;
    for (let index = 0; index < events; index++) {
      if (actorOf(words, index) !== lane) continue;
      const kind = kindOf(words, index);
      if (kind === Kind.PageWritten && this.writing) {
        this.writing = false;
        continue;
      }
      const isAct = kind === Kind.PageAllocated || kind === Kind.AllocationFailed ||
        kind === Kind.PageFreed || kind === Kind.PageWritten;
      if (!isAct) continue;
      const at = this.next((pfn) => pfn === pfnOf(words, index));
      this.writing = kind === Kind.PageAllocated;
      if (acts[at] === Act.Allocate) {
        this.given[block[at]] = this.writing ? pfnOf(words, index) : NONE;
      } else if (acts[at] === Act.Free) this.given[block[at]] = NONE;
      this.done = at + 1;
    }
    this.settle(sim, lane);
  }
}
