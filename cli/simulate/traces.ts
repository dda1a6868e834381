/**
 * The traces that a scenario's tasks name, read as workloads, and what is said about them.
 * @module
 */
import type { Traces } from "../../core/run/actors/mod.ts";
import type { Scenario, TaskSpec } from "../../core/run/scenario.ts";
import { Act, type Requests, requestsOf } from "../../core/run/trace/requests.ts";
import { NONE } from "../../events/log.ts";
import { FRAME_BITS } from "../../core/state/geometry.ts";
import { many } from "../../replay/text.ts";
import { InputError } from "../errors.ts";
import { readTrace } from "../import/trace.ts";

type TraceSpec = Extract<TaskSpec, { kind: "trace" }>;

const tracesOf = ({ tasks }: Scenario): TraceSpec[] =>
  tasks.filter((task): task is TraceSpec => task.kind === "trace");

/**
 * Reads every trace that the scenario names.
 * @param folder where paths begin that do not begin with a slash; ends in one, or is empty
 * @throws InputError that names the task, if a trace cannot be read
 */
export async function readTraces(scenario: Scenario, folder: string): Promise<Traces> {
  const traces = new Map<string, Requests>();
  for (const [index, task] of scenario.tasks.entries()) {
    if (task.kind !== "trace" || traces.has(task.trace)) continue;
    try {
      traces.set(task.trace, await requestsAt(task, folder));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      throw new InputError(`scenario ${scenario.name}: tasks[${index}].trace: ${error.message}`);
    }
  }
  return traces;
}

async function requestsAt(task: TraceSpec, folder: string): Promise<Requests> {
  const path = task.trace.startsWith("/") ? task.trace : `${folder}${task.trace}`;
  const { log, clock } = await readTrace(path, 2 ** FRAME_BITS);
  const unitNs = clock.pointed ? 1 : task.countNs;
  return requestsOf(log.words, log.length, { unitNs, writes: task.writes });
}

/** What a workload of traces assumes and leaves out; empty if there is none. */
export function tracesText(scenario: Scenario, traces: Traces): string {
  return tracesOf(scenario).map((task) => {
    const { acts, before, freesUnknown, failed } = traces.get(task.trace)!;
    const own = before.reduce((sum, pfn) => sum + (pfn === NONE ? 0 : 1), 0);
    const isOwn = scenario.guest.start !== undefined;
    let allocations = 0, frees = isOwn ? 0 : -own;
    for (const act of acts) {
      if (act === Act.Allocate) allocations++;
      else if (act === Act.Free) frees++;
    }
    const unknown = isOwn ? freesUnknown - own : freesUnknown;
    const left = [
      ...(unknown > 0 ? [`${many(unknown, "free")} of pages it had not handed out`] : []),
      ...(failed > 0 ? [`${many(failed, "failed request")}`] : []),
    ];
    return `${task.trace.replace(/^.*\//, "")}: ${many(allocations, "allocation")} and ` +
      `${many(frees, "free")} asked of our allocator` +
      (left.length > 0 ? ` (left out: ${left.join(", ")})` : "") +
      `. Assumed: each block is written ${task.writes === 1 ? "once" : `${task.writes} times`}, ` +
      `when handed out${task.writes > 1 ? " and then evenly over its life" : ""}`;
  }).join("; ");
}
