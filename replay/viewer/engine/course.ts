/**
 * What is drawn over time, while events go by: curves, and lanes of cpus, locks, waits, rounds and hints. The
 * lanes are those of a Perfetto trace.
 * @module
 */
import type { Words } from "../../../events/log.ts";
import type { MemoryView } from "../../../core/state/memory.ts";
import { CpuTracks } from "../../export/perfetto/cpus.ts";
import { HintTracks } from "../../export/perfetto/hints.ts";
import { LockTracks } from "../../export/perfetto/locks.ts";
import { MigrationTracks } from "../../export/perfetto/migration.ts";
import type { Fold } from "../../fold.ts";
import type { Wire } from "../../views/view.ts";
import type { Overview } from "../protocol.ts";
import { Curves } from "./curves.ts";
import { Lanes } from "./lanes.ts";
import { type Sum, Sums } from "./sums.ts";

/** Samples of a curve at most. */
const SAMPLES = 2048;
/** Of a world without times. */
export const EVENT_NS = 1000;
/** The actor whose pages are those that the design holds. */
const DRIVER = "balloon";

/** What a course is drawn of. */
export interface CourseOf {
  readonly memory: MemoryView;
  /** Names of the lanes. */
  readonly names: readonly string[];
  readonly wire: Wire;
  /** Spans that begin within so many ns are joined; 0 joins none. */
  readonly step: number;
  /** The time at which it begins. */
  readonly begin: number;
  /** The sums before it. */
  readonly sum: Sum;
}

/** Curves and lanes of the events that go by. */
export class Course implements Fold {
  private readonly moment: { ns: number };
  private readonly memory: MemoryView;
  private readonly sums: Sums;
  private readonly curves: Curves;
  private readonly lanes = new Lanes();
  private readonly parts: readonly (Required<Pick<Fold, "after">> & { finish(): void })[];

  constructor({ memory, names, wire, step, begin, sum }: CourseOf) {
    const moment = this.moment = { ns: begin }, { lanes } = this;
    this.memory = memory;
    this.sums = new Sums(wire, sum);
    this.curves = new Curves(memory, this.sums, names.indexOf(DRIVER), SAMPLES, moment, begin);
    this.parts = [
      new CpuTracks(memory, moment, names, lanes, step),
      new LockTracks(memory, moment, names, lanes, step),
      new MigrationTracks(moment, lanes),
      new HintTracks(memory, moment, lanes, step),
    ];
  }

  /** The sums so far. */
  get sum(): Sum {
    const { bytes, taken } = this.sums;
    return { bytes, taken };
  }

  /** Counts what there is where it begins: for one that begins within a log. */
  countNow(): void {
    this.curves.countNow();
  }

  before(words: Words, index: number): void {
    this.curves.before(words, index);
  }

  after(words: Words, index: number, number: number): void {
    this.moment.ns = this.memory.now[0] ?? number * EVENT_NS;
    this.sums.after(words, index);
    this.curves.after(words, index, number);
    for (let at = 0; at < this.parts.length; at++) this.parts[at].after(words, index, number);
  }

  /** Ends what is under way. */
  finish(): void {
    for (const part of this.parts) part.finish();
  }

  /** What there is so far, but for the times of the axis. */
  view(): Omit<Overview, "from" | "to" | "until" | "damage"> {
    return { ...this.curves.axis(), curves: this.curves.views(), lanes: this.lanes.views() };
  }
}
