/**
 * What a run takes up: the words of a block of its log, and two states. Used again, runs of a sweep leave
 * next to nothing behind that a collector, on a core of its own, must find.
 * @module
 */
import type { Geometry } from "../../core/state/geometry.ts";
import { Memory } from "../../core/state/memory.ts";
import { EventLog } from "../../events/log.ts";
import { BLOCK_EVENTS } from "../../events/file/writer.ts";

export class Room {
  readonly log = new EventLog(BLOCK_EVENTS);
  private readonly states: Memory[] = [];
  private shape = "";

  /** It, for the next run; none that had it may go on. */
  cleared(): this {
    this.log.clear();
    return this;
  }

  /**
   * A state before its first event.
   * @param at the live one is 0, that of the replay 1
   */
  state(geometry: Geometry, at: 0 | 1): Memory {
    const shape = JSON.stringify(geometry);
    if (shape !== this.shape) {
      this.shape = shape;
      this.states.length = 0;
    }
    const found = this.states[at];
    if (found === undefined) return this.states[at] = new Memory(geometry);
    found.reset();
    return found;
  }
}
