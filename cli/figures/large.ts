/**
 * The run of a guest of 1 TiB: an idle migration with the hints of `merged`, whole, as `simulate` does
 * it, with its log and the replay of that. It takes minutes, and 12 GB.
 * @module
 */
import { hosts } from "../../core/decide/hosts/mod.ts";
import { profiles } from "../../core/decide/profiles/mod.ts";
import { designs } from "../../core/run/designs/mod.ts";
import type { Scenario } from "../../core/run/scenario.ts";
import { named } from "../command.ts";
import { loadScenario } from "../scenario/file.ts";
import { runSeeds } from "../simulate/seeds.ts";
import { type Figure, figure } from "./figure.ts";

const DESIGN = "merged", GUEST_MIB = 1 << 20, USED_MIB = 8192, UNMOVABLE_MIB = 1024;
const LINK_MBIT = 100_000;

/** The scenario: the default one's profile and host, a guest of 1 TiB of which 8 GiB are used, nobody at work. */
export async function largeScenario(mib: number = GUEST_MIB): Promise<Scenario> {
  const scenario = await loadScenario("default");
  const { guest, host } = scenario;
  Object.assign(guest, { mib, usedMib: USED_MIB, unmovableMib: UNMOVABLE_MIB });
  Object.assign(guest, { oldDataMib: 0, mixedMib: 0 });
  return {
    ...scenario,
    designs: [DESIGN],
    host: { ...host, linkMbit: LINK_MBIT },
    tasks: [{ kind: "idle", cpu: 1 }],
  };
}

/** Most memory that this process has had so far, in bytes: as Linux counts it, elsewhere what it has now. */
async function peakBytes(): Promise<number> {
  try {
    const status = await Deno.readTextFile("/proc/self/status");
    const found = /^VmHWM:\s+(\d+) kB$/m.exec(status);
    if (found !== null) return Number(found[1]) * 1024;
  } catch { /* no Linux */ }
  return Deno.memoryUsage().rss;
}

/** `large`, `largePeak`: the time of the run, and the memory of the process. */
export async function largeFigures(folder: string): Promise<Figure[]> {
  const scenario = await largeScenario();
  const rules = {
    profile: named("profile", scenario.guest.profile, profiles),
    host: named("host", scenario.host.name, hosts),
    design: named("design", DESIGN, designs),
  };
  const begin = performance.now();
  const way = { tell: () => {}, course: false };
  const [[outcome]] = runSeeds(scenario, [scenario.seed], [rules], folder, way);
  const ms = performance.now() - begin;
  if (!outcome.replayed) throw new Error("the log of the large run does not replay to its state");
  return [
    figure("large", ms, "ms", null),
    figure("largePeak", await peakBytes(), "bytes", null),
  ];
}
