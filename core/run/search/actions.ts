/**
 * What was done in a search, and how often: a verdict is worth what its actors did. Where no step took a page
 * back that was hinted, no lost page is no news.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { kindOf, orderOf, pfnOf, valueOf } from "../../../events/log.ts";
import { Hinting, idOfStart, Message, messageOf } from "../../decide/channel.ts";
import { Slot } from "../../state/apply/channel.ts";
import type { MemoryView } from "../../state/memory.ts";
import type { Step } from "../../state/oracles/oracle.ts";
import { Status } from "../../state/views.ts";
import { Worker } from "../designs/design.ts";
import { Order } from "../actors/operator.ts";
import type { Recipe, Roles } from "./small_world.ts";

/** What is counted, in the order in which it is told. */
export const ACTIONS = [
  "take",
  "reuse",
  "write",
  "give back",
  "hint",
  "START taken",
  "late START",
  "late STOP",
  "apply",
  "drop",
  "reclaim",
  "shrinker",
  "return",
  "unload",
  "sync",
  "chunk cleared",
  "send",
  "discard",
  "device write",
  "cancel",
  "fail",
  "migrate again",
  "interrupt",
  "postcopy",
  "fault",
  "switch over",
] as const;
export type ActionName = typeof ACTIONS[number];

const AT = Object.fromEntries(ACTIONS.map((name, at) => [name, at])) as Record<ActionName, number>;

/** By kind of event: what it counts as, whoever records it. */
const simple: Partial<Record<number, ActionName>> = {
  [Kind.PageWritten]: "write",
  [Kind.HintRead]: "hint",
  [Kind.HintMarked]: "hint",
  [Kind.BlockReported]: "hint",
  [Kind.PageInflated]: "hint",
  [Kind.HintApplied]: "apply",
  [Kind.HintDropped]: "drop",
  [Kind.DirectReclaimBegan]: "reclaim",
  [Kind.ShrinkerCalled]: "shrinker",
  [Kind.LogMerged]: "sync",
  [Kind.ChunkCleared]: "chunk cleared",
  [Kind.PagesSent]: "send",
  [Kind.ZeroPagesSent]: "send",
  [Kind.PageDiscarded]: "discard",
  [Kind.DeviceWrote]: "device write",
  [Kind.MigrationCancelled]: "cancel",
  [Kind.MigrationFailed]: "fail",
  [Kind.PostcopyBegun]: "postcopy",
  [Kind.FaultAsked]: "fault",
  [Kind.SwitchedOver]: "switch over",
};
const simpleAt = new Int8Array(256).fill(-1);
for (const [kind, name] of Object.entries(simple)) simpleAt[Number(kind)] = AT[name!];

/** True while the host has a hint of the page to work on. */
function isHintUnderWay(view: MemoryView, page: number): boolean {
  const { slotState, slotMessage, slotPfn, array, status } = view;
  for (let slot = 0; slot < slotState.length; slot++) {
    if (slotState[slot] === Slot.Free || slotState[slot] === Slot.Used) continue;
    const message = messageOf(slotMessage[slot]);
    if (message === Message.Hint && slotPfn[slot] === page) return true;
    if (message === Message.Bitmap && ((array[page >> 5] >>> (page & 31)) & 1) !== 0) return true;
    if (message !== Message.Array) continue;
    for (let at = status[Status.ArrayApplied]; at < status[Status.ArrayFilled]; at++) {
      if (array[at] === page) return true;
    }
  }
  return false;
}

/** True while the host has a hint of any page to work on. */
export function isAnyHintUnderWay(view: MemoryView): boolean {
  for (let page = 0; page < view.frames; page++) if (isHintUnderWay(view, page)) return true;
  return false;
}

/** A START or a STOP that came when its round was over: the host has stopped by itself, or asked anew. */
function lateMessage(view: MemoryView, slot: number): ActionName | null {
  const hinting = view.status[Status.Hinting];
  switch (messageOf(view.slotMessage[slot])) {
    case Message.Start: {
      const isAsked = hinting === Hinting.Requested &&
        idOfStart(view, slot) === view.status[Status.Id];
      return isAsked ? null : "late START";
    }
    case Message.Stop:
      return hinting === Hinting.Start ? null : "late STOP";
    default:
      return null;
  }
}

