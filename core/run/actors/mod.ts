/**
 * The list of guest tasks: a new kind is its file, its case here and its row in `TaskSpec`.
 * @module
 */
import type { TaskSpec } from "../scenario.ts";
import type { Actor } from "../sim.ts";
import { churn } from "./churn.ts";
import { fillAndFree } from "./fill_and_free.ts";
import { idle } from "./idle.ts";
import { networkReceive } from "./network_receive.ts";
import { pageCache } from "./page_cache.ts";
import { writer } from "./writer.ts";

/** The actor of a task. */
export function taskOf(spec: TaskSpec): Actor {
  switch (spec.kind) {
    case "idle":
      return idle(spec);
    case "writer":
      return writer(spec);
    case "network-receive":
      return networkReceive(spec);
    case "fill-and-free":
      return fillAndFree(spec);
    case "churn":
      return churn(spec);
    case "page-cache":
      return pageCache(spec);
  }
}
