/**
 * The CSV that `--csv` names: the events of a log, or a table of a view.
 * @module
 */
import { eventNames, eventsCsv, tableCsv, tablesOf } from "../../replay/export/csv.ts";
import { replayBlocks } from "../../replay/replay.ts";
import { views } from "../../replay/views/mod.ts";
import type { Scene } from "../../replay/views/view.ts";
import { InputError, named } from "../command.ts";
import { clockAt, memoryOf, type OpenLog, titleOf, wireOf } from "../logs.ts";
import { note } from "../output.ts";
import { stretchesOf } from "./stretches.ts";

/** The name of the table of all events. */
const EVENTS = "events";
/** Rows that are made at once: the text of each is a few hundred bytes. */
const CHUNK_EVENTS = 4096;

/** What `--csv` takes, for help. */
export const csvNames: readonly string[] = [EVENTS, ...views.map(({ name }) => name)];

/**
 * The text of `events`, of a view (its first list), or of `VIEW.LIST`.
 * @param at the event after which a view looks at the log
 * @throws InputError if there is no such view or list
 */
export async function* csvOf(log: OpenLog, name: string, at: number): AsyncGenerator<string> {
  if (name === EVENTS) {
    yield eventNames;
    for (const stretch of stretchesOf(log, CHUNK_EVENTS)) yield eventsCsv(stretch);
    return;
  }
  yield await Promise.resolve(viewCsv(log, name, at));
}

function viewCsv(log: OpenLog, name: string, at: number): string {
  const [first, list] = name.split(".", 2);
  const view = named("table", first, [{ name: EVENTS }, ...views]);
  if (!("begin" in view)) throw new InputError(`the table ${EVENTS} has no list "${list}"`);
  const memory = memoryOf(log);
  const scene: Scene = {
    memory,
    lanes: log.header.actors,
    wire: wireOf(log.header),
    events: log.events,
    clock: log.header.clock,
    end: clockAt(log, at),
    title: titleOf(log.header),
    all: true,
  };
  const teller = view.begin(scene);
  replayBlocks(memory, log, at, teller.fold ? [teller.fold] : []);
  const tables = tablesOf(teller.show().json);
  const table = list === undefined ? tables[0] : named(`list of ${first}`, list, tables);
  if (table.rows.length === 0) note(`${first}.${table.name}: no rows`);
  return tableCsv(table);
}
