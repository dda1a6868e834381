/**
 * A request that no list of its type can serve: which block of another type is stolen (rules 7 to 12, 14).
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { kindOf, NONE, orderOf, pfnOf, valueOf } from "../../../events/log.ts";
import { steal } from "../../decide/buddy.ts";
import type { Course } from "./course.ts";
import { hex } from "./tally.ts";
import { ruleBit } from "./rules.ts";
import { explainSteal } from "./unseen.ts";

const MOVABLE = 1;

/** Predicts a steal, and compares it with the one that the trace tells of, if it does. */
export function predictSteal(
  course: Course,
  index: number,
  zone: number,
  order: number,
  type: number,
): void {
  const { words, machine, steal: seen } = course;
  const view = machine.memory;
  const { log } = machine, lane = course.lane(index);
  const isHelped = seen !== NONE &&
    explainSteal(course, lane, zone, type, pfnOf(words, seen), valueOf(words, seen) & 15);
  const before = log.length;
  steal(machine, lane, zone, order, type);
  course.steal = NONE;
  if (seen === NONE) return;
  const made = log.length > before && kindOf(log.words, before) === Kind.PageblockStolen;
  const ours = made ? valueOf(log.words, before) : 0, theirs = valueOf(words, seen);
  const block = made ? pfnOf(log.words, before) : NONE;
  // The kernel's event says whose the pageblock is in the end, not that it has changed.
  const owned = made && view.blockType[block >> view.pageblockOrder] === type;
  const isOwned = ((theirs >>> 10) & 1) === 1;
  const same = block === pfnOf(words, seen) && orderOf(log.words, before) === (theirs & 15) &&
    (ours & 7) === ((theirs >>> 4) & 7) && owned === isOwned;
  const stolen = pfnOf(words, seen), found = theirs & 15;
  const { rules } = course.tally;
  rules.count(7, (ours & 7) === ((theirs >>> 4) & 7));
  rules.count(8, made && orderOf(log.words, before) === found);
  if (found < view.pageblockOrder >> 1 && type === MOVABLE) rules.count(9, block === stolen);
  rules.count(found >= view.pageblockOrder ? 10 : 12, owned === isOwned);
  if (made) rules.mark(block, found < view.pageblockOrder ? ruleBit(11) : 0);
  course.tally.count(
    "steals",
    same && !isHelped,
    seen + 1,
    isHelped ? "M2" : course.classAt,
    () => `order ${order}: block ${hex(block)} predicted, ${hex(pfnOf(words, seen))} stolen`,
  );
}
