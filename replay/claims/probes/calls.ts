/**
 * Facts about calls for free blocks: where they came from, what they found and returned, what
 * happened meanwhile.
 *
 * Facts, of the first call unless they say otherwise: `calls` and `callsOutside` (of process context)
 * in all; `capacity` (entries), `listed` (blocks of the order on the lists when it began),
 * `listed0`, `listed4`, `listed9`, `listed10`, `managed` (pages), `stored`, `returned`; `irqsOffNs`
 * (longest a call kept interrupts off); `taken` (pages that others were handed while a call ran),
 * `takenHinted` (of those hinted), `firstTaken` (the first such event), `locksRefused` (lock events of calls that
 * returned an error), `refused` (such calls), `arrays` (most arrays in one call), `ownEntry` (entries that name
 * the array's own block), `beyond` (entries past the capacity).
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import {
  actorOf,
  cpuOf,
  kindOf,
  NONE,
  orderOf,
  pfnOf,
  valueOf,
  type Words,
} from "../../../events/log.ts";
import { Bit, type MemoryView } from "../../../core/state/memory.ts";
import { Status } from "../../../core/state/views.ts";
import type { Probe } from "../claim.ts";
import { freeBlocks } from "./free_blocks.ts";

const INDEX = 0x3fffffff, HELD = 1 << 30;
const ORDERS = [0, 4, 9, 10];

class Calls implements Probe {
  private readonly found: Record<string, number> = {
    calls: 0,
    callsOutside: 0,
    capacity: 0,
    listed: 0,
    stored: 0,
    returned: 0,
    irqsOffNs: 0,
    taken: 0,
    takenHinted: 0,
    firstTaken: 0,
    locksRefused: 0,
    refused: 0,
    arrays: 0,
    ownEntry: 0,
    beyond: 0,
    managed: 0,
    ...Object.fromEntries(ORDERS.map((order) => [`listed${order}`, 0])),
  };
  /** The lane of the call that runs; NONE while none does. */
  private caller = NONE;
  private offSince = 0;
  private locks = 0;
  private arrays = 0;
  private capacity = 0;

  constructor(private readonly memory: MemoryView) {}

  before(words: Words, index: number, number: number): void {
    if (this.caller === NONE || kindOf(words, index) !== Kind.PageAllocated) return;
    if (actorOf(words, index) === this.caller) return;
    const pfn = pfnOf(words, index), pages = 1 << orderOf(words, index);
    this.found.taken += pages;
    for (let page = pfn; page < pfn + pages; page++) {
      if ((this.memory.bits[page] & (Bit.Hinted | Bit.Stale)) !== Bit.Hinted) continue;
      this.found.takenHinted++;
      this.found.firstTaken ||= number;
    }
  }

  after(words: Words, index: number): void {
    const kind = kindOf(words, index), { found, memory } = this;
    if (kind === Kind.HintCallBegun) return this.begin(words, index);
    if (actorOf(words, index) !== this.caller) return;
    switch (kind) {
      case Kind.LockAcquired:
      case Kind.LockContended:
        this.locks++;
        return;
      case Kind.InterruptsOff:
        this.offSince = memory.now[0];
        return;
      case Kind.InterruptsOn:
        return this.irqsOn();
      case Kind.ArrayBegun:
        this.arrays++;
        found.arrays = Math.max(found.arrays, this.arrays);
        return;
      case Kind.HintRead: {
        const value = valueOf(words, index);
        if ((value & HELD) !== 0) return;
        if (found.calls === 1) found.stored++;
        if (pfnOf(words, index) === memory.status[Status.ArrayPfn]) found.ownEntry++;
        if ((value & INDEX) >= this.capacity) found.beyond++;
        return;
      }
      case Kind.HintCallEnded:
        return this.end(valueOf(words, index));
    }
  }

  facts(): Readonly<Record<string, number>> {
    return this.found;
  }

  private begin(words: Words, index: number): void {
    const { memory, found } = this, cpu = cpuOf(words, index), order = orderOf(words, index);
    this.caller = actorOf(words, index);
    this.offSince = memory.now[0];
    this.locks = this.arrays = 0;
    this.capacity = valueOf(words, index);
    found.calls++;
    if (memory.cpuContext[cpu] !== 0) found.callsOutside++;
    if (found.calls > 1) return;
    found.capacity = this.capacity;
    found.listed = freeBlocks(memory, order);
    for (const one of ORDERS) found[`listed${one}`] = freeBlocks(memory, one);
    const { zoneManaged } = memory;
    for (let zone = 0; zone < zoneManaged.length; zone++) found.managed += zoneManaged[zone];
  }

  private irqsOn(): void {
    const off = this.memory.now[0] - this.offSince;
    if (off > this.found.irqsOffNs) this.found.irqsOffNs = off;
  }

  private end(returned: number): void {
    const { found, memory } = this;
    // A call from an interrupt kept them off from its begin to its end.
    for (let cpu = 0; cpu < memory.cpus; cpu++) {
      if (memory.cpuIrqsOff[cpu] === this.caller + 1) this.irqsOn();
    }
    if (found.calls === 1) found.returned = returned;
    if (returned < 0) {
      found.refused++;
      found.locksRefused += this.locks;
    }
    this.caller = NONE;
  }
}

export const calls = (memory: MemoryView): Probe => new Calls(memory);
