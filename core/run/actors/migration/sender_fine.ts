/**
 * Sending where another actor may come between: a page's clearing, reading and sending are a step
 * each, and so is the clearing of its chunk's log.
 *
 * ```text
 * clear the chunk's log, if that is due -> clear the bit -> read -> send      as QEMU does
 * read -> clear the chunk's log -> clear the bit -> send                      `clearsBeforeRead` off
 * ```
 * The bitmap's lock is held from the first step to the last, or, with `locksForBurst` off, only while
 * log and bit are cleared: so the lane's words, and not the lock, say how far the page is.
 * @module
 */
import { Kind } from "../../../../events/kinds.ts";
import { NONE } from "../../../../events/log.ts";
import { wordPage, writeCleared } from "../../../decide/bitmap_word.ts";
import { clearChunk, isZero } from "../../../decide/dirty.ts";
import { note } from "../../designs/design.ts";
import type { Sim } from "../../sim.ts";
import { appliesZeros, clearsChunk, lockBitmap, unlockBitmap } from "./locking.ts";
import { bitmapLock, isFine, nextToSend, Stage } from "./stage.ts";

/**
 * What was done with the page: bits of the second word of the sender's lane; the first is the page. `Unapplied`:
 * it was found to be zeros, and the destination will not be filled with them.
 */
const Part = { None: 0, Read: 1, Cleared: 2, Unapplied: 4 } as const;

/** True between the first step of a page and its sending. */
export function inPage(sim: Sim, lane: number): boolean {
  const { view } = sim;
  if (!isFine(sim)) return false;
  const lock = bitmapLock(sim);
  return view.laneSecond[lane] !== Part.None || view.laneKind[lane] === Kind.BitmapWordRead ||
    (lock !== NONE && view.lockHolder[lock] === lane + 1);
}

/** True if nothing is left to do with the page but to send it. */
export function isReadAndCleared({ view }: Sim, lane: number): boolean {
  const both = Part.Read | Part.Cleared;
  return (view.laneSecond[lane] & both) === both;
}

/** The next step of one page; false if none is left to send. */
export function sendFine(sim: Sim, lane: number): boolean {
  const { view, machine } = sim;
  const { clearsBeforeRead, locksForBurst } = machine.host;
  if (view.laneKind[lane] === Kind.BitmapWordRead) return writeWord(sim, lane);
  const part = view.laneSecond[lane];
  const page = part === Part.None ? nextToSend(sim) : view.laneFirst[lane];
  if (page === NONE) return false;
  if (locksForBurst && !lockBitmap(sim, lane, bitmapLock(sim))) return true;
  const isCleared = (part & Part.Cleared) !== 0, isRead = (part & Part.Read) !== 0;
  if (!isCleared && (isRead || clearsBeforeRead)) clearPage(sim, lane, page, part);
  else if (!isRead) readPage(sim, lane, page, part);
  else sendPage(sim, lane, page, part);
  return true;
}

/** Clears the page's bit; before it, in a step of its own, the log of its chunk, if that is due. */
function clearPage(sim: Sim, lane: number, page: number, part: number): void {
  const { machine } = sim, lock = bitmapLock(sim);
  if (!lockBitmap(sim, lane, lock)) return;
  if (clearsChunk(sim, page)) return clearChunk(machine, lane, page);
  if (lock === NONE) return machine.record(Kind.BitmapWordRead, lane, page, 0);
  machine.record(Kind.BitsCleared, lane, page, 1);
  if (!machine.host.locksForBurst) unlockBitmap(sim, lane, lock);
  note(machine, lane, Stage.Send, page, part | Part.Cleared);
}

/** Without the lock: the word that was read goes back without the page's bit. */
function writeWord({ machine }: Sim, lane: number): boolean {
  const page = wordPage(machine.memory, lane);
  writeCleared(machine, lane, 1);
  machine.record(Kind.BitsCleared, lane, page, 1); // the sender goes on behind it
  const read = machine.host.clearsBeforeRead ? Part.None : Part.Read;
  note(machine, lane, Stage.Send, page, read | Part.Cleared);
  return true;
}

function readPage(sim: Sim, lane: number, page: number, part: number): void {
  const { view, machine } = sim;
  const applies = !isZero(view.content[page]) || appliesZeros(sim);
  if (applies) machine.record(Kind.PagesRead, lane, page, 1);
  note(machine, lane, Stage.Send, page, part | Part.Read | (applies ? 0 : Part.Unapplied));
}

function sendPage(sim: Sim, lane: number, page: number, part: number): void {
  const { view, machine } = sim;
  const zero = (part & Part.Unapplied) !== 0 || isZero(view.arrived[page]);
  machine.record(zero ? Kind.ZeroPagesSent : Kind.PagesSent, lane, page, 1);
  unlockBitmap(sim, lane, bitmapLock(sim));
  note(machine, lane, Stage.Send);
}
