/**
 * How a page was hinted, how the hint travelled, and what the host did with it.
 * @module
 */
import { CONTEXTS, DROPS, Kind, MESSAGES } from "../../events/kinds.ts";
import { contextOf, irqsOffOf, NONE } from "../../events/log.ts";
import { lockName } from "../../core/state/geometry.ts";
import { Bit, ownerOfBlock, State } from "../../core/state/memory.ts";
import { Status } from "../../core/state/views.ts";
import { blockAt } from "../block_at.ts";
import { count, frame, span } from "../text.ts";
import { laneName } from "../views/view.ts";
import type { Fate } from "./facts.ts";
import type { Watch } from "./watch.ts";

const STOP_MESSAGE = MESSAGES.indexOf("stop"), HINT_MESSAGE = MESSAGES.indexOf("hint");
const ARRAY_MESSAGE = MESSAGES.indexOf("array"), BITMAP_MESSAGE = MESSAGES.indexOf("bitmap");
const REPORT_MESSAGE = MESSAGES.indexOf("report");
const ENTRIES_A_PAGE = 512; // addresses of 8 bytes
const HELD = 0x40000000, INDEX = 0x3fffffff;
const OUT_OF_RANGE = 1; // its number among DROPS: such a hint names no page

/** The lock that the actor at hand holds. */
function lockOf(watch: Watch): number {
  const { lockHolder } = watch.scene.memory;
  for (let lock = 0; lock < lockHolder.length; lock++) {
    if (lockHolder[lock] === watch.lane + 1) return lock;
  }
  return NONE;
}

function read(watch: Watch): void {
  const { memory } = watch.scene;
  const index = watch.value & INDEX, held = (watch.value & HELD) !== 0;
  watch.hintOrder = watch.order;
  watch.hintOrders |= 1 << watch.order;
  if (!watch.inBlock()) {
    const array = memory.status[Status.ArrayPfn];
    if (!held && array !== NONE && watch.page === array + Math.trunc(index / ENTRIES_A_PAGE)) {
      watch.add(
        "address",
        `an address was stored in it: entry ${count(index + 1)} of the hint array`,
      );
      watch.facts.lastWrite = { event: watch.number, who: watch.who };
    }
    return;
  }
  hinted(watch, index, held, false);
}

/** The block's bits of a bitmap. */
function marked(watch: Watch): void {
  watch.hintOrders |= 1 << watch.order;
  if (watch.inBlock()) hinted(watch, watch.value, false, true);
}

function hinted(watch: Watch, index: number, held: boolean, isMark: boolean): void {
  const { memory } = watch.scene;
  const context = CONTEXTS[contextOf(watch.words, watch.index)];
  const irqs = irqsOffOf(watch.words, watch.index) ? "irqs off" : "irqs on";
  const lock = lockOf(watch);
  const entry = watch.add("hint", "", true);
  watch.facts.fates.push({
    entry,
    readAt: entry.event,
    readTime: entry.time,
    lane: watch.lane,
    head: watch.pfn,
    order: watch.order,
    index,
    held,
    marked: isMark,
    lock,
    lockName: lock === NONE ? "no lock" : lockName(memory.geometry, lock),
    under: `${irqs}, ${context === "task" ? "process" : context} context`,
    lockNs: null,
    entries: null,
    slot: NONE,
    staleAt: null,
    staleTime: 0,
    takenAt: null,
    takenTime: 0,
    used: null,
    usedAt: 0,
    usedTime: 0,
    round: 0,
    skipped: false,
  });
}

/** The text of a hint's entry, once all is known. */
export function hintText(fate: Fate): string {
  // A call that returns no count, or an error, says nothing of its entries.
  const entries = fate.entries === null || fate.entries <= fate.index
    ? ""
    : ` of ${count(fate.entries)}`;
  const which = fate.held
    ? `held block ${count(fate.index + 1)}`
    : fate.marked
    ? `from bit ${count(fate.index)} of a bitmap on`
    : `entry ${count(fate.index + 1)}${entries}`;
  const how = [...(fate.lockNs === null ? [] : [span(fate.lockNs)]), fate.under].join(", ");
  return `READ AS A HINT, ${which}, in block ${frame(fate.head)} order ${fate.order}, under ` +
    `${fate.lockName} (${how})`;
}

function lockReleased(watch: Watch): void {
  for (const fate of watch.facts.fates) {
    if (fate.lockNs !== null || fate.lock !== watch.pfn || fate.lane !== watch.lane) continue;
    fate.lockNs = watch.now - watch.lockSince[watch.pfn];
  }
}

/** Why the page was not in a report. */
function whyNot(watch: Watch): string {
  const { memory } = watch.scene;
  const order = watch.hintOrder;
  const found = blockAt(memory, watch.page);
  switch (found.state) {
    case State.Used: {
      const owner = ownerOfBlock(found.word);
      return `the page was in use${owner ? ` by ${laneName(watch.scene, owner)}` : ""}`;
    }
    case State.Percpu:
      return "the page was free on a per-cpu list, which no report reads";
    case State.Free:
      // More than one bit: the report reads blocks of every order.
      return found.order === order || (watch.hintOrders & (watch.hintOrders - 1)) !== 0
        ? `the page was free in a block of order ${found.order}, and the report had not come to it`
        : `the page was free, but in a block of order ${found.order}: order ${order} was reported`;
    default:
      return "the page belonged to no block";
  }
}

