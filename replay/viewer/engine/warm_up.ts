/**
 * Makes the first far event as quick as later ones, while nobody asks: replays some events at the cursor, and
 * some at checkpoints here and there, on the state that the cursor has. The first time takes much longer
 * than later ones: memory is touched, and code is compiled as it runs, anew for each kind of event that it meets.
 * @module
 */
import type { Reading } from "../readings/mod.ts";
import type { BlockLog } from "./blocks.ts";
import { meetKinds } from "./kinds_met.ts";
import { mapOf } from "./maps.ts";
import type { Position, Tools } from "./position.ts";

/** So many events are replayed at the cursor, and at each place that the log is parted into. */
const EVENTS = 1 << 16, EVENTS_THERE = 3 << 15, PLACES = 3;
/** Events between two looks at the clock. */
const STEP = 1 << 14;

export class WarmUp {
  private rest = EVENTS;
  private place = 0;

  /** @param reading of which a map is made at each place, for nobody */
  constructor(
    private readonly position: Position,
    private readonly log: BlockLog,
    private readonly reading: Reading,
    private readonly tools: Pick<Tools, "now">,
  ) {}

  /** Goes on for about so many ms, and leaves the state where it came to; false if nothing is left to do. */
  work(ms: number): boolean {
    const { tools } = this, begin = tools.now();
    while (!this.isDone) {
      try {
        if (this.rest > 0) this.goOn();
        else this.leave();
      } catch {
        this.stop(); // whoever goes there is told what is wrong with the log
      }
      if (tools.now() - begin >= ms) return true;
    }
    return false;
  }

  /** Ends it, if it has begun: the cursor is wanted elsewhere, and would have to come back. */
  end(): void {
    if (this.rest < EVENTS || this.place > 0) this.stop();
  }

  private get isDone(): boolean {
    return this.rest === 0 && this.place === PLACES;
  }

  private stop(): void {
    this.rest = 0;
    this.place = PLACES;
  }

  private goOn(): void {
    const { position, log } = this;
    const step = Math.min(this.rest, STEP, log.events - position.at);
    if (step > 0) position.seek(position.at + step);
    this.rest = step > 0 ? this.rest - step : 0;
  }

  private leave(): void {
    const { position, log, log: { header, events } } = this;
    if (this.place === 0) meetKinds(header.geometry);
    this.place++;
    const stop = position.filedBefore(Math.floor(events * this.place / (PLACES + 1)));
    if (stop === null) return this.stop();
    position.seek(stop);
    this.look();
    this.rest = Math.min(EVENTS_THERE, log.events - stop);
  }

  private look(): void {
    const { position: { memory, at }, log: { header }, reading } = this;
    const classes = new Uint8Array(memory.frames);
    mapOf(reading, memory, header, at, { sentRounds: () => classes }, classes);
  }
}
