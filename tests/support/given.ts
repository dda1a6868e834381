/**
 * A small `Memory` from lines of events, so that a test reads as given, when, then:
 *
 * ```text
 * block-on-list    pfn=0 order=3 list=movable
 * page-allocated   lane=1 cpu=1 pfn=4 order=1 type=movable owned
 * ```
 * Fields are those of the kinds table; what is not named is 0.
 * @module
 */
import { type Field, Kind, type KindName, kinds, textName } from "../../events/kinds.ts";
import { EventLog, packHead } from "../../events/log.ts";
import { apply } from "../../core/state/apply.ts";
import type { Geometry } from "../../core/state/geometry.ts";
import { TYPES } from "../../events/kinds.ts";
import { after, headOf, zoneList } from "../../core/state/lists.ts";
import { Memory } from "../../core/state/memory.ts";

/** Two zones of 16 and 24 pages, orders 0 to 3, pageblocks of 4 pages, 2 cpus, 3 lanes that own. */
export const GEOMETRY: Geometry = {
  frames: 40,
  zones: [{ name: "DMA", start: 0, frames: 16 }, { name: "Normal", start: 16, frames: 24 }],
  orders: 4,
  pageblockOrder: 2,
  types: 6,
  cpus: 2,
  percpuLists: 3,
  lanes: 4,
  owners: 3,
  locks: 1,
  queue: 4,
  array: 8,
  timed: true,
};

const names = new Map<string, KindName>(
  (Object.keys(Kind) as KindName[]).map((name) => [textName(name), name]),
);

function numberOf(field: Field, text: string): number {
  const number = typeof field.form === "object" ? field.form.indexOf(text) : -1;
  return number >= 0 ? number : Number(text);
}

/** Appends one event, written as text; cpu and lane are 0 unless named. */
export function append(log: EventLog, line: string): void {
  const [first, ...rest] = line.trim().split(/\s+/);
  const name = names.get(first);
  if (name === undefined) throw new SyntaxError(`Cannot read "${line}": no kind is named ${first}`);
  const words = { order: 0, pfn: 0, value: 0 };
  const who = { lane: 0, cpu: 0, ns: 0 };
  for (const part of rest) {
    const [key, text = "1"] = part.split("=");
    const field = kinds[name].fields.find((field) => field.name === key);
    if (field !== undefined) words[field.word] |= numberOf(field, text) << field.shift;
    else if (key in who) who[key as keyof typeof who] = Number(text);
    else throw new SyntaxError(`Cannot read "${line}": ${name} has no field ${key}`);
  }
  const head = packHead(Kind[name], who.lane, who.cpu, 0, words.order);
  log.append(head, words.pfn, words.value, who.ns);
}

/** Applies lines of events to a memory, numbered after those it has seen. */
export function when(memory: Memory, text: string): Memory {
  const log = new EventLog();
  for (const line of text.split("\n")) if (line.trim() !== "") append(log, line);
  const seen = memory.status[0];
  for (let index = 0; index < log.length; index++) {
    apply(memory, log.words, index, seen + index + 1);
  }
  return memory;
}

/** A memory of the small geometry, or a change of it, after lines of events. */
export function given(text: string, change: Partial<Geometry> = {}): Memory {
  return when(new Memory({ ...GEOMETRY, ...change }), text);
}

/** The blocks of a list, from its head. */
export function blocksOf(memory: Memory, list: number): number[] {
  const pfns: number[] = [];
  for (let pfn = headOf(memory, list); pfn >= 0; pfn = after(memory, pfn)) pfns.push(pfn);
  return pfns;
}

/** Every zone list that is not empty: `DMA 3 movable: 0 8; Normal 2 unmovable: 16`. */
export function freeLists(memory: Memory): string {
  const { zones, orders, types } = memory.geometry;
  const found: string[] = [];
  zones.forEach(({ name }, zone) => {
    for (let order = 0; order < orders; order++) {
      for (let type = 0; type < types; type++) {
        const pfns = blocksOf(memory, zoneList(memory, zone, order, type));
        if (pfns.length > 0) found.push(`${name} ${order} ${TYPES[type]}: ${pfns.join(" ")}`);
      }
    }
  });
  return found.join("; ");
}
