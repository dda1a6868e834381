/**
 * The files that a sweep's scenario names: traces and real lists, read once in each thread, and held
 * against the ones that the sweep was planned with.
 * @module
 */
import { createHash } from "node:crypto";
import { profiles } from "../../core/decide/profiles/mod.ts";
import type { Traces } from "../../core/run/actors/mod.ts";
import type { Scenario } from "../../core/run/scenario.ts";
import type { Snapshot } from "../../core/run/start/snapshot.ts";
import { InputError } from "../errors.ts";
import { readStart } from "../simulate/start.ts";
import { readTraces } from "../simulate/traces.ts";

const root = new URL("../../", import.meta.url);
/** A home that begins so lies in the project's folder, which every machine has. */
const OWN = "project:";

/** What the files hold. */
export interface Inputs {
  readonly traces: Traces;
  readonly start: Snapshot | undefined;
  /** What the lists say of the guest. */
  readonly guest: Pick<Scenario["guest"], "mib" | "cpus"> | undefined;
  /** sha256 of it all, in hex; empty if there are none. */
  readonly digest: string;
}

const NONE: Inputs = { traces: new Map(), start: undefined, guest: undefined, digest: "" };

/** A folder as a run names it: in the project's folder it is told from there, so that it fits any machine. */
export function homeName(folder: string): string {
  const own = decodeURIComponent(root.pathname);
  return folder.startsWith(own) ? OWN + folder.slice(own.length) : folder;
}

/** The folder that a run's home names, on this machine. */
export function homeFolder(home: string): string {
  if (!home.startsWith(OWN)) return home;
  return decodeURIComponent(new URL(home.slice(OWN.length), root).pathname);
}

/** The files of a scenario, in words: the same for all runs that share them. */
export function inputsKey({ guest, tasks }: Scenario, home: string): string {
  const traces = tasks.map((task) =>
    task.kind === "trace" ? [task.trace, task.writes, task.countNs] : null
  );
  return JSON.stringify([home, guest.start, guest.profile, traces]);
}

const hasInputs = ({ guest, tasks }: Scenario): boolean =>
  guest.start !== undefined || tasks.some(({ kind }) => kind === "trace");

const kept = new Map<string, Inputs>();
const KEPT_MAX = 8;

/**
 * Reads what a scenario names; what was read before is not read again.
 * @throws InputError if a file cannot be read
 */
export async function readInputs(scenario: Scenario, home: string): Promise<Inputs> {
  if (!hasInputs(scenario)) return NONE;
  const key = inputsKey(scenario, home), found = kept.get(key);
  if (found !== undefined) return found;
  const folder = homeFolder(home);
  const profile = profiles.find(({ name }) => name === scenario.guest.profile)!;
  const own = structuredClone(scenario); // the lists set its memory and cpus
  const start = await readStart(own, folder, profile);
  const traces = await readTraces(own, folder);
  const { mib, cpus } = own.guest;
  const inputs: Inputs = {
    traces,
    start,
    guest: start === undefined ? undefined : { mib, cpus },
    digest: digestOf([start ?? null, [...traces]]),
  };
  if (kept.size >= KEPT_MAX) kept.clear();
  kept.set(key, inputs);
  return inputs;
}

/** sha256 of values of any shape; typed arrays by their bytes. */
function digestOf(value: unknown): string {
  const hash = createHash("sha256");
  const add = (one: unknown): void => {
    if (ArrayBuffer.isView(one)) {
      hash.update(`${one.constructor.name} ${one.byteLength} `);
      hash.update(new Uint8Array(one.buffer, one.byteOffset, one.byteLength));
    } else if (Array.isArray(one) || one instanceof Map || one instanceof Set) {
      hash.update("[");
      for (const inner of one) add(inner);
      hash.update("]");
    } else if (typeof one === "object" && one !== null) {
      hash.update("{");
      for (const key of Object.keys(one).sort()) {
        hash.update(`${JSON.stringify(key)}:`);
        add((one as Record<string, unknown>)[key]);
      }
      hash.update("}");
    } else hash.update(`${JSON.stringify(one) ?? "undefined"},`);
  };
  add(value);
  return hash.digest("hex");
}

/** @throws InputError if the files here are not the ones that the sweep was planned with */
export function checkInputs(inputs: Inputs, digest: string): void {
  if (inputs.digest === digest) return;
  throw new InputError(
    "the traces or lists that the scenario names are other ones here than where the sweep was planned",
  );
}
