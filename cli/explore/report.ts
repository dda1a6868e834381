/**
 * What is said of one search: for people, and as JSON.
 * @module
 */
import { count, wrapped } from "../../replay/text.ts";
import { type Counterexample, type Explored, isAsExpected, lengthOf } from "./run.ts";
import { story } from "./text.ts";

/** A result as `--json` tells it. */
export const jsonOf = (one: Explored, log: string | null): Record<string, unknown> => ({
  name: one.spec.name,
  grain: one.grain,
  expected: one.spec.expected,
  verdict: one.verdict,
  oracle: one.oracle === "" ? null : one.oracle,
  length: lengthOf(one),
  states: one.states,
  seconds: one.seconds,
  actions: one.actions,
  log,
});

function verdictText(one: Explored): string {
  const { spec, verdict, oracle, why, path, never, statesMax } = one;
  const asExpected = isAsExpected(one) ? "as expected" : `NOT as expected (${expectation(one)})`;
  if (verdict === "open") return `No violation within ${count(statesMax)} states, and no end.`;
  if (verdict === "safe") {
    const proof = "all interleavings within the bounds were taken";
    const gap = never.length === 0 ? "" : ` But nobody ever did: ${never.join(", ")}.`;
    return `Safe, ${asExpected}: ${proof}.${gap}`;
  }
  const steps = path.length === 0 ? "over all ways together" : `in ${lengthOf(one)} steps`;
  const kind = spec.bug === "" || spec.suspected ? ": a model finding" : `: ${spec.bug}`;
  return `VIOLATION ${steps}, ${asExpected}${kind}. Oracle ${oracle}: ${why}.`;
}

function expectation({ spec, grain }: Explored): string {
  const length = spec.grains[grain]?.length;
  return [
    spec.expected,
    ...(spec.oracle === "" ? [] : [`by ${spec.oracle}`]),
    ...(length === undefined ? [] : [`in ${length} steps`]),
  ].join(" ");
}

/** A search, its verdict, what was done in it, and the counterexample as a numbered story. */
export function oneText(one: Explored, way: Counterexample | null, log: string | null): string {
  const { spec, grain, states, depth, steps, seconds, actions, stateBytes } = one;
  const acted = Object.entries(actions).filter(([, times]) => times > 0)
    .map(([name, times]) => `${name} ${count(times)}`).join(", ");
  const source = [spec.source, spec.commit].filter((text) => text !== "").join("; ");
  const rate = count(Math.round(states / Math.max(seconds, 0.001)));
  return [
    ...wrapped(
      `${spec.name}: ${spec.story} (${spec.design} on ${spec.host}${source && `; ${source}`}; ` +
        `grain ${grain})`,
    ),
    "",
    ...wrapped(verdictText(one)),
    ...wrapped(
      `${count(states)} states of ${stateBytes} bytes, ${count(steps)} steps between them, ` +
        `${depth} deep. Actions: ${acted}.`,
    ),
    ...(way === null ? [] : ["", ...story(way), "", ` log   ${log}`]),
    ...(Deno.stderr.isTerminal() ? [`       ${rate} states a second`] : []),
  ].join("\n");
}
