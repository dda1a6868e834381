/**
 * Runs a scenario of the thread and gathers what its claim looks at: figures, findings, facts.
 * @module
 */
import { hosts } from "../../core/decide/hosts/mod.ts";
import { profiles } from "../../core/decide/profiles/mod.ts";
import { designs } from "../../core/run/designs/mod.ts";
import { worldOf } from "../../core/run/simulate.ts";
import { audit } from "../../replay/audit.ts";
import { claims } from "../../replay/claims/mod.ts";
import type { Claim, Evidence, Facts } from "../../replay/claims/claim.ts";
import { replayBlocks } from "../../replay/replay.ts";
import { rules } from "../../replay/rules/mod.ts";
import { named } from "../command.ts";
import { makeDirectory } from "../files.ts";
import { auditFactsOf, memoryOf, type OpenLog, openLog } from "../logs.ts";
import { loadScenario } from "../scenario/file.ts";
import { settingsOf } from "../scenario/set.ts";
import { runOne } from "../simulate/run.ts";

const scenarios = new URL("../../fixtures/thread/", import.meta.url);

/** One scenario to run for a claim. */
export interface Job {
  /** The claim's id. */
  readonly claim: string;
  /** The scenario's file in `fixtures/thread`, without its ending. */
  readonly scenario: string;
  /** Where its logs go, a file a design. */
  readonly folder: string;
  /** Values that are set in place of the file's, as in `guest.mib=4096`. */
  readonly settings: readonly string[];
}

/** What came of a scenario: a run a design, each with its log. */
export interface Done {
  readonly runs: readonly Evidence[];
  readonly logs: readonly string[];
}

/** The files of `fixtures/thread`, without their ending. */
export function scenarioFiles(): string[] {
  return [...Deno.readDirSync(scenarios)].map(({ name }) => name.replace(/\.jsonc$/, "")).sort();
}

const pathOf = (name: string): string =>
  decodeURIComponent(new URL(`${name}.jsonc`, scenarios).pathname);

/** Runs a scenario with all its designs. */
export async function runJob({ claim, scenario, folder, settings }: Job): Promise<Done> {
  const about = claims.find(({ id }) => id === claim)!;
  const subject = await loadScenario(pathOf(scenario), settingsOf(settings, () => false));
  const profile = named("profile", subject.guest.profile, profiles);
  const host = named("host", subject.host.name, hosts);
  makeDirectory(folder);
  const runs: Evidence[] = [], logs: string[] = [];
  for (const name of subject.designs) {
    const under = { profile, host, design: named("design", name, designs) };
    const path = `${folder}/${name}.log`;
    const { figures } = runOne(subject, under, worldOf(subject, under), path);
    const log = await openLog(path, false);
    runs.push({
      design: name,
      host: host.name,
      declares: log.header.declares ?? null,
      figures,
      ...judge(log),
      facts: factsOf(log, about),
    });
    logs.push(path);
  }
  return { runs, logs };
}

/** Findings by rule, and the first event that each accuses. */
function judge(log: OpenLog): Pick<Evidence, "findings" | "accused"> {
  const asked = auditFactsOf(log.header);
  const { findings: list, leftOut } = audit(memoryOf(log), log, log.events, asked, rules);
  const findings: Record<string, number> = {}, accused: Record<string, number> = {};
  for (const { rule, event } of list) {
    findings[rule] = (findings[rule] ?? 0) + 1;
    accused[rule] ??= event;
  }
  for (const { rule, count } of leftOut) findings[rule] += count;
  return { findings, accused };
}

/** What the claim's probes find in a log. */
function factsOf(log: OpenLog, { probes = [] }: Claim): Facts {
  const memory = memoryOf(log);
  const all = probes.map((make) => make(memory));
  replayBlocks(memory, log, log.events, all);
  return Object.assign({}, ...all.map((probe) => probe.facts()));
}
