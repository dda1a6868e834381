/**
 * What `simulate` is to run: made of the command line, or of a log that is gone on with.
 * @module
 */
import { hosts } from "../../core/decide/hosts/mod.ts";
import { profiles } from "../../core/decide/profiles/mod.ts";
import type { Scenario } from "../../core/run/scenario.ts";
import type { Rules } from "../../core/run/simulate.ts";
import { count } from "../../replay/text.ts";
import { type Given, InputError, named, numberOf, print } from "../command.ts";
import { isModulePath } from "../load.ts";
import { loadScenario, scenarioFolder } from "../scenario/file.ts";
import { settingsOf } from "../scenario/set.ts";
import { chosenDesigns, guarded } from "./designs.ts";
import { rulesOf } from "./header_rules.ts";
import { resumeOne } from "./resume.ts";
import type { Outcome } from "./run.ts";
import { runSeeds } from "./seeds.ts";
import { readStart } from "./start.ts";
import { readTraces } from "./traces.ts";
import { Unfinished } from "./unfinished.ts";

const SEED_MAX = 0x7fffffff, SEEDS_MAX = 1000;
/** What a log that is gone on with says itself. */
const SAID = ["seed", "seeds", "host", "profile", "set", "out"] as const;

/** Who is told what is under way, and whether time courses are wanted. */
interface Way {
  readonly tell: (text: string) => void;
  readonly course: boolean;
}

export interface Asked {
  readonly scenario: Scenario;
  readonly seeds: readonly number[];
  /** One for each design. */
  readonly rules: readonly Rules[];
  /** Runs it: by seed, an outcome for each design. */
  run(way: Way): Outcome[][];
}

/**
 * What the command line asks for.
 * @throws InputError for what cannot be run
 */
export async function askedFor(given: Given): Promise<Asked> {
  const settings = settingsOf(given.all("set"), (option) => given.all(option).length > 0);
  const scenario = await loadScenario(given.words[0] ?? "default", settings);
  const seed = given.text("seed");
  if (seed !== undefined) scenario.seed = numberOf("--seed", seed, 0, SEED_MAX);
  const seeds = seedsOf(given, scenario.seed);
  scenario.host.name = given.text("host") ?? scenario.host.name;
  scenario.guest.profile = given.text("profile") ?? scenario.guest.profile;
  const profile = named("profile", scenario.guest.profile, profiles);
  const host = named("host", scenario.host.name, hosts);
  const words = given.all("design").flatMap((text) => text.split(","));
  const chosen = await chosenDesigns(words.length > 0 ? words : scenario.designs);
  const folder = (given.text("out") ?? "out").replace(/(.)\/+$/, "$1");
  const home = scenarioFolder(given.words[0] ?? "default");
  const start = await readStart(scenario, home, profile);
  const traces = await readTraces(scenario, home);
  const rules = chosen.map((design) => ({ profile, host, design, traces, start }));
  return { scenario, seeds, rules, run: (way) => runSeeds(scenario, seeds, rules, folder, way) };
}

/**
 * The rest of a run that was killed; null if its log is whole, which is said.
 * @throws InputError if it cannot be gone on with
 */
export async function askedAgain(given: Given, word: string): Promise<Asked | null> {
  const other = given.words.length > 0
    ? "SCENARIO"
    : SAID.find((name) => given.all(name).length > 0);
  const own = given.text("design");
  if (other !== undefined || (own !== undefined && !isModulePath(own))) {
    const what = given.words[0] ?? `--${other ?? "design"}`;
    throw new InputError(`--resume goes on with a log by what its header says: leave out ${what}`);
  }
  const left = Unfinished.open(word);
  if (typeof left === "number") {
    if (given.flag("json")) print(JSON.stringify({ log: word, events: left, whole: true }));
    else print(`${word} is whole (${count(left)} events): there is nothing to go on with`);
    return null;
  }
  try {
    const { scenario, rules } = await rulesOf(left.from, left.log.header, own);
    const run = ({ tell, course }: Way): Outcome[][] => {
      using _ = left;
      const standing = left.log.events;
      tell(`${left.from}: going on after ${count(standing)} events ...`);
      return [[guarded(rules.design, () => resumeOne(left, scenario, rules, { course }))]];
    };
    return { scenario, seeds: [scenario.seed], rules: [rules], run };
  } catch (error) {
    left[Symbol.dispose]();
    throw error;
  }
}

/** The seeds to run: the scenario's, and as many behind it as are asked for. */
function seedsOf(given: Given, first: number): number[] {
  const text = given.text("seeds");
  const most = Math.min(SEEDS_MAX, SEED_MAX - first + 1);
  const seeds = text === undefined ? 1 : numberOf("--seeds", text, 1, most);
  return Array.from({ length: seeds }, (_, at) => first + at);
}
