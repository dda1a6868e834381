/**
 * A coordinator with a fault: `sweeper.ts SWEEP OUT URL FAULT`, where the URL may be `pool` and the fault is
 * `none`, `version` (it says that it is of another one), `disk:BYTES` (no more fits on it) or `poison` (of
 * the pool's threads).
 * @module
 */
import { InputError } from "../../cli/errors.ts";
import { bringToEnd } from "../../cli/sweep/finish.ts";
import { loadSweep } from "../../cli/sweep/load.ts";
import { Nats } from "../../cli/sweep/nats/engine.ts";
import { Pool } from "../../cli/sweep/pool.ts";
import { writeResult } from "../../cli/sweep/result.ts";
import { Store } from "../../cli/sweep/store.ts";

const [file, out, url, fault] = Deno.args;
const sweep = await loadSweep(file);
const module = fault === "poison" ? new URL("poisoned_thread.ts", import.meta.url) : undefined;
const engine = url === "pool" ? new Pool({ threads: 1, module }) : await Nats.open({
  url,
  credentials: undefined,
  leaseS: 1,
  sweep: sweep.name,
  version: fault === "version" ? "0".repeat(64) : sweep.version,
  identity: sweep.plan.identity,
});

if (fault.startsWith("disk:")) {
  let left = Number(fault.slice(5));
  const { writeSync } = Deno.FsFile.prototype;
  Deno.FsFile.prototype.writeSync = function (bytes) {
    const part = bytes.subarray(0, left);
    left -= part.length;
    if (part.length > 0 || bytes.length === 0) return writeSync.call(this, part);
    throw Object.assign(new Error("No space left on device (os error 28)"), { code: "ENOSPC" });
  };
}

const base = out.replace(/\.parquet$/, "");
try {
  using store = new Store(`${base}.sweep`, sweep.plan, sweep.version);
  await bringToEnd(sweep, store, engine, { out, store: `${base}.sweep`, logs: `${base}.logs` });
  writeResult(out, sweep, (index) => store.resultOf(index));
  console.log(JSON.stringify([...store.failed].map((index) => store.resultOf(index))));
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  console.error(error.message);
  Deno.exit(2);
}
Deno.exit(0);
