/**
 * What a run takes up: the words of a block of its log, and two states. Used again, runs of a sweep leave
 * next to nothing behind that a collector, on a core of its own, must find.
 * @module
 */
import type { Geometry } from "../../core/state/geometry.ts";
import { Memory } from "../../core/state/memory.ts";
import { EventLog } from "../../events/log.ts";
import { BLOCK_EVENTS } from "../../events/file/writer.ts";

/** Bytes of the states that are kept: those of the guests that a sweep goes to and fro between. */
const KEPT_BYTES = 64 << 20;

export class Room {
  readonly log = new EventLog(BLOCK_EVENTS);
  /** By what a state is of, and what it is for. */
  private readonly states = new Map<string, Memory>();
  private bytes = 0;

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
    const shape = `${at} ${JSON.stringify(geometry)}`, found = this.states.get(shape);
    if (found === undefined) return this.keep(shape, new Memory(geometry));
    found.reset();
    return found;
  }

  /** Keeps a state; where that is too much, none but that. */
  private keep(shape: string, state: Memory): Memory {
    this.bytes += state.bytes.length;
    if (this.bytes > KEPT_BYTES) {
      this.states.clear();
      this.bytes = state.bytes.length;
    }
    this.states.set(shape, state);
    return state;
  }
}
