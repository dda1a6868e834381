/**
 * Matches for tests: a bundled trace of a real kernel with its lists.
 * @module
 */
import { unpacked } from "../../cli/compressed.ts";
import { hosts } from "../../core/decide/hosts/mod.ts";
import type { Profile } from "../../core/decide/profiles/profile.ts";
import { linux61 } from "../../core/decide/profiles/linux_6_1.ts";
import { compareEnd, type EndReport } from "../../core/run/match/compare.ts";
import { match, type Matched } from "../../core/run/match/match.ts";
import type { Snapshot } from "../../core/run/start/snapshot.ts";
import type { TraceImporter } from "../../events/foreign/importer.ts";
import { bundledTrace, imported } from "./traces.ts";

const folder = new URL("../../fixtures/traces/", import.meta.url);
const traces = new Map<string, TraceImporter>();

/** A bundled dump of a kernel's lists. */
export function dump(name: string, which: "start" | "end"): Snapshot {
  const bytes = Deno.readFileSync(new URL(`${name}.${which}.json.zst`, folder));
  return JSON.parse(new TextDecoder().decode(unpacked(bytes, "zstd")));
}

function run(trace: TraceImporter, start: Snapshot, profile: Profile): Matched {
  const { words, length } = trace.log;
  const { lanes } = trace.tasks;
  return match({ words, events: length, lanes }, start, profile, hosts[0]);
}

/** Matches a trace's text. */
export const matchedText = (text: string, start: Snapshot): Matched =>
  run(imported(text), start, linux61);

/** Matches a bundled trace; a profile with one rule changed shows that the check can fail. */
export function matched(
  name: string,
  profile: Profile = linux61,
  start: Snapshot = dump(name, "start"),
): Matched & { readonly end: EndReport } {
  let trace = traces.get(name);
  if (trace === undefined) traces.set(name, trace = imported(bundledTrace(`${name}.ftrace`)));
  const done = run(trace, start, profile);
  return { ...done, end: compareEnd(done.machine.memory, dump(name, "end")) };
}
