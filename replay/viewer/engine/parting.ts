/**
 * Where two logs part.
 * @module
 */
import { commonEvents } from "../../diff/blocks.ts";
import { compare, compareText, type NamedLog } from "../../diff/compare.ts";
import type { Parting } from "../protocol.ts";
import type { BlockLog } from "./blocks.ts";

const named = (name: string, log: BlockLog): NamedLog => ({
  name,
  header: log.header,
  blocks: log.blocks,
  events: log.events,
  baseOf: (block) => log.baseOf(block),
  wordsOf: (block) => log.wordsOf(block),
});

/** Compares two logs, each with the name that it is called by. */
export function partingOf(
  name: string,
  log: BlockLog,
  otherName: string,
  other: BlockLog,
): Parting {
  const one = named(name, log), two = named(otherName, other);
  const compared = compare(one, two, commonEvents(log, other));
  return { event: compared.firstEvent, lines: compareText(compared, one, two).split("\n") };
}
