/**
 * How low free memory fell, and for how long: time by level, so that one pass is enough although the
 * lowest level is known only at its end.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import type { MemoryView } from "../../../core/state/memory.ts";
import type { Scratch } from "../../../core/state/scratch.ts";
import { Status } from "../../../core/state/views.ts";

/** By kind: 1 if it may change how many pages a zone has free. */
const changesFree = new Uint8Array(256);
for (
  const kind of [
    Kind.WorldReady,
    Kind.BlockTaken,
    Kind.BlockPut,
    Kind.PageRefilled,
    Kind.PageDrained,
    Kind.BlockIsolated,
  ]
) changesFree[kind] = 1;

const LEVELS_MAX = 1 << 14; // of an 8 GiB guest a level is 128 pages

export class FreeLevels {
  /** Lowest sum of the zones' free pages, as `free` shows it. */
  min = Infinity;
  /** What it was when the migration began, or, without one, when the world was ready. */
  atBegin = 0;
  private readonly shift: number;
  private readonly times: Float64Array;
  private free = 0;
  private isKnown = false;
  private since = 0;

  constructor(private readonly memory: MemoryView, scratch: Scratch) {
    this.shift = Math.max(0, Math.ceil(Math.log2((memory.frames + 1) / LEVELS_MAX)));
    this.times = scratch.floats((memory.frames >> this.shift) + 1);
  }

  after(kind: number): void {
    if (changesFree[kind] === 0) return;
    const { zoneFree, status } = this.memory;
    if (status[Status.Ready] === 0) return;
    let free = 0;
    for (let zone = 0; zone < zoneFree.length; zone++) free += zoneFree[zone];
    if (this.isKnown && free === this.free) return;
    if (!this.isKnown) this.atBegin = free;
    this.pass();
    this.isKnown = true;
    this.free = free;
    if (free < this.min) this.min = free;
  }

  /** The migration begins: what was before it does not count. */
  begin(): void {
    this.times.fill(0);
    this.since = this.memory.now[0];
    if (this.isKnown) this.min = this.atBegin = this.free;
  }

  /** Time during which free memory was nearer to its lowest than to what it was at the begin, in ns. */
  lowNs(): number {
    this.pass();
    if (!this.isKnown) return 0; // a log without lists
    const middle = (this.min + this.atBegin) / 2;
    let sum = 0;
    for (let level = 0; (level << this.shift) < middle; level++) sum += this.times[level];
    return this.min < this.atBegin ? sum : 0;
  }

  /** Books the time since the last change under the level that free memory had. */
  private pass(): void {
    const now = this.memory.now[0];
    if (this.isKnown) {
      const level = Math.max(0, Math.min(this.times.length - 1, this.free >> this.shift));
      this.times[level] += now - this.since;
    }
    this.since = now;
  }
}
