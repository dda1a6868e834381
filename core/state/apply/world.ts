/**
 * What world events change: they describe the state that a log begins with.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { link, ownerList, percpuList, zoneList, zoneOf } from "../lists.ts";
import { Bit, Block, type Memory, OLD_DATA, POISON, State, ZEROS } from "../memory.ts";
import { Status } from "../views.ts";
import { checkBlock, checkNumber, checkRun } from "./checks.ts";

const { Written: WRITTEN } = Bit;
const COUNT = 0x0fffffff; // 28 bits
const CONTENTS = [OLD_DATA, ZEROS, POISON, ZEROS]; // by FILLS of the kinds table

export function described(
  memory: Memory,
  kind: number,
  actor: number,
  cpu: number,
  order: number,
  pfn: number,
  value: number,
  event: number,
): void {
  const geometry = memory.geometry;
  const count = value & COUNT, top = (value >>> 28) & 7;
  switch (kind) {
    case Kind.ZoneDescribed:
      checkNumber("zone", order, geometry.zones.length, event);
      memory.zoneManaged[order] = value;
      return;
    case Kind.BlockOnList:
      return onList(memory, order, pfn, value & 7, event);
    case Kind.BlockOnPercpu:
      return onPercpu(memory, cpu, order, pfn, value & 7, event);
    case Kind.PagesUsed:
      return used(memory, actor, pfn, count, top, event);
    case Kind.PagesHold:
      checkRun(memory, pfn, count, event);
      memory.content.fill(CONTENTS[top & 3], pfn, pfn + count);
      return;
    case Kind.PageblocksTyped: {
      const first = pfn >> geometry.pageblockOrder;
      checkRun(memory, pfn, 1, event);
      checkNumber("pageblock", first + count - 1, memory.blockType.length, event);
      checkNumber("migratetype", top, geometry.types, event);
      memory.blockType.fill(top, first, first + count);
      return;
    }
    case Kind.WatermarkSet:
      checkNumber("zone", order, geometry.zones.length, event);
      checkNumber("mark", pfn, 4, event);
      memory.zoneMarks[order * 4 + pfn] = value;
      return;
    case Kind.ReserveSet:
      checkNumber("zone", order, geometry.zones.length, event);
      checkNumber("zone", pfn, geometry.zones.length, event);
      memory.zoneReserve[order * geometry.zones.length + pfn] = value;
      return;
    case Kind.PercpuLimitsSet:
      checkNumber("zone", order, geometry.zones.length, event);
      checkNumber("cpu", cpu, geometry.cpus, event);
      memory.percpuHigh[order * geometry.cpus + cpu] = pfn;
      memory.percpuBatch[order * geometry.cpus + cpu] = value;
      return;
    case Kind.WorldReady:
      memory.status[Status.Ready] = 1;
      memory.laneKind.fill(0); // the lanes begin here
      memory.laneLast.fill(0);
      memory.laneTime.fill(geometry.timed ? memory.now[0] : 0);
      return;
  }
}

function onList(memory: Memory, order: number, pfn: number, type: number, event: number): void {
  checkBlock(memory, pfn, order, event);
  checkNumber("migratetype", type, memory.geometry.types, event);
  const zone = zoneOf(memory, pfn);
  checkNumber("zone", zone, memory.geometry.zones.length, event);
  memory.block[pfn] = State.Free | (order << Block.Order) | (type << Block.Type);
  link(memory, zoneList(memory, zone, order, type), pfn, true);
  memory.zoneFree[zone] += 1 << order;
}

function onPercpu(
  memory: Memory,
  cpu: number,
  order: number,
  pfn: number,
  type: number,
  event: number,
): void {
  checkBlock(memory, pfn, order, event);
  checkNumber("cpu", cpu, memory.geometry.percpuLists === 0 ? 0 : memory.geometry.cpus, event);
  const zone = zoneOf(memory, pfn);
  checkNumber("zone", zone, memory.geometry.zones.length, event);
  memory.block[pfn] = State.Percpu | (order << Block.Order) | (type << Block.Type);
  link(memory, percpuList(memory, zone, cpu, order, type), pfn, true);
  memory.percpuPages[zone * memory.geometry.cpus + cpu] += 1 << order;
}

function used(
  memory: Memory,
  owner: number,
  pfn: number,
  count: number,
  type: number,
  event: number,
): void {
  checkRun(memory, pfn, count, event);
  if (owner !== 0) checkNumber("owner", owner - 1, memory.geometry.owners, event);
  const word = State.Used | (type << Block.Type) | (owner << Block.Owner);
  const end = pfn + count, { bits } = memory;
  memory.block.fill(word, pfn, end);
  memory.content.fill(OLD_DATA, pfn, end);
  for (let page = pfn; page < end; page++) bits[page] |= WRITTEN;
  if (owner === 0) return;
  for (let page = pfn; page < end; page++) link(memory, ownerList(memory, owner), page, true);
}
