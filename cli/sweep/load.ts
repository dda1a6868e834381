/**
 * A sweep made ready to run: its file, its scenario, its axes and its plan.
 * @module
 */
import { designs as allDesigns } from "../../core/run/designs/mod.ts";
import { InputError } from "../errors.ts";
import { isPath, scenarioFolder, scenarioText } from "../scenario/file.ts";
import { parseScenario } from "../scenario/parse.ts";
import { valueOf } from "../scenario/places.ts";
import { applySettings } from "../scenario/set.ts";
import { readTree } from "../scenario/syntax.ts";
import { Combinations, settingOf } from "./combinations.ts";
import { placed, readSweepFile, type SweepFile } from "./file.ts";
import { homeName } from "./inputs.ts";
import { Plan } from "./plan.ts";
import { OWN_KEYS, readAxes } from "./read_axes.ts";
import { ALL, type SweepSpec } from "./schema.ts";
import { programVersion } from "./version.ts";

const SEED_MAX = 0x7fffffff, RUNS_MAX = 1_000_000;

/** A sweep, ready. */
export interface Sweep {
  readonly name: string;
  readonly title: string;
  readonly spec: SweepSpec;
  readonly plan: Plan;
  readonly version: string;
  /** The scenario as `simulate` takes it. */
  readonly scenario: string;
}

/**
 * Reads a sweep by name or path and plans it.
 * @throws InputError if anything in it cannot be run
 */
export async function loadSweep(word: string): Promise<Sweep> {
  const file = await readSweepFile(word);
  const { spec, name } = file;
  const scenario = isPath(spec.scenario) && !spec.scenario.startsWith("/")
    ? `${file.folder}${spec.scenario}`
    : spec.scenario;
  const found = await scenarioText(scenario).catch((error) => {
    if (!(error instanceof InputError)) throw error;
    throw file.refuse(["scenario"], error.message);
  });
  const own = parseScenario(found.text, found.file, found.name);
  const base = valueOf(readTree(found.text, "the scenario", () => {
    throw new Error("it was read a moment ago");
  }));
  const set = Object.entries(spec.set);
  for (const [key, value] of set) {
    try {
      if (OWN_KEYS.includes(key)) throw new InputError(`${key} is said by the sweep itself`);
      applySettings(base, [settingOf(key, value, "")]);
    } catch (error) {
      throw placed(error, file, ["set", key]);
    }
  }
  const axes = readAxes(file, base);
  const home = homeName(scenarioFolder(scenario));
  const combinations = new Combinations(axes, base, found.name, home, file, set);
  const designs = spec.designs === undefined
    ? own.designs
    : spec.designs.includes(ALL)
    ? allDesigns.map((design) => design.name)
    : spec.designs;
  const seeds = seedsOf(file);
  const runs = combinations.count * designs.length * seeds.length;
  if (runs > RUNS_MAX) {
    throw file.refuse([], `it comes to ${runs.toLocaleString("en-US")} runs; at most 1,000,000`);
  }
  const version = programVersion();
  const leaveOut = spec.misfits === "leave-out";
  const plan = await Plan.make(combinations, designs, seeds, version, leaveOut);
  return { name, title: spec.title || name, spec, plan, version, scenario };
}

function seedsOf(file: SweepFile): number[] {
  const { first, count } = file.spec.seeds;
  if (first + count - 1 > SEED_MAX) {
    throw file.refuse(["seeds"], `the last seed would be above ${SEED_MAX}`);
  }
  return Array.from({ length: count }, (_, at) => first + at);
}
