/**
 * A worker whose threads are poisoned: `nats_worker.ts URL`. It ends when there is nothing to be done.
 * @module
 */
import { Bench } from "../../cli/sweep/nats/bench.ts";
import { findSweeps } from "../../cli/sweep/nats/find.ts";
import { Link } from "../../cli/sweep/nats/link.ts";
import { programVersion } from "../../cli/sweep/version.ts";

const [url] = Deno.args;
const version = programVersion(), stop = new AbortController().signal;
const module = new URL("poisoned_thread.ts", import.meta.url);
const tally = { done: 0, failed: 0, back: 0, late: 0 };
{
  await using link = await Link.open(url, undefined, "a poisoned worker");
  for (const { names } of await findSweeps(link, version)) {
    await new Bench({ link, names, version, slots: 1, tally, stop, module }).work();
  }
}
console.log(JSON.stringify(tally));
Deno.exit(0);
