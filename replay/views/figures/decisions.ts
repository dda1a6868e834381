/**
 * What the allocator decided, by kind of event: how far to trust a run is counted from it.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { orderOf, pfnOf, type Words } from "../../../events/log.ts";
import { zoneOf } from "../../../core/state/lists.ts";
import type { MemoryView } from "../../../core/state/memory.ts";

const ALLOCATOR = ["PageAllocated", "PageFreed", "BlockTaken", "PageRefilled", "BlockPut"] as const;
const DECISIONS = [...ALLOCATOR, "PageDrained", "PageblockStolen", "AllocationFailed"] as const;

/** By kind: 1 for what a request or a free of a block does. */
const isRequest = new Uint8Array(256);
for (const name of ALLOCATOR) isRequest[Kind[name]] = 1;

export const emptyDecisions = (): Record<string, number> =>
  Object.fromEntries(DECISIONS.map((name) => [name, 0]));

/** Of the whole log, whatever migrations there were. */
export class DecisionsPart {
  stealsInNormal = 0;
  ofTopOrder = 0;
  private readonly counts = new Int32Array(256);

  constructor(private readonly memory: MemoryView) {}

  after(kind: number, words: Words, index: number): void {
    const { memory } = this;
    this.counts[kind]++;
    if (isRequest[kind] === 1 && orderOf(words, index) === memory.orders - 1) this.ofTopOrder++;
    if (kind !== Kind.PageblockStolen) return;
    const zone = memory.geometry.zones[zoneOf(memory, pfnOf(words, index))];
    if (zone?.name === "Normal") this.stealsInNormal++;
  }

  finish(): Record<string, number> {
    return Object.fromEntries(DECISIONS.map((name) => [name, this.counts[Kind[name]]]));
  }
}
