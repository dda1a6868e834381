/**
 * Lost pages: at switch-over a page that the guest may rely on differs at the destination.
 *
 * The guest may rely on a page in use that was written since it was handed out (or was in use before
 * the log began) and, if it was hinted, after the command id of that hint was issued (virtio
 * specification, balloon device: the device may modify a hinted page that was not modified since).
 * @module
 */
import { AT_DESTINATION } from "../apply/dirty_log.ts";
import { Bit, DISCARDED, type MemoryView, orderOfBlock, State, stateOf } from "../memory.ts";
import { Status } from "../views.ts";

/** What the host discarded is lost, though both sides then read the same zeros. */
const differs = (here: number, there: number): boolean => here !== there || here === DISCARDED;

/**
 * Counts the pages that are lost in a state at switch-over.
 * @param each is called with the pfn of each lost page
 */
export function lostPages(view: MemoryView, each: (pfn: number) => void = () => {}): number {
  return countLost(view, 0, each);
}

/**
 * Counts the pages that the guest, running at the destination (postcopy, also where it has failed), takes for
 * its own and that are not: they count as received, and hold something else. What is missing is no loss yet.
 */
export function lostThere(view: MemoryView, each: (pfn: number) => void = () => {}): number {
  return view.status[Status.LogMode] === AT_DESTINATION ? countLost(view, Bit.Received, each) : 0;
}

/** @param needed bits that a page must have to count */
function countLost(view: MemoryView, needed: number, each: (pfn: number) => void): number {
  const { block, bits, content, arrived, frames } = view;
  const all = needed | Bit.Written;
  let lost = 0;
  for (let head = 0; head < frames;) {
    const word = block[head];
    const pages = stateOf(word) === State.None ? 1 : 1 << orderOfBlock(word);
    if (stateOf(word) === State.Used) {
      for (let page = head; page < head + pages; page++) {
        if ((bits[page] & all) !== all || !differs(content[page], arrived[page])) continue;
        lost++;
        each(page);
      }
    }
    head += pages;
  }
  return lost;
}