function report(watch: Watch): void {
  watch.facts.report ??= { event: watch.number, why: whyNot(watch) };
}

function callEnded(watch: Watch): void {
  const returned = watch.value;
  for (const fate of watch.facts.fates) {
    if (fate.entries === null && fate.lane === watch.lane && !fate.held) fate.entries = returned;
  }
  watch.hintOrder = watch.order;
  if (returned >= 0) report(watch);
}

/** The hint that still waits to be used. */
function waiting(watch: Watch): Fate | undefined {
  return watch.facts.fates.findLast((fate) => fate.used === null);
}

function filled(watch: Watch): void {
  const message = watch.value & 7, number = watch.value >>> 4;
  const fate = waiting(watch);
  if (message === STOP_MESSAGE) report(watch);
  if (fate === undefined || fate.slot !== NONE) return;
  const mine = message === HINT_MESSAGE || message === REPORT_MESSAGE
    ? watch.pfn === fate.head && fate.order === number
    : message === BITMAP_MESSAGE
    ? fate.marked && fate.head - fate.index === number
    : message === ARRAY_MESSAGE && !fate.held && !fate.marked && fate.index < number;
  if (mine) fate.slot = watch.oldFilled % watch.scene.memory.geometry.queue;
}

function queued(watch: Watch): void {
  const fate = waiting(watch);
  if (fate?.slot === watch.value) {
    watch.add("queueing", `queued the hint, in descriptor ${watch.value}`, true);
  }
}

function received(watch: Watch): void {
  const fate = waiting(watch);
  if (fate?.slot !== watch.value) return;
  watch.add("receipt", `received descriptor ${watch.value} with the hint`, true);
}

function used(watch: Watch, what: string, skipped: boolean): void {
  const fate = waiting(watch);
  if (fate === undefined) return;
  fate.used = what;
  fate.usedAt = watch.number;
  fate.usedTime = watch.now;
  fate.round = watch.round;
  fate.skipped = skipped;
}

function applied(watch: Watch): void {
  if (!watch.inBlock()) return;
  const skipped = (watch.oldBits & Bit.Migrate) !== 0;
  watch.add(
    "application",
    skipped
      ? `applied the hint: SKIPPED in round ${watch.round}`
      : "applied the hint: nothing left to skip",
    true,
  );
  used(watch, "applied", skipped);
}

function discarded(watch: Watch): void {
  if (!watch.inBlock()) return;
  const what = waiting(watch) === undefined ? "gave it back" : "used the hint";
  watch.add("discard", `${what}: DISCARDED, the page reads as zeros`, true);
  used(watch, "discarded", true);
}

function dropped(watch: Watch): void {
  const reason = watch.value & 7;
  if (reason === OUT_OF_RANGE || !watch.inBlock()) return;
  watch.add("drop", `dropped the hint: ${DROPS[reason]}`, true);
  used(watch, DROPS[reason] ?? `reason ${reason}`, false);
}

function held(watch: Watch): void {
  if (watch.inBlock()) watch.add("hold", `keeps its block, order ${watch.order}`);
}

function returned(watch: Watch): void {
  if (watch.inBlock()) watch.add("return", `gives its block up, order ${watch.order}`);
}

function inflated(watch: Watch): void {
  if (watch.pfn !== watch.page) return;
  watch.facts.inflatedAt ??= watch.number;
  watch.add(
    "inflation",
    `put it into the balloon, entry ${count(watch.value + 1)} of a batch`,
    true,
  );
}

/** What is told of a block that holds the page. */
const ofBlock = (noun: string, text: string) => (watch: Watch): void => {
  if (watch.inBlock()) watch.add(noun, text);
};

/** What to do at each kind of event. */
export const hintTellers: Readonly<Record<number, (watch: Watch) => void>> = {
  [Kind.HintRead]: read,
  [Kind.LockReleased]: lockReleased,
  [Kind.HintCallEnded]: callEnded,
  [Kind.DescriptorFilled]: filled,
  [Kind.DescriptorQueued]: queued,
  [Kind.DescriptorReceived]: received,
  [Kind.HintApplied]: applied,
  [Kind.PageDiscarded]: discarded,
  [Kind.HintDropped]: dropped,
  [Kind.BlockHeld]: held,
  [Kind.BlockReturned]: returned,
  [Kind.HintMarked]: marked,
  [Kind.PageInflated]: inflated,
  [Kind.BlockIsolated]: ofBlock("isolation", "isolated its block: neither free nor in use"),
  [Kind.BlockReleased]: ofBlock("release", "lets its block go"),
  [Kind.BlockReported]: ofBlock("flag", "flagged its block as reported"),
  [Kind.BlockUnlinked]: ofBlock(
    "unlinking",
    "unlinked its block by hand: flags and counters still call it free",
  ),
};
