/**
 * The list of events around the cursor: those that match, as `log` prints them.
 * @module
 */
import { Kind, kindNames, kinds, textName } from "../../../events/kinds.ts";
import { kindOf, pfnOf, type Words } from "../../../events/log.ts";
import { formatEvent } from "../../../events/text.ts";
import { passed } from "../../../events/file/writer.ts";
import { matchFor, type Wanted } from "../../match.ts";
import type { EventLine } from "../protocol.ts";
import { type BlockLog, kindBits } from "./blocks.ts";

/** Blocks that are looked through for lines, on either side: a rare kind is found with `find`. */
const BLOCKS_MAX = 12;

/** Kinds whose first word is a page frame. */
const namesPage = kindNames.map((name) =>
  name !== undefined &&
  kinds[name].fields.some(({ word, form }) => word === "pfn" && form === "frame")
);

/**
 * Lines around an event: half of them up to it, half of them behind, or more where the other side has fewer.
 * @param count how many at most
 */
export function linesAround(
  log: BlockLog,
  around: number,
  count: number,
  wanted: Wanted,
): EventLine[] {
  const before = numbersOf(log, around + 1, true, count, wanted).reverse();
  const behind = numbersOf(log, around, false, count, wanted);
  const half = Math.ceil(count / 2);
  const left = Math.max(Math.min(before.length, half), count - behind.length);
  const up = before.slice(Math.max(0, before.length - left));
  return lineAt(log, [...up, ...behind.slice(0, count - up.length)]);
}

/** Numbers of the next events that match, from the nearest on. */
function numbersOf(
  log: BlockLog,
  from: number,
  back: boolean,
  count: number,
  wanted: Wanted,
): number[] {
  const match = matchFor(wanted, log.header.geometry.pageblockOrder), found: number[] = [];
  if (log.blocks === 0) return found;
  const first = log.blockOf(back ? from - 1 : from + 1), step = back ? -1 : 1;
  const bits = kindBits(wanted.kinds);
  for (let away = 0; away < BLOCKS_MAX; away++) {
    const block = first + away * step;
    if (block < 0 || block >= log.blocks || found.length === count) break;
    if (wanted.kinds.length > 0 && !log.mayHave(block, bits)) continue;
    const base = log.baseOf(block), events = log.endOf(block) - base, words = log.wordsOf(block);
    const low = back ? 0 : Math.max(0, from - base);
    const high = back ? Math.min(events, from - 1 - base) : events;
    for (let index = back ? high - 1 : low; index >= low && index < high; index += step) {
      if (!match(words, index, base + index + 1)) continue;
      found.push(base + index + 1);
      if (found.length === count) break;
    }
  }
  return found;
}

/** The lines of some events, ascending. */
function lineAt(log: BlockLog, numbers: readonly number[]): EventLine[] {
  const names = log.header.actors.map(({ name }) => name), lines: EventLine[] = [];
  let block = -1, index = 0, time = 0, words: Words = [];
  for (const number of numbers) {
    const at = log.blockOf(number), base = log.baseOf(at);
    if (at !== block) {
      block = at;
      words = log.wordsOf(at);
      index = 0;
      time = log.clockOf(at);
    }
    for (; index < number - base; index++) time += passed(words, index);
    lines.push(lineOf(words, number - base - 1, names, number, time));
  }
  return lines;
}

function lineOf(
  words: Words,
  index: number,
  names: readonly string[],
  number: number,
  time: number,
): EventLine {
  const kind = kindOf(words, index), name = kindNames[kind];
  return {
    event: number,
    time,
    text: textOf(words, index, names, number),
    kind: name === undefined ? `kind-${kind}` : textName(name),
    pfn: namesPage[kind] && pfnOf(words, index) >= 0 ? pfnOf(words, index) : null,
  };
}

/** The event as `log` prints it, without number and time. */
export function textOf(
  words: Words,
  index: number,
  names: readonly string[],
  number: number,
): string {
  return formatEvent(words, index, names, number).replace(/^#\d+ \+-?\d+ /, "");
}

/** Kinds that steps go by: what is hinted, and what came of it; the begin of a round. */
export const HINT_KINDS = [
  Kind.HintRead,
  Kind.HintMarked,
  Kind.BlockReported,
  Kind.PageInflated,
  Kind.HintApplied,
  Kind.HintDropped,
  Kind.PageDiscarded,
];
export const ROUND_KINDS = [Kind.RoundBegun];
