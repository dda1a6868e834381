/**
 * What the allocator and the guest's writes did to a page.
 * @module
 */
import { FILLS, Kind, TYPES } from "../../events/kinds.ts";
import { DEVICE_UNLOGGED, UNLOGGED } from "../../core/state/apply/guest.ts";
import { Bit } from "../../core/state/memory.ts";
import { Status } from "../../core/state/views.ts";
import { blockAt, holds } from "../block_at.ts";
import { contentName } from "./facts.ts";
import { blockName, type Watch } from "./watch.ts";

const COUNT = 0x0fffffff; // 28 bits of a count
const FREE_NOUN = "free", PERCPU_FLAG = 1 << 19, FREED_PERCPU = 8;
const zoneListName = (value: number): string =>
  `${TYPES[(value >>> 4) & 7]} list, ${value & 128 ? "tail" : "head"}`;

function typed(watch: Watch): void {
  if (!watch.inRun(watch.value & COUNT)) return;
  watch.add("use", `in use when the log begins, ${TYPES[(watch.value >>> 28) & 7]}`, true);
}

function held(watch: Watch): void {
  if (!watch.inRun(watch.value & COUNT)) return;
  const fill = FILLS[(watch.value >>> 28) & 3];
  watch.add("content", `holds ${fill === "data" ? "old data" : fill} when the log begins`, true);
}

function listed(watch: Watch): void {
  if (!watch.inBlock()) return;
  const name = blockName(blockAt(watch.scene.memory, watch.page));
  watch.add("list", `free when the log begins: ${name}, ${TYPES[watch.value & 7]} list`, true);
}

function percpuListed(watch: Watch): void {
  if (watch.inBlock()) watch.add("list", "free when the log begins, on a per-cpu list", true);
}

function allocated(watch: Watch): void {
  if (!watch.inBlock()) return;
  const { value, order, oldBits } = watch;
  const from = value & PERCPU_FLAG
    ? ", from its per-cpu list"
    : watch.takenFrom !== null && watch.takenFrom.order > order
    ? `, split from order ${watch.takenFrom.order}`
    : "";
  watch.takenFrom = null;
  const stale = (oldBits & (Bit.Hinted | Bit.Stale)) === Bit.Hinted;
  const entry = watch.add(
    "allocation",
    `took it, order ${order}${from}`,
    stale,
    stale ? "STALE from here on" : "",
  );
  for (const fate of watch.facts.fates) {
    if (fate.used === null && fate.staleAt === null && stale) {
      fate.staleAt = entry.event;
      fate.staleTime = entry.time;
    } else if (fate.used !== null && fate.takenAt === null) {
      fate.takenAt = entry.event;
      fate.takenTime = entry.time;
    }
  }
}

function freed(watch: Watch): void {
  if (!watch.inBlock()) return;
  const where = watch.value & FREED_PERCPU ? ", to its per-cpu list" : "";
  watch.add(FREE_NOUN, `freed it, order ${watch.order}${where}`);
}

function taken(watch: Watch): void {
  const found = watch.value & 15;
  if (watch.inBlock()) {
    watch.takenFrom = { event: watch.number, order: found };
    return;
  }
  if (!holds(watch.pfn, found, watch.page)) return;
  const rest = blockAt(watch.scene.memory, watch.page);
  watch.add("split", `its free block was split: order ${found} to ${rest.order}`);
}

function refilled(watch: Watch): void {
  if (watch.inBlock()) {
    const found = watch.value & 15;
    const from = found > watch.order ? `, split from order ${found}` : "";
    watch.add("refill", `moved to its cpu's list${from}`);
  } else taken(watch);
}

function put(watch: Watch): void {
  const merged = watch.value & 15;
  const found = blockAt(watch.scene.memory, watch.page);
  if (watch.inBlock()) {
    const where = `${zoneListName(watch.value)}${
      merged > watch.order ? `, ${blockName(found)}` : ""
    }`;
    if (watch.follows(FREE_NOUN)) watch.last!.text += `; on the ${where}`;
    else watch.add("put", `put on the ${where}`);
  } else if (holds(watch.pfn & ~((1 << merged) - 1), merged, watch.page)) {
    watch.add("merge", `its free block merged: now ${blockName(found)}`);
  }
}

function drained(watch: Watch): void {
  if (!watch.inBlock()) return put(watch);
  const found = blockAt(watch.scene.memory, watch.page);
  watch.add("drain", `off cpu ${(watch.value >>> 8) & 0xff}'s list; free in ${blockName(found)}`);
}

function stolen(watch: Watch): void {
  const { pageblockOrder } = watch.scene.memory.geometry;
  const whole = (watch.value & 64) !== 0;
  const order = whole ? Math.max(watch.order, pageblockOrder) : watch.order;
  if (!holds(watch.pfn & ~((1 << order) - 1), order, watch.page)) return;
  const from = TYPES[watch.value & 7], to = TYPES[(watch.value >>> 3) & 7];
  const what = whole ? "free blocks of its pageblock" : "its block";
  watch.add("steal", `${what} claimed for ${to} requests (were ${from})`);
}

function written(watch: Watch): void {
  if (!watch.inBlock()) return;
  const fill = watch.value & 3;
  const { memory } = watch.scene;
  const logged = memory.status[Status.LogMode] === 0
    ? ""
    : watch.value & UNLOGGED
    ? ", which no log noticed"
    : watch.oldBits & Bit.Log
    ? ", dirty already"
    : ": logged dirty";
  watch.add(
    "write",
    `wrote ${fill === 0 ? "it" : FILLS[fill]}${logged}`,
    false,
    `content = ${contentName(memory.content[watch.page])}`,
  );
  watch.facts.lastWrite = { event: watch.number, who: watch.who };
}

/** The host's own log has it, whatever the guest's log is. */
function marked(watch: Watch): void {
  if (watch.inBlock()) watch.add("mark", "marked it in the dirty log, to write it");
}

function deviceWrote(watch: Watch): void {
  if (!watch.inBlock()) return;
  const logged = watch.scene.memory.status[Status.LogMode] === 0
    ? ""
    : watch.value & DEVICE_UNLOGGED
    ? ", which no log noticed"
    : ": logged dirty by the host";
  const content = contentName(watch.scene.memory.content[watch.page]);
  watch.add("device write", `wrote it from outside${logged}`, false, `content = ${content}`);
  watch.facts.lastWrite = { event: watch.number, who: watch.who };
}

function relied(watch: Watch): void {
  if (watch.pfn === watch.page) {
    watch.add("read", `read it and relied on ${contentName(watch.oldContent)}`);
  }
}

function structUsed(watch: Watch): void {
  if (watch.pfn === watch.page) watch.add("struct page", "used its struct page (pfn_to_page)");
}

/** What to do at each kind of event. */
export const allocatorTellers: Readonly<Record<number, (watch: Watch) => void>> = {
  [Kind.PagesUsed]: typed,
  [Kind.PagesHold]: held,
  [Kind.BlockOnList]: listed,
  [Kind.BlockOnPercpu]: percpuListed,
  [Kind.PageAllocated]: allocated,
  [Kind.PageFreed]: freed,
  [Kind.BlockTaken]: taken,
  [Kind.PageRefilled]: refilled,
  [Kind.BlockPut]: put,
  [Kind.PageDrained]: drained,
  [Kind.PageblockStolen]: stolen,
  [Kind.PageWritten]: written,
  [Kind.WriteMarked]: marked,
  [Kind.DeviceWrote]: deviceWrote,
  [Kind.PageRelied]: relied,
  [Kind.StructPageUsed]: structUsed,
};
