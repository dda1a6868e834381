/**
 * The list of guest tasks: a new kind is its file, its case here and its row in `TaskSpec`.
 * @module
 */
import type { TaskSpec } from "../scenario.ts";
import type { Actor } from "../sim.ts";
import type { Requests } from "../trace/requests.ts";
import { chunks } from "./chunks.ts";
import { churn } from "./churn.ts";
import { deviceWriter } from "./device_writer.ts";
import { fillAndFree } from "./fill_and_free.ts";
import { idle } from "./idle.ts";
import { networkReceive } from "./network_receive.ts";
import { pageCache } from "./page_cache.ts";
import { TraceTask } from "./trace.ts";
import { writer } from "./writer.ts";

/** Traces that tasks of a scenario name, read by whoever reads the scenario. */
export type Traces = ReadonlyMap<string, Requests>;

/**
 * The actor of a task.
 * @param cpus cpus of the guest
 * @param isOwn the guest begins with real lists: a trace's are taken for those
 * @throws RangeError if a trace that it names was not read
 */
export function taskOf(spec: TaskSpec, cpus: number, traces: Traces, isOwn: boolean): Actor {
  switch (spec.kind) {
    case "idle":
      return idle(spec);
    case "writer":
      return writer(spec);
    case "network-receive":
      return networkReceive(spec);
    case "fill-and-free":
      return fillAndFree(spec);
    case "chunks":
      return chunks(spec);
    case "churn":
      return churn(spec);
    case "device-writes":
      return deviceWriter(spec);
    case "page-cache":
      return pageCache(spec);
    case "trace": {
      const requests = traces.get(spec.trace);
      if (requests === undefined) failTrace(spec.trace);
      return new TraceTask(spec, requests, cpus, isOwn);
    }
  }
}

function failTrace(path: string): never {
  throw new RangeError(`Cannot run a task by trace ${path}: it was not read`);
}
