/**
 * A kernel's trace as requests to our allocator: what was asked for, when, on which cpu, and which of
 * the blocks that were handed out is given back. Its pfns are names only; ours are the allocator's.
 * @module
 */
import { passed } from "../../../events/file/writer.ts";
import { Kind } from "../../../events/kinds.ts";
import {
  contextOf,
  cpuOf,
  kindOf,
  NONE,
  orderOf,
  pfnOf,
  valueOf,
  type Words,
} from "../../../events/log.ts";

/** What an act of a trace is. */
export const Act = { Allocate: 0, Free: 1, Write: 2 } as const;

const MOVABLE = 1, RECLAIMABLE = 2;

/** A trace's acts in the order of their times; `block[i]` names the allocation that act `i` is about. */
export interface Requests {
  readonly acts: Uint8Array;
  /** Nanoseconds from the trace's first event on, never falling. */
  readonly times: Float64Array;
  readonly block: Int32Array;
  /** Cpu and context (`CONTEXTS`) of each act. */
  readonly cpus: Uint8Array;
  readonly contexts: Uint8Array;
  /** By allocation: order, migratetype (0 to 2), bits of `Gfp`. */
  readonly orders: Uint8Array;
  readonly types: Uint8Array;
  readonly gfps: Uint16Array;
  /**
   * By allocation: NONE; or the pfn of a page that the trace gives back and had not handed out, which a
   * guest can give back too if it began with the lists that the trace began with.
   */
  readonly before: Int32Array;
  /** What the trace has that cannot be asked for: frees of blocks it had not handed out, failures. */
  readonly freesUnknown: number;
  readonly failed: number;
}

/** How a trace is taken for a workload. */
export interface Reading {
  /** Nanoseconds of one unit of the trace's clock. */
  readonly unitNs: number;
  /** How often each page is written while it is in use: once when handed out, then evenly. */
  readonly writes: number;
}

/** An allocation of the trace, while its acts are gathered. */
class Draft {
  readonly acts: number[] = [];
  readonly times: number[] = [];
  readonly block: number[] = [];
  readonly cpus: number[] = [];
  readonly contexts: number[] = [];
  readonly orders: number[] = [];
  readonly types: number[] = [];
  readonly gfps: number[] = [];
  readonly bornAt: number[] = [];
  readonly diedAt: number[] = [];
  readonly pagesLeft: number[] = [];
  readonly before: number[] = [];
  freesUnknown = 0;
  failed = 0;

  act(act: number, time: number, block: number, words: Words, index: number): void {
    this.acts.push(act);
    this.times.push(time);
    this.block.push(block);
    this.cpus.push(cpuOf(words, index));
    this.contexts.push(contextOf(words, index));
  }
}

/**
 * Gathers the requests of an imported log.
 * @param events how many events `words` holds
 */
export function requestsOf(words: Words, events: number, reading: Reading): Requests {
  const draft = new Draft(), holder = new Map<number, number>();
  let time = 0, latest = 0;
  for (let index = 0; index < events; index++) {
    time += passed(words, index) * reading.unitNs;
    latest = Math.max(latest, time);
    const kind = kindOf(words, index);
    if (kind === Kind.PageAllocated) allocated(draft, holder, words, index, latest);
    else if (kind === Kind.PageFreed) freed(draft, holder, words, index, latest);
    else if (kind === Kind.AllocationFailed) draft.failed++;
  }
  return sorted(draft, latest, reading.writes);
}

function added(
  draft: Draft,
  order: number,
  type: number,
  gfp: number,
  time: number,
  before: number,
): number {
  draft.orders.push(order);
  draft.types.push(type);
  draft.gfps.push(gfp);
  draft.bornAt.push(time);
  draft.diedAt.push(NONE);
  draft.pagesLeft.push(1 << order);
  draft.before.push(before);
  return draft.orders.length - 1;
}

function allocated(
  draft: Draft,
  holder: Map<number, number>,
  words: Words,
  index: number,
  time: number,
): void {
  const pfn = pfnOf(words, index), order = orderOf(words, index), value = valueOf(words, index);
  const type = (value >>> 16) & 7;
  const block = added(
    draft,
    order,
    type > RECLAIMABLE ? MOVABLE : type,
    value & 0xffff,
    time,
    NONE,
  );
  for (let page = pfn, end = pfn + (1 << order); page < end; page++) holder.set(page, block);
  draft.act(Act.Allocate, time, block, words, index);
}

/** A block that is given back in pieces counts as given back with its last piece. */
function freed(
  draft: Draft,
  holder: Map<number, number>,
  words: Words,
  index: number,
  time: number,
): void {
  const pfn = pfnOf(words, index), end = pfn + (1 << orderOf(words, index));
  let unknown = 0;
  for (let page = pfn; page < end; page++) {
    const block = holder.get(page);
    if (block === undefined) {
      unknown = 1;
      continue;
    }
    holder.delete(page);
    if (--draft.pagesLeft[block] > 0) continue;
    draft.diedAt[block] = time;
    draft.act(Act.Free, time, block, words, index);
  }
  draft.freesUnknown += unknown;
  if (unknown === 0 || orderOf(words, index) > 0) return;
  const block = added(draft, 0, MOVABLE, 0, time, pfn);
  draft.diedAt[block] = time;
  draft.act(Act.Free, time, block, words, index);
}

/** Adds the writes after the first, spread evenly over each block's life, and sorts by time. */
function sorted(draft: Draft, end: number, writes: number): Requests {
  const { acts, times, block, cpus, contexts } = draft;
  for (let at = 0, blocks = draft.orders.length; at < blocks && writes > 1; at++) {
    if (draft.before[at] !== NONE) continue; // the guest's own page: when it was written is not told
    const born = draft.bornAt[at], died = draft.diedAt[at] === NONE ? end : draft.diedAt[at];
    for (let write = 1; write < writes; write++) {
      acts.push(Act.Write);
      times.push(born + ((died - born) * write) / writes);
      block.push(at);
      cpus.push(0);
      contexts.push(0);
    }
  }
  const order = Int32Array.from(acts.keys());
  if (writes > 1) {
    // A free at the same instant comes after the write, an allocation before it.
    const rank = [0, 2, 1];
    order.sort((a, b) => times[a] - times[b] || rank[acts[a]] - rank[acts[b]] || a - b);
  }
  return {
    acts: Uint8Array.from(order, (at) => acts[at]),
    times: Float64Array.from(order, (at) => times[at]),
    block: Int32Array.from(order, (at) => block[at]),
    cpus: Uint8Array.from(order, (at) => cpus[at]),
    contexts: Uint8Array.from(order, (at) => contexts[at]),
    orders: Uint8Array.from(draft.orders),
    types: Uint8Array.from(draft.types),
    gfps: Uint16Array.from(draft.gfps),
    before: Int32Array.from(draft.before),
    freesUnknown: draft.freesUnknown,
    failed: draft.failed,
  };
}
