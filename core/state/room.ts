/**
 * What a run, or the world that it begins with, takes up: words of its log, states, and arrays. Used again,
 * the runs of a sweep leave next to nothing behind that a collector, on a core of its own, must find.
 * @module
 */
import { EventLog } from "../../events/log.ts";
import type { Geometry } from "./geometry.ts";
import { layoutOf, Memory } from "./memory.ts";
import { Scratch } from "./scratch.ts";

/** Bytes of the states that are kept: those of the guests that a sweep goes to and fro between. */
const KEPT_BYTES = 64 << 20;

export class Room {
  readonly log: EventLog;
  readonly scratch = new Scratch();
  /** By what they are states of: the live one, and that of the replay. */
  private readonly states = new Map<string, Memory[]>();

  /**
   * @param events that its log has room for
   * @param most bytes of states that are kept; those of the last guest are, however many
   */
  constructor(events: number, private readonly most = KEPT_BYTES) {
    this.log = new EventLog(events);
  }

  /** It, for the next run; none that had it may go on. */
  cleared(): this {
    this.log.clear();
    this.scratch.cleared();
    return this;
  }

  /**
   * A state before its first event.
   * @param at the live one is 0, that of the replay 1
   */
  state(geometry: Geometry, at: 0 | 1): Memory {
    const shape = JSON.stringify(geometry), known = this.states.get(shape) ?? [];
    const found = known[at];
    if (found !== undefined) {
      found.reset();
      return found;
    }
    // Others go before it comes: both at once would be twice the memory of a large guest.
    if (this.bytes + layoutOf(geometry).bytes > this.most) this.states.clear();
    this.states.set(shape, known);
    return known[at] = new Memory(geometry);
  }

  private get bytes(): number {
    return [...this.states.values()].flat().reduce((sum, { bytes }) => sum + bytes.length, 0);
  }
}
