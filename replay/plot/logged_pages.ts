/**
 * How many pages are dirty and not merged yet: in the hypervisor's dirty log, or fetched from it.
 * Counted event by event, each only over the pages that it may change.
 * @module
 */
import { Kind } from "../../events/kinds.ts";
import { kindOf, NONE, orderOf, pfnOf, valueOf, type Words } from "../../events/log.ts";
import { Bit, type MemoryView } from "../../core/state/memory.ts";
import { Status } from "../../core/state/views.ts";
import type { Fold } from "../fold.ts";

/** What of memory a kind of event may log or clear. */
const Nothing = 0, OneBlock = 1, Run = 2, HintArray = 3, Everything = 4;

const reachOf = new Uint8Array(256).fill(Nothing);
for (const kind of [Kind.PageWritten, Kind.DeviceWrote, Kind.WriteMarked]) {
  reachOf[kind] = OneBlock;
}
for (const kind of [Kind.LogFetched, Kind.LogMerged, Kind.ChunkCleared, Kind.RingHarvested]) {
  reachOf[kind] = Run;
}
// The guest fills its array, or its bitmap, by writing to its own memory.
for (const kind of [Kind.HintRead, Kind.HintMarked, Kind.BitmapCleared]) reachOf[kind] = HintArray;
for (const kind of [Kind.LogArmed, Kind.LogDisarmed, Kind.MigrationBegun, Kind.PostcopyBegun]) {
  reachOf[kind] = Everything;
}

const DIRTY = Bit.Log | Bit.Fetched;
const WORDS_A_PAGE = 1024;

export class LoggedPages implements Fold {
  /** Pages after the last event. */
  pages = 0;
  private from = 0;
  private until = 0;

  constructor(private readonly memory: MemoryView) {}

  before(words: Words, index: number): void {
    const reach = reachOf[kindOf(words, index)];
    if (reach === Nothing) return;
    this.aim(reach, words, index);
    this.pages -= this.counted();
  }

  after(words: Words, index: number): void {
    if (reachOf[kindOf(words, index)] !== Nothing) this.pages += this.counted();
  }

  private aim(reach: number, words: Words, index: number): void {
    const { frames, status, orders, array } = this.memory;
    let from = pfnOf(words, index), pages = 1 << orderOf(words, index);
    const isSpilt = kindOf(words, index) === Kind.ChunkCleared && orderOf(words, index) !== 0;
    if (reach === Run && !isSpilt) pages = valueOf(words, index);
    else if (reach === HintArray) {
      from = status[Status.ArrayPfn];
      pages = from === NONE ? 0 : Math.max(1 << (orders - 1), array.length / WORDS_A_PAGE + 1);
    } else if (reach === Everything || isSpilt) from = 0, pages = frames;
    this.from = Math.max(0, from);
    this.until = Math.min(frames, from + pages);
  }

  private counted(): number {
    const { bits } = this.memory;
    let count = 0;
    for (let page = this.from; page < this.until; page++) if (bits[page] & DIRTY) count++;
    return count;
  }
}
