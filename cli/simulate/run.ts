/**
 * One run of `simulate`: live, written to its log as it goes. Each block of events is replayed beside
 * the run, to check the digest and to gather the figures, and then forgotten.
 * @module
 */
import type { Keeper } from "../../core/decide/machine.ts";
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
import type { Memory } from "../../core/state/memory.ts";
import { Room } from "../../core/state/room.ts";
import { FORMAT, type LogHeader } from "../../events/file/header.ts";
import { BLOCK_EVENTS, LogWriter } from "../../events/file/writer.ts";
import type { EventLog } from "../../events/log.ts";
import type { Fold } from "../../replay/fold.ts";
import { type Course, CourseFold } from "../../replay/plot/course.ts";
import { walk } from "../../replay/replay.ts";
import { type Figures, FiguresFold } from "../../replay/views/figures.ts";
import { codec, hash64 } from "../codec.ts";
import { OutputFile } from "../files.ts";
import { note } from "../output.ts";

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

/** Is given the words of a block's events. */
type Write = (words: Int32Array, events: number) => void;
const nowhere: Write = () => {};

/** What is asked of a run besides its figures. */
export interface Wanted {
  /** The course, for a picture. */
  readonly course?: boolean;
}

/** A run and, a block behind it, the replay of what it records. */
export class Followed implements Keeper {
  readonly run: Run;
  private readonly log: EventLog;
  private readonly memory: Memory;
  private readonly figures: FiguresFold;
  private readonly course: CourseFold | null;
  private readonly folds: readonly Fold[];
  private write: Write = nowhere;

  constructor(
    scenario: Scenario,
    private readonly rules: Rules,
    wanted: Wanted,
    private readonly blockEvents = BLOCK_EVENTS,
    room = new Room(blockEvents),
  ) {
    const { log } = room;
    this.log = log;
    this.run = prepare(scenario, rules, log, (geometry) => room.state(geometry, 0));
    this.memory = room.state(this.run.geometry, 1);
    this.figures = new FiguresFold(this.memory, rules.host, room.scratch);
    const holder = this.run.actors.findIndex((actor) => actor?.name === DRIVER);
    this.course = wanted.course ? new CourseFold(this.memory, holder) : null;
    this.folds = this.course === null ? [this.figures] : [this.figures, this.course];
  }

  /**
   * Call before it runs, and `full` when it has run.
   * @param write is given each block; it must keep nothing of the words
   */
  follow(write = nowhere): void {
    const { machine } = this.run.sim;
    this.write = write;
    machine.fullAt = this.blockEvents;
    machine.keeper = this;
  }

  /** Replays what the log holds, be it a whole block or what there is at the end, and forgets it. */
  full(): void {
    const { log } = this;
    this.write(log.words, log.length);
    walk(this.memory, log.words, 0, log.length, log.dropped, this.folds);
    log.drop();
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
 * @param blockEvents events of a block of it; fewer only in tests
 * @throws InputError if the log cannot be written; nothing bears its name then
 */
export function runOne(
  scenario: Scenario,
  rules: Rules,
  world: World,
  path: string,
  wanted: Wanted = {},
  blockEvents = BLOCK_EVENTS,
): Outcome {
  const followed = new Followed(scenario, rules, wanted, blockEvents);
  const { memory } = followed.run.sim.machine;
  using file = new OutputFile(path);
  sayFound(file);
  const writer = new LogWriter(
    headerOf(scenario, rules),
    codec,
    (bytes) => file.write(bytes),
    () => digestViews(memory, hash64),
    blockEvents,
  );
  followed.follow((words, events) => writer.write(words, 0, events));
  runAll(followed.run, world);
  followed.full();
  writer.close();
  file.commit();
  return followed.outcome(path);
}

/** Says that a run which was killed had left its log there. */
function sayFound({ found, partial }: OutputFile): void {
  if (found === 0) return;
  note(`${partial} of a run that did not end is written anew (--resume goes on with such a log)`);
}

/** Of one unwritten run after the other. */
const room = new Room(BLOCK_EVENTS);

/** The same, and no log is written. */
export function runUnwritten(scenario: Scenario, rules: Rules, world: World): Outcome {
  const followed = new Followed(scenario, rules, {}, BLOCK_EVENTS, room.cleared());
  followed.follow();
  runAll(followed.run, world);
  followed.full();
  return followed.outcome("");
}
