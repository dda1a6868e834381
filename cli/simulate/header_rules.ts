/**
 * The rules of a log's run, found again by its header: scenario, profile, host, design, and the traces
 * and lists that the scenario names.
 * @module
 */
import { hosts } from "../../core/decide/hosts/mod.ts";
import { profiles } from "../../core/decide/profiles/mod.ts";
import { designs } from "../../core/run/designs/mod.ts";
import type { Scenario } from "../../core/run/scenario.ts";
import type { Rules } from "../../core/run/simulate.ts";
import type { LogHeader } from "../../events/file/header.ts";
import { named } from "../command.ts";
import { InputError } from "../errors.ts";
import { scenarioFolder } from "../scenario/file.ts";
import { misfit } from "../scenario/fit.ts";
import { scenarioSchema } from "../scenario/schema.ts";
import { chosenDesigns } from "./designs.ts";
import { readStart } from "./start.ts";
import { readTraces } from "./traces.ts";

/**
 * Finds the rules that a header names.
 * @param name the log's, for errors
 * @param own a file that holds the design, if it is a user's own
 * @throws InputError if the log was not simulated, or something that it names is not there
 */
export async function rulesOf(
  name: string,
  header: LogHeader,
  own: string | undefined,
): Promise<{ scenario: Scenario; rules: Rules }> {
  const refuse = (why: string): never => {
    throw new InputError(`cannot resume ${name}: ${why}`);
  };
  if (header.scenario === null) refuse("it was not simulated: import or write it anew");
  const scenario = scenarioIn(header.scenario) ?? refuse("its header holds no scenario");
  const profile = named("profile", header.profile, profiles);
  const host = named("host", header.host, hosts);
  const isOurs = designs.some((design) => design.name === header.design);
  if (!isOurs && own === undefined) {
    refuse(`its design ${header.design} is not one of ours: give its file with --design FILE`);
  }
  const [design] = await chosenDesigns([own ?? header.design]);
  if (design.name !== header.design) {
    refuse(`its design is ${header.design}, and --design gives ${design.name}`);
  }
  const home = await homeOf(scenario) ?? refuse(
    `${namedBy(scenario).join(", ")}, which its scenario names, is not there: ` +
      `run this from the folder of the scenario's file`,
  );
  const start = await readStart(scenario, home, profile);
  const traces = await readTraces(scenario, home);
  return { scenario, rules: { profile, host, design, traces, start } };
}

/** A header's scenario, if it is one: what real lists said of the guest is left out while it is checked. */
function scenarioIn(value: unknown): Scenario | null {
  if (typeof value !== "object" || value === null) return null;
  const { name, title: _, ...said } = structuredClone(value) as Scenario;
  const { guest } = said;
  if (typeof name !== "string" || typeof guest !== "object" || guest === null) return null;
  const { mib: _mib, usedMib: _used, cpus: _cpus, ...listed } = guest;
  const isRight = scenarioSchema.safeParse({
    ...said,
    guest: guest.start === undefined ? guest : listed,
  }).success;
  const scenario = structuredClone(value) as Scenario;
  return isRight && misfit(scenario) === undefined ? scenario : null;
}

/** The files that a scenario names. */
function namedBy({ guest, tasks }: Scenario): string[] {
  const traces = tasks.flatMap((task) => task.kind === "trace" ? [task.trace] : []);
  return [...(guest.start === undefined ? [] : [guest.start]), ...traces];
}

/** The folder that a scenario's paths begin from: the one we are in, or that of the bundled ones. */
async function homeOf(scenario: Scenario): Promise<string | undefined> {
  const paths = namedBy(scenario);
  for (const folder of ["", scenarioFolder("default")]) {
    const found = await Promise.all(paths.map((path) => isAny(folder, path)));
    if (!found.includes(false)) return folder;
  }
  return undefined;
}

const isAny = (folder: string, path: string): Promise<boolean> =>
  Deno.stat(path.startsWith("/") ? path : `${folder}${path}`).then(() => true, () => false);
