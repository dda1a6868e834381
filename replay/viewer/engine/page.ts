/**
 * What a page is at the cursor: names and values.
 * @module
 */
import { TYPES } from "../../../events/kinds.ts";
import { NONE } from "../../../events/log.ts";
import { zoneName } from "../../../core/state/geometry.ts";
import { zoneOf } from "../../../core/state/lists.ts";
import {
  BACK,
  Bit,
  type MemoryView,
  ownerOfBlock,
  REPORTED,
  State,
} from "../../../core/state/memory.ts";
import { blockAt, type Found } from "../../block_at.ts";
import { contentName } from "../../life/facts.ts";
import { frame } from "../../text.ts";
import type { PageLife } from "../protocol.ts";

type Now = PageLife["now"];

/** The zone of a page, by name. */
export function zoneNameOf(view: MemoryView, pfn: number): string {
  const zone = zoneOf(view, pfn);
  return zone === NONE ? "in no zone" : zoneName(view.geometry, zone);
}

/**
 * What a page is.
 * @param names of the lanes
 */
export function pageNow(view: MemoryView, pfn: number, names: readonly string[]): Now {
  const found = blockAt(view, pfn), bits = view.bits[pfn];
  const has = (bit: number): boolean => (bits & bit) !== 0;
  const hint = !has(Bit.Hinted)
    ? "no"
    : !has(Bit.Stale)
    ? "yes"
    : found.state === State.Used
    ? "stale: handed out since"
    : "stale, free again";
  const log = [has(Bit.Log) ? "in it" : "", has(Bit.Fetched) ? "fetched from it" : ""];
  return [
    ["state", stateName(view, found, pfn, names)],
    ["block", found.state === State.None ? "none" : `${frame(found.head)} order ${found.order}`],
    ["migratetype", TYPES[view.blockType[pfn >> view.pageblockOrder]] ?? "unknown"],
    ["content", contentName(view.content[pfn])],
    ["at the destination", contentName(view.arrived[pfn])],
    ["hinted", hint],
    ["to be sent", has(Bit.Migrate) ? "yes" : "no"],
    ["dirty log", log.filter((text) => text !== "").join(", ") || "not in it"],
    ["received there", has(Bit.Received) ? "yes" : "no"],
  ];
}

function stateName(view: MemoryView, found: Found, pfn: number, names: readonly string[]): string {
  switch (found.state) {
    case State.Free:
      return (found.word & REPORTED) === 0 ? "free" : "free, and the host was told";
    case State.Percpu:
      return "free, on a cpu's list";
    case State.Used: {
      const lane = ownerOfBlock(found.word);
      return lane === 0 ? "in use" : `held by ${names[lane] ?? `lane ${lane}`}`;
    }
    default:
      return view.block[pfn] === BACK ? "given back" : "in nobody's hands, or not known";
  }
}
