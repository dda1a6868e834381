/**
 * The real lists that a scenario begins with.
 * @module
 */
import type { Profile } from "../../core/decide/profiles/profile.ts";
import { PAGES_A_MIB } from "../../core/run/actors/tasks.ts";
import type { Scenario } from "../../core/run/scenario.ts";
import { PERCPU_LISTS, type Snapshot } from "../../core/run/start/snapshot.ts";
import { InputError } from "../errors.ts";
import { nameOf } from "../files.ts";
import { taskBeyondCpus } from "../scenario/fit.ts";
import { pathText } from "../scenario/places.ts";
import { readLists } from "../start/dump.ts";

/**
 * Reads the lists that a scenario names, and sets what they say of the guest.
 * @param folder where the path begins if it does not begin with a slash; ends in one, or is empty
 * @returns nothing if it names none
 * @throws InputError if they cannot be read, or do not fit the scenario
 */
export async function readStart(
  scenario: Scenario,
  folder: string,
  profile: Profile,
): Promise<Snapshot | undefined> {
  const { guest } = scenario;
  if (guest.start === undefined) return undefined;
  const refuse = (why: string): never => {
    throw new InputError(`scenario ${scenario.name}: guest.start: ${why}`);
  };
  const path = guest.start.startsWith("/") ? guest.start : `${folder}${guest.start}`;
  const start = await readLists(path).catch((error) => {
    if (!(error instanceof InputError)) throw error;
    return refuse(error.message);
  });
  if (profile.percpuLists !== PERCPU_LISTS) {
    refuse(`${nameOf(path)} holds lists as linux-6.1 has them, not ${profile.name}`);
  }
  const spanned = start.zones.reduce((sum, zone) => sum + zone.spanned, 0);
  guest.mib = Math.round(spanned / PAGES_A_MIB);
  guest.cpus = start.cpus;
  const beyond = taskBeyondCpus(scenario);
  if (beyond !== undefined) refuse(`${pathText(beyond.path)}: ${beyond.text}`);
  return start;
}
