/**
 * A worker whose threads are those of a module: `nats_worker.ts URL MODULE SLOTS`. It ends when there is
 * nothing to be done.
 * @module
 */
import { Bench } from "../../cli/sweep/nats/bench.ts";
import { findSweeps } from "../../cli/sweep/nats/find.ts";
import { Link } from "../../cli/sweep/nats/link.ts";
import { programVersion } from "../../cli/sweep/version.ts";

const [url, thread, slots] = Deno.args;
const version = programVersion(), stop = new AbortController().signal;
const module = new URL(thread, import.meta.url);
const tally = { done: 0, failed: 0, back: 0 };
{
  await using link = await Link.open(url, undefined, "a worker of a test");
  for (const { names } of await findSweeps(link, version)) {
    await new Bench({ link, names, version, slots: Number(slots), tally, stop, module }).work();
  }
}
console.log(JSON.stringify(tally));
Deno.exit(0);
