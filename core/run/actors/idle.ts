/**
 * A task that does nothing.
 * @module
 */
import type { TaskSpec } from "../scenario.ts";
import { type Actor, noChoice } from "../sim.ts";

export const idle = (spec: Extract<TaskSpec, { kind: "idle" }>): Actor => ({
  name: "idle",
  cpu: spec.cpu,
  choices: noChoice,
  due: () => Infinity,
  step() {},
});
