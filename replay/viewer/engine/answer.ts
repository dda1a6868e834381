/**
 * Which of the engine's methods answers which question.
 * @module
 */
import type { ByteSource } from "../../../events/file/reader.ts";
import type { MapSender } from "../map_wire.ts";
import type { Ask, LogFrom, StepBy } from "../protocol.ts";
import type { Engine } from "./engine.ts";

/**
 * Answers a question of the page.
 * @param sourceOf the bytes of another log, where a question names one
 * @param maps sends maps to the page that asks
 * @throws Error, in one line, in place of an answer
 */
export function answerOf(
  engine: Engine,
  ask: Ask,
  words: readonly unknown[],
  sourceOf: (from: LogFrom) => ByteSource,
  maps: MapSender,
): unknown {
  const [first, second, third] = words;
  switch (ask) {
    case "open":
      return engine.facts;
    case "seek":
      return engine.seek(first as number);
    case "eventAt":
      return engine.eventAt(first as number);
    case "step":
      return engine.step(first as StepBy, second as boolean);
    case "find":
      return engine.find(first as string, second as boolean);
    case "map":
      return maps.sent(engine.map(first as string, maps.room(engine.facts.frames)));
    case "digest":
      return engine.digest();
    case "lines":
      return engine.lines(first as number, second as number, third as string);
    case "signs":
      return engine.signs();
    case "page":
      return engine.page(first as number);
    case "lists":
      return engine.lists();
    case "overview":
      return engine.overview();
    case "stretch":
      return engine.stretch(first as number, second as number);
    case "findings":
      return engine.findings();
    case "parting":
      return engine.parting((first as LogFrom).name, sourceOf(first as LogFrom));
    default:
      throw new TypeError(`there is no question "${ask}"`);
  }
}
