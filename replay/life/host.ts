/**
 * What dirty log and migration did to a page, up to the comparison at switch-over.
 * @module
 */
import { Kind } from "../../events/kinds.ts";
import { Bitmap } from "../../core/state/apply/host.ts";
import { Bit, DISCARDED, State } from "../../core/state/memory.ts";
import { blockAt } from "../block_at.ts";
import { idName } from "../text.ts";
import { contentName, type Switch } from "./facts.ts";
import type { Watch } from "./watch.ts";

const FETCH_NOUN = "fetch", CLEAR_NOUN = "clearing", READ_NOUN = "reading";

function begun(watch: Watch): void {
  watch.facts.begun = true;
  watch.facts.begunTime = watch.now;
  watch.facts.switched = null;
  watch.round = watch.syncs = 0;
  watch.add("begin", `migration begun: ${bitmapText(watch.value)}`, true);
}

function bitmapText(value: number): string {
  if (value & Bitmap.Emptied) return "no page is to be sent but what was written since the last";
  return value & Bitmap.Left ? "the bitmap is as the last one left it" : "every page is to be sent";
}

function fetched(watch: Watch): void {
  if (!watch.inRun() || (watch.oldBits & Bit.Log) === 0) return;
  const isLeft = (watch.scene.memory.bits[watch.page] & Bit.Log) !== 0;
  const then = isLeft ? "left it there" : "cleared it there";
  watch.add(FETCH_NOUN, `fetched its dirty bit from the log and ${then}`, true);
}

function merged(watch: Watch): void {
  if (watch.pfn === 0) watch.syncs++; // a sync merges from the first page on
  if (!watch.inRun() || (watch.oldBits & Bit.Fetched) === 0) return;
  watch.facts.merges.push({ event: watch.number, sync: watch.syncs });
  if (watch.follows(FETCH_NOUN)) watch.facts.entries.pop();
  watch.add("merge", `sync ${watch.syncs} fetched and merged its dirty bit`, true);
}

/** The log of its chunk is cleared: a write since the fetch leaves no trace. */
function chunkCleared(watch: Watch): void {
  if (watch.order !== 0 && !watch.inRun() && differsIn(watch, Bit.Log)) {
    watch.add(
      "clearing of the log",
      "lost its dirty bit in the kernel's log to its neighbour's",
      true,
    );
  }
  if (!watch.inRun() || (watch.oldBits & Bit.Seen) === 0) return;
  watch.add(
    "clearing of the log",
    "cleared its dirty bit in the kernel's log, with its chunk",
    true,
  );
}

/** True if the event has changed a bit of the page. */
const differsIn = ({ oldBits, scene, page }: Watch, bit: number): boolean =>
  ((oldBits ^ scene.memory.bits[page]) & bit) !== 0;

/** Without a lock: what others did to the page's bit since the word was read is undone. */
function wordWritten(watch: Watch): void {
  if (watch.pfn === watch.page || !differsIn(watch, Bit.Migrate)) return;
  const how = watch.oldBits & Bit.Migrate ? "cleared its bit again" : "set its bit again";
  watch.add("bitmap", `${how}, with the word of pfn 0x${watch.pfn.toString(16)}`, true);
}

function cleared(watch: Watch): void {
  if (watch.inRun()) watch.add(CLEAR_NOUN, "cleared its bit", true);
}

function read(watch: Watch): void {
  if (!watch.inRun()) return;
  if (watch.follows(CLEAR_NOUN)) {
    const entry = watch.facts.entries.pop()!;
    watch.facts.entries.push({ ...entry, noun: READ_NOUN, text: `${entry.text}, read it` });
  } else watch.add(READ_NOUN, "read it", true);
}

function sent(watch: Watch, zero: boolean): void {
  if (!watch.inRun()) return;
  const how = `sent it${zero ? " as a zero page" : ""} in round ${watch.round}`;
  watch.facts.sendings.push({ event: watch.number, round: watch.round, zero });
  if (watch.follows(READ_NOUN)) {
    const entry = watch.facts.entries.pop()!;
    watch.facts.entries.push({ ...entry, noun: "sending", text: `${entry.text}, ${how}` });
  } else watch.add("sending", how, true);
}

/** The page at this moment: may the guest rely on it, and is it the same at the destination? */
function compared(watch: Watch): Switch {
  const { memory } = watch.scene;
  const content = memory.content[watch.page], arrived = memory.arrived[watch.page];
  const found = blockAt(memory, watch.page);
  const unreliable = found.state !== State.Used
    ? "the page is free"
    : memory.bits[watch.page] & Bit.Written
    ? null
    : "not written since it was handed out, or not since the id of its hint was issued";
  const equal = content === arrived && content !== DISCARDED;
  return { event: watch.number, equal, unreliable, content, arrived };
}

function switchedOver(watch: Watch): void {
  const at = watch.facts.switched = compared(watch);
  const text = at.equal
    ? `switch-over: destination = source = ${contentName(at.content)}`
    : `switch-over: ${at.unreliable === null ? "LOST, " : ""}source = ${
      contentName(at.content)
    }, destination = ${contentName(at.arrived)}`;
  watch.add("switch-over", text, true);
}

const tell = (noun: string, text: string) => (watch: Watch): void => {
  watch.add(noun, text, true);
};

/** At the destination from here on; a page whose bit is set is not there. */
function postcopyBegun(watch: Watch): void {
  const isMissing = (watch.scene.memory.bits[watch.page] & Bit.Received) === 0;
  const here = isMissing ? "where this page is missing" : "where this page is";
  watch.add("postcopy", `postcopy: the guest goes on at the destination, ${here}`, true);
}

const fault = (text: string) => (watch: Watch): void => {
  if (watch.pfn === watch.page) watch.add("fault", text, true);
};

/** What to do at each kind of event. */
export const hostTellers: Readonly<Record<number, (watch: Watch) => void>> = {
  [Kind.MigrationBegun]: begun,
  [Kind.LogArmed]: tell("arming", "dirty log armed"),
  [Kind.IdIssued]: (watch) =>
    void watch.add("id", `command id ${idName(watch.value)} issued`, true),
  [Kind.LogFetched]: fetched,
  [Kind.LogMerged]: merged,
  [Kind.RoundBegun]: (watch) => void (watch.round = watch.value),
  [Kind.ChunkCleared]: chunkCleared,
  [Kind.RingHarvested]: fetched,
  [Kind.BitmapWordWritten]: wordWritten,
  [Kind.BitsCleared]: cleared,
  [Kind.PagesRead]: read,
  [Kind.PagesSent]: (watch) => sent(watch, false),
  [Kind.ZeroPagesSent]: (watch) => sent(watch, true),
  [Kind.GuestPaused]: tell("pause", "guest paused"),
  [Kind.PostcopyBegun]: postcopyBegun,
  [Kind.FaultAsked]: fault("touched it at the destination: missing, asked for"),
  [Kind.FaultAnswered]: fault("has it at the destination, and goes on"),
  [Kind.SwitchedOver]: switchedOver,
  [Kind.MigrationCancelled]: tell("end", "migration cancelled"),
  [Kind.MigrationFailed]: tell("end", "migration failed"),
};
