/**
 * A log's events in stretches of a fixed length, whatever its blocks are: what becomes a row group.
 * @module
 */
import { passed } from "../../events/file/writer.ts";
import { EventLog, kindOf, STRIDE } from "../../events/log.ts";
import type { Stretch } from "../../replay/export/column.ts";
import type { LogHeader } from "../../events/file/header.ts";
import type { Blocks } from "../../replay/replay.ts";

/** Goes through a log; a stretch's words are overwritten once the next is asked for. */
export function* stretchesOf(
  log: Blocks & { readonly header: LogHeader },
  most: number,
): Generator<Stretch> {
  const gathered = new EventLog(Math.min(most, log.events) || 1);
  const actors = log.header.actors.map(({ name }) => name);
  let base = 0, clock = 0;
  const take = (): Stretch => {
    const { words, length } = gathered, kinds = new Uint8Array(256);
    for (let index = 0; index < length; index++) kinds[kindOf(words, index)] = 1;
    return { words, events: length, base, clock, kinds, actors };
  };
  for (let block = 0; block < log.blocks; block++) {
    const words = log.wordsOf(block), events = words.length / STRIDE;
    for (let from = 0; from < events;) {
      const until = Math.min(events, from + most - gathered.length);
      gathered.extend(words.subarray(from * STRIDE, until * STRIDE));
      from = until;
      if (gathered.length < most) continue;
      yield take();
      base += gathered.length;
      for (let index = 0; index < gathered.length; index++) clock += passed(gathered.words, index);
      gathered.truncate(0);
    }
  }
  if (gathered.length > 0) yield take();
}
