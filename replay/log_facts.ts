/**
 * What a log's header says, in the words of those who ask: a title, an audit's facts, names of lanes.
 * @module
 */
import type { LogHeader } from "../events/file/header.ts";
import type { Facts } from "./audit.ts";

/** What a log says of itself: `v33, seed 1`. */
export function titleOf({ design, seed, scenario }: LogHeader): string {
  const name = (scenario as { name?: unknown } | null)?.name;
  return [
    ...(typeof name === "string" && name ? [`scenario ${name}`] : []),
    ...(design ? [design] : []),
    ...(scenario === null ? [] : [`seed ${seed}`]),
  ].join(", ");
}

/** What an audit's rules ask of a log's header. */
export function auditFactsOf(header: LogHeader): Facts {
  return {
    lanes: header.actors,
    declared: header.declares?.context ?? null,
    imported: header.imported !== undefined,
  };
}