/** Actions that a world of these bounds is there for: a verdict without one of them proves little. */
export function expectedActions(
  { bounds, design, host }: Pick<Recipe, "bounds" | "design" | "host">,
): ActionName[] {
  const refuses = bounds.postcopies > 0 && host.refusesWithPostcopy;
  const asks = design.hints && design.worker === undefined && !refuses;
  const shrinks = bounds.returns > 0 && design.pressure === "shrinker" && !refuses;
  const when = (condition: boolean, ...names: ActionName[]): ActionName[] => condition ? names : [];
  return [
    ...when(bounds.rounds > 0, "sync", "send", "switch over"),
    ...when(bounds.tasks > 0, "take"),
    ...when(bounds.tasks > 0 && !bounds.reads, "give back"),
    ...when(bounds.tasks > 0 && bounds.writes > 0, "write"),
    ...when(design.balloons && bounds.sizes > 0, "hint"),
    ...when(design.balloons && bounds.sizes > 0 && host.pageOrder === 0, "discard"),
    ...when(design.balloons && bounds.sizes > 1, "return"),
    ...when((bounds.demands || bounds.reads) && design.pressure !== "nothing", "reclaim"),
    ...when(bounds.unloads, "unload"),
    ...when(asks, "hint", "START taken", "drop", host.discardsOnHint ? "discard" : "apply"),
    ...when(asks && bounds.rounds > 1, "late START"),
    ...when(shrinks, "shrinker"),
    ...when(
      asks && bounds.tasks > 0 && !design.waitsOnAck && (shrinks || !design.holdsUntilDone),
      "reuse",
    ),
    ...when(bounds.deviceWrites > 0, "device write"),
    ...when(bounds.ends > 0, bounds.endsBy === "cancel" ? "cancel" : "fail"),
    ...when(bounds.retries > 0, "migrate again"),
    ...when(bounds.postcopies > 0, "postcopy"),
    ...when(bounds.interrupts > 0, "interrupt"),
    ...when(host.chunkOrder !== undefined && bounds.rounds > 0, "chunk cleared"),
  ];
}

/** Counts what each step does. */
export class Actions {
  private readonly times = new Float64Array(ACTIONS.length);

  constructor(private readonly roles: Roles) {}

  count({ view, words, from, until, lane }: Step): void {
    const { times } = this;
    let late: ActionName | null = null, isChanged = false;
    for (let index = from; index < until; index++) {
      const kind = kindOf(words, index), at = simpleAt[kind];
      if (at >= 0) times[at]++;
      else if (kind === Kind.PageAllocated && lane < this.roles.balloon) {
        times[AT.take]++;
        if (isHintUnderWay(view, pfnOf(words, index))) times[AT.reuse]++;
      } else if (kind === Kind.PageFreed && lane < this.roles.balloon) times[AT["give back"]]++;
      else if (kind === Kind.BlockReturned && lane === this.roles.balloon) times[AT.return]++;
      else if (
        kind === Kind.MigrationBegun && view.lanePhase[this.roles.operator] === Order.Retry
      ) {
        times[AT["migrate again"]]++;
      } else if (kind === Kind.InterruptRaised && lane === this.roles.operator) {
        times[AT.interrupt]++;
      } else if (kind === Kind.LaneNoted && lane === this.roles.balloon) {
        if (orderOf(words, index) === Worker.Gone) times[AT.unload]++;
      } else if (kind === Kind.DescriptorReceived) {
        late = lateMessage(view, valueOf(words, index));
      } else if (kind === Kind.StatusChanged) {
        isChanged = true;
        if ((valueOf(words, index) & 3) === Hinting.Start) times[AT["START taken"]]++;
      }
    }
    // Where a message is received and heeded in one step, that it changes the status says that it was not late.
    if (late !== null && !isChanged) times[AT[late]]++;
  }

  /** How often each action was taken; those that never were are 0. */
  counts(): Record<ActionName, number> {
    return Object.fromEntries(ACTIONS.map((name, at) => [name, this.times[at]])) as Record<
      ActionName,
      number
    >;
  }
}
