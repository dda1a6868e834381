/**
 * One run of `simulate`: live, written to its log as it goes. Each block of events is replayed beside
 * the run, to check the digest and to gather the figures, and then forgotten.
 * @module
 */
import {
  actorsOf,
  geometryOf,
  namesOf,
  prepare,
  type Rules,
  type Run,
  runAll,
} from "../../core/run/simulate.ts";
import type { Scenario } from "../../core/run/scenario.ts";
import type { World } from "../../core/run/world.ts";
import { digestText, digestViews } from "../../core/state/digest.ts";
import { Memory } from "../../core/state/memory.ts";
import { FORMAT, type LogHeader } from "../../events/file/header.ts";
import { BLOCK_EVENTS, LogWriter } from "../../events/file/writer.ts";
import { EventLog } from "../../events/log.ts";
import { type Course, CourseFold } from "../../replay/plot/course.ts";
import { walk } from "../../replay/replay.ts";
import { type Figures, FiguresFold } from "../../replay/views/figures.ts";
import { codec, hash64 } from "../codec.ts";
import { OutputFile } from "../files.ts";

/** The guest's thread that runs the design: what it has is what the design holds. */
const DRIVER = "balloon";

export interface Outcome {
  readonly design: string;
  readonly hints: boolean;
  /** Where its log is; empty if none was written. */
  readonly log: string;
  readonly digest: string;
  readonly events: number;
  readonly figures: Figures;
  /** For a picture; null if none is drawn, or no migration began. */
  readonly course: Course | null;
  /** True if the log, replayed, gave the digest of the live state. */
  readonly replayed: boolean;
}

export function headerOf(scenario: Scenario, rules: Rules): LogHeader {
  return {
    format: FORMAT,
    clock: "ns",
    geometry: geometryOf(scenario, rules),
    actors: namesOf(actorsOf(scenario, rules)),
    scenario,
    profile: rules.profile.name,
    host: rules.host.name,
    design: rules.design.name,
    seed: scenario.seed,
    tasks: [],
    declares: { context: rules.design.context, returns: rules.design.returns },
  };
}

/** What is asked of a run besides its figures. */
export interface Wanted {
  /** The course, for a picture. */
  readonly course?: boolean;
}

/** A run and, a block behind it, the replay of what it records. */
class Followed {
  readonly run: Run;
  private readonly log = new EventLog(BLOCK_EVENTS);
  private readonly memory: Memory;
  private readonly figures: FiguresFold;
  private readonly course: CourseFold | null;

  constructor(scenario: Scenario, private readonly rules: Rules, wanted: Wanted) {
    this.run = prepare(scenario, rules, this.log);
    this.memory = new Memory(this.run.geometry);
    this.figures = new FiguresFold(this.memory, rules.host);
    const holder = this.run.actors.findIndex((actor) => actor?.name === DRIVER);
    this.course = wanted.course ? new CourseFold(this.memory, holder) : null;
  }

  /** @param write is given each block; it must keep nothing of the words */
  toEnd(world: World, write: (words: Int32Array, events: number) => void): void {
    const { log, run: { sim: { machine } } } = this;
    const folds = this.course === null ? [this.figures] : [this.figures, this.course];
    machine.fullAt = BLOCK_EVENTS;
    machine.onFull = () => {
      write(log.words, log.length);
      walk(this.memory, log.words, 0, log.length, log.dropped, folds);
      log.drop();
    };
    runAll(this.run, world);
    machine.onFull();
  }

  outcome(path: string): Outcome {
    const { design } = this.rules;
    const digest = digestText(digestViews(this.run.sim.machine.memory, hash64));
    return {
      design: design.name,
      hints: design.hints || design.worker !== undefined,
      log: path,
      digest,
      events: this.log.events,
      figures: this.figures.finish(),
      course: this.course?.finish() ?? null,
      replayed: digestText(digestViews(this.memory, hash64)) === digest,
    };
  }
}

/**
 * Runs a scenario with one design.
 * @param path where the log goes
 * @throws InputError if the log cannot be written; nothing bears its name then
 */
export function runOne(
  scenario: Scenario,
  rules: Rules,
  world: World,
  path: string,
  wanted: Wanted = {},
): Outcome {
  const followed = new Followed(scenario, rules, wanted);
  const { memory } = followed.run.sim.machine;
  using file = new OutputFile(path);
  const writer = new LogWriter(
    headerOf(scenario, rules),
    codec,
    (bytes) => file.write(bytes),
    () => digestViews(memory, hash64),
  );
  followed.toEnd(world, (words, events) => writer.write(words, 0, events));
  writer.close();
  file.commit();
  return followed.outcome(path);
}

/** The same, and no log is written. */
export function runUnwritten(scenario: Scenario, rules: Rules, world: World): Outcome {
  const followed = new Followed(scenario, rules, {});
  followed.toEnd(world, () => {});
  return followed.outcome("");
}
