/**
 * Text logs for tests: the guilty and innocent ones of `fixtures/rules/`, and worlds to add lines to.
 * @module
 */
import { checkHeader, type LogHeader } from "../../events/file/header.ts";
import { EventLog } from "../../events/log.ts";
import { parseEvent, TEXT_MAGIC } from "../../events/text.ts";
import { Memory } from "../../core/state/memory.ts";
import { Audit, type Audited } from "../../replay/audit.ts";
import { rules } from "../../replay/rules/mod.ts";

const folder = new URL("../../fixtures/rules/", import.meta.url);

/** The text of a rule's log. */
export function storyOf(rule: string, which: "guilty" | "innocent"): string {
  return Deno.readTextFileSync(new URL(`${rule}/${which}.txt`, folder));
}

/** Header and world of the stories, without what happens in them. */
export const WORLD: string = storyOf("list-unlocked", "innocent").split("// what happens")[0];

/** Audits a text log with all rules, up to an event. */
export function judged(text: string, at?: number, change: Partial<LogHeader> = {}): Audited {
  const lines = text.split("\n");
  const header = { ...checkHeader(JSON.parse(lines[0].slice(TEXT_MAGIC.length))), ...change };
  const names = header.actors.map(({ name }) => name);
  const log = new EventLog();
  for (const line of lines.slice(1)) {
    const event = parseEvent(line, names);
    if (event !== null) log.append(event.head, event.pfn, event.value, event.gap);
  }
  const until = at ?? log.length;
  const declared = header.declares?.context ?? null, imported = header.imported !== undefined;
  const facts = { lanes: header.actors, declared, imported };
  const audit = new Audit(new Memory(header.geometry), rules, facts, log.length);
  audit.run(log.words, 0, until, 0);
  return audit.finish(until);
}
