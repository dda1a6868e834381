/**
 * A log as a trace for Perfetto (ui.perfetto.dev): tracks for cpus, locks, waits, rounds and hints, counters
 * for free, dirty and remaining pages, all on one axis of time.
 * @module
 */
import type { Words } from "../../../events/log.ts";
import type { MemoryView } from "../../../core/state/memory.ts";
import type { Fold } from "../../fold.ts";
import { Counters } from "./counters.ts";
import { CpuTracks } from "./cpus.ts";
import { HintTracks } from "./hints.ts";
import { LockTracks } from "./locks.ts";
import { MigrationTracks } from "./migration.ts";
import { type Args, type Emit, type Moment, Trace } from "./trace.ts";

/** Events up to which a trace shows each span by itself. */
const EVENTS_EXACT = 300_000;
/** Steps of a longer one: more spans than that on a track nobody can tell apart. */
const STEPS = 10_000;

/** Of a world without times. */
const EVENT_NS = 1000;

/** How long a step is so that the trace of a log stays small enough to be looked at, in ns; 0: all is shown. */
export function stepFor(events: number, ns: number): number {
  return events <= EVENTS_EXACT ? 0 : Math.max(1, Math.ceil(ns / STEPS));
}

/** A fold that writes a trace. Call `finish` after the last event. */
export class PerfettoFold implements Fold {
  private readonly trace: Trace;
  private readonly moment: Moment = { ns: 0 };
  private readonly counters: Counters;
  private readonly parts: readonly (Fold & { after: Required<Fold>["after"]; finish(): void })[];

  /**
   * @param names of the lanes
   * @param step spans that begin within so many ns are joined; 0 joins none
   * @param about what the trace says of itself
   */
  constructor(
    private readonly memory: MemoryView,
    names: readonly string[],
    step: number,
    about: Args,
    emit: Emit,
  ) {
    const { moment } = this;
    const trace = this.trace = new Trace(emit, { ...about, stepNs: step });
    this.counters = new Counters(memory, moment, trace, step);
    this.parts = [
      new CpuTracks(memory, moment, names, trace, step),
      new LockTracks(memory, moment, names, trace, step),
      new MigrationTracks(moment, trace),
      new HintTracks(memory, moment, trace, step),
      this.counters,
    ];
  }

  before(words: Words, index: number): void {
    this.counters.before(words, index);
  }

  after(words: Words, index: number, number: number): void {
    this.moment.ns = this.memory.now[0] ?? number * EVENT_NS;
    for (let at = 0; at < this.parts.length; at++) this.parts[at].after(words, index, number);
  }

  finish(): void {
    for (const part of this.parts) part.finish();
    this.trace.end();
  }
}
