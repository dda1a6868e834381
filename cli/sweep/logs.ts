/**
 * The logs that a sweep keeps: of all runs, of those that lost pages, or of one seed's.
 * @module
 */
import { InputError } from "../errors.ts";
import { isThere, makeDirectory } from "../files.ts";
import type { Engine, SweepRun } from "./engine.ts";
import type { Sweep } from "./load.ts";
import { lostPages } from "./measures.ts";
import type { Store } from "./store.ts";

const ID_CHARS = 12;

/** Where a run's log goes: its name tells of the run, whatever becomes of the plan. */
function pathOf(folder: string, { plan }: Sweep, index: number): string {
  const id = plan.idOf(index).slice(0, ID_CHARS);
  return `${folder}/${plan.designOf(index)}-seed-${plan.seedOf(index)}-${id}.log`;
}

const isOfSeed = ({ spec: { keep }, plan }: Sweep, index: number): boolean =>
  keep.seed === undefined || keep.seed === plan.seedOf(index);

/** Where the log of a run goes that is about to be done; empty if it is not known to be kept. */
export function logOf(folder: string, sweep: Sweep, index: number): string {
  return sweep.spec.keep.logs === "all" && isOfSeed(sweep, index)
    ? pathOf(folder, sweep, index)
    : "";
}

/** Makes the folder if logs may come into it. */
export function prepareLogs(folder: string, { spec }: Sweep): void {
  if (spec.keep.logs !== "none") makeDirectory(folder);
}

function* missing(folder: string, sweep: Sweep, store: Store): Generator<SweepRun> {
  const { plan, spec: { keep: { logs } } } = sweep;
  for (const index of plan.indexes()) {
    if (!isOfSeed(sweep, index) || store.failed.has(index)) continue;
    if (logs === "lost" && lostPages(store.resultOf(index).figures) === 0) continue;
    const path = pathOf(folder, sweep, index);
    if (!isThere(path)) yield plan.runAt(index, path);
  }
}

/**
 * Writes the logs that are still missing: a finished run is done once more for it.
 * @param pool an engine that writes logs
 * @throws InputError if a log cannot be written, or the run does not come out as it did
 */
export async function writeLogs(
  folder: string,
  sweep: Sweep,
  store: Store,
  pool: Engine,
  stop: AbortSignal,
): Promise<void> {
  if (sweep.spec.keep.logs === "none") return;
  for await (
    const { index, digest, failure } of pool.results(missing(folder, sweep, store), stop)
  ) {
    if (failure !== "") throw new InputError(`cannot write the log of run ${index}: ${failure}`);
    if (digest !== store.resultOf(index).digest) {
      throw new InputError(`run ${index} came out otherwise when it was repeated for its log`);
    }
  }
}
