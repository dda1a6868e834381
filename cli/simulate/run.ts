/**
 * One run of `simulate`: live, written to its log as it goes, then replayed from the log's words to
 * check the digest and to gather the figures.
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
  const log = new EventLog(1 << 20);
  const run = prepare(scenario, rules, log);
  const { machine } = run.sim;
  using file = new OutputFile(path);
  const writer = new LogWriter(
    headerOf(scenario, rules),
    codec,
    (bytes) => file.write(bytes),
    () => digestViews(machine.memory, hash64),
  );
  let written = 0;
  machine.fullAt = BLOCK_EVENTS;
  machine.onFull = () => {
    writer.write(log.words, written, log.length);
    written = log.length;
    machine.fullAt = written + BLOCK_EVENTS;
  };
  runAll(run, world);
  writer.write(log.words, written, log.length);
  writer.close();
  file.commit();
  return outcomeOf(rules, run, log, path, wanted);
}

/** The same, and no log is written. */
export function runUnwritten(scenario: Scenario, rules: Rules, world: World): Outcome {
  const log = new EventLog(1 << 20);
  const run = prepare(scenario, rules, log);
  runAll(run, world);
  return outcomeOf(rules, run, log, "", {});
}

/** Replays a run's words: what came of it, and whether the state is the same. */
function outcomeOf(
  { design, host }: Rules,
  run: Run,
  log: EventLog,
  path: string,
  wanted: Wanted,
): Outcome {
  const digest = digestText(digestViews(run.sim.machine.memory, hash64));
  const memory = new Memory(run.geometry);
  const fold = new FiguresFold(memory, host);
  const holder = run.actors.findIndex((actor) => actor?.name === DRIVER);
  const course = wanted.course ? new CourseFold(memory, holder) : null;
  walk(memory, log.words, 0, log.length, 0, course === null ? [fold] : [fold, course]);
  return {
    design: design.name,
    hints: design.hints || design.worker !== undefined,
    log: path,
    digest,
    events: log.length,
    figures: fold.finish(),
    course: course?.finish() ?? null,
    replayed: digestText(digestViews(memory, hash64)) === digest,
  };
}
