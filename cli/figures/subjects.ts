/**
 * What is measured: the default scenario's runs, one for each of its designs, and bundled traces of
 * real kernels, each with its log in a file.
 * @module
 */
import { hosts } from "../../core/decide/hosts/mod.ts";
import { profiles } from "../../core/decide/profiles/mod.ts";
import { designs } from "../../core/run/designs/mod.ts";
import type { Scenario } from "../../core/run/scenario.ts";
import { namesOf, prepare, type Rules, runAll, worldOf } from "../../core/run/simulate.ts";
import type { World } from "../../core/run/world.ts";
import type { Geometry } from "../../core/state/geometry.ts";
import { EventLog, STRIDE } from "../../events/log.ts";
import { TraceImporter } from "../../events/foreign/importer.ts";
import { FRAME_BITS } from "../../core/state/geometry.ts";
import { named } from "../command.ts";
import { readBytes } from "../files.ts";
import { bundled } from "../import/paths.ts";
import { writeImported } from "../import/write.ts";
import { loadScenario } from "../scenario/file.ts";
import { headerOf } from "../simulate/run.ts";
import { writeLog } from "../write_log.ts";
import { best } from "./figure.ts";

const TRACES = ["base-256", "frag-256", "smp2-512"];
const PIECE = 1 << 16, CAPACITY = 1 << 22;

/** A run of the default scenario. */
export interface Subject {
  readonly design: string;
  readonly geometry: Geometry;
  readonly lanes: readonly { readonly name: string; readonly cpu: number }[];
  readonly words: Int32Array;
  readonly events: number;
  /** Milliseconds of the live run. */
  readonly liveMs: number;
  /** Its log file. */
  readonly path: string;
}

/** A trace. */
export interface Trace {
  readonly name: string;
  readonly text: Uint8Array;
  readonly events: number;
  readonly lines: number;
  readonly path: string;
}

/** All that is measured. */
export interface Subjects {
  readonly runs: readonly Subject[];
  readonly traces: readonly Trace[];
}

/**
 * Makes the subjects; their logs go to a folder.
 * @param repeats live runs of which the fastest counts
 * @param name of the scenario
 * @param names of the bundled traces
 */
export async function makeSubjects(
  folder: string,
  repeats: number,
  name = "default",
  names: readonly string[] = TRACES,
): Promise<Subjects> {
  const scenario = await loadScenario(name);
  const runs = runsOf(scenario, folder, repeats);
  const traces: Trace[] = [];
  for (const name of names) {
    traces.push(traceOf(name, await readBytes(bundled(`${name}.ftrace.zst`)), folder));
  }
  return { runs, traces };
}

function runsOf(scenario: Scenario, folder: string, repeats: number): Subject[] {
  const profile = named("profile", scenario.guest.profile, profiles);
  const host = named("host", scenario.host.name, hosts);
  return scenario.designs.map((name) => {
    const rules = { profile, host, design: named("design", name, designs) };
    return runOf(scenario, rules, worldOf(scenario, rules), `${folder}/${name}.log`, repeats);
  });
}

function runOf(
  scenario: Scenario,
  rules: Rules,
  world: World,
  path: string,
  repeats: number,
): Subject {
  // One log for all runs: after the first its memory is there, as it is where blocks are written and forgotten.
  const log = new EventLog(CAPACITY);
  let run = prepare(scenario, rules, log);
  const liveMs = best(repeats, () => {
    log.truncate(0);
    run = prepare(scenario, rules, log);
  }, () => runAll(run, world));
  writeLog(path, headerOf(scenario, rules), log);
  return {
    design: rules.design.name,
    geometry: run.geometry,
    lanes: namesOf(run.actors),
    words: log.words.slice(0, log.length * STRIDE),
    events: log.length,
    liveMs,
    path,
  };
}

function traceOf(name: string, text: Uint8Array, folder: string): Trace {
  const trace = readText(text), path = `${folder}/${name}.log`;
  writeImported(trace, path, 0);
  return { name, text, events: trace.log.length, lines: trace.report.lines, path };
}

/** Reads a trace's text, as it would come from a file. */
export function readText(text: Uint8Array): TraceImporter {
  const importer = new TraceImporter(2 ** FRAME_BITS);
  for (let at = 0; at < text.length; at += PIECE) importer.push(text.subarray(at, at + PIECE));
  importer.end();
  return importer;
}
