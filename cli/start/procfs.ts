/**
 * A kernel's free memory from the text of /proc: zoneinfo, and pagetypeinfo or buddyinfo, in one folder.
 * @module
 */
import { faultOf } from "../../core/run/start/check.ts";
import { placed, type ZoneCounts } from "../../core/run/start/placed.ts";
import { MAX_ORDER, type Snapshot, TYPES } from "../../core/run/start/snapshot.ts";
import { CPUS_MAX, FRAME_BITS } from "../../core/state/geometry.ts";
import { InputError } from "../errors.ts";
import { readBytes } from "../files.ts";

const MOVABLE = 1;
/** Migratetypes by the kernel's names; CMA is not modelled. */
const TYPE_NAMES = ["Unmovable", "Movable", "Reclaimable", "HighAtomic", "Isolate"];
const FRAMES_MAX = 2 ** FRAME_BITS;
const NAME_MAX = 32;
const LAST_ZONE = 2; // DMA, DMA32, Normal

/** The three texts; a file may end in .txt. */
interface Texts {
  readonly folder: string;
  readonly zoneinfo: string;
  readonly pagetypeinfo: string | undefined;
  readonly buddyinfo: string | undefined;
}

/** Reads a file of the folder; undefined if it is not there. */
async function textIn(folder: string, name: string): Promise<string | undefined> {
  for (const path of [`${folder}/${name}`, `${folder}/${name}.txt`]) {
    const isFile = await Deno.stat(path).then(({ isFile }) => isFile, () => false);
    if (isFile) return new TextDecoder().decode(await readBytes(path));
  }
  return undefined;
}

const numbers = (text: string): number[] => (text.match(/\d+/g) ?? []).map(Number);

/**
 * Reads lists from a folder with the text of /proc.
 * @throws InputError that says which file lacks what
 */
export async function readProcfs(folder: string): Promise<Snapshot> {
  const zoneinfo = await textIn(folder, "zoneinfo");
  const pagetypeinfo = await textIn(folder, "pagetypeinfo");
  const buddyinfo = await textIn(folder, "buddyinfo");
  if (zoneinfo === undefined) {
    throw new InputError(`${folder}: it has no zoneinfo (save /proc/zoneinfo there)`);
  }
  if (pagetypeinfo === undefined && buddyinfo === undefined) {
    throw new InputError(`${folder}: it has neither pagetypeinfo nor buddyinfo of /proc`);
  }
  const texts = { folder, zoneinfo, pagetypeinfo, buddyinfo };
  const zones = zonesOf(texts);
  const cpus = Math.max(0, ...zones.map(({ percpu }) => percpu.length));
  if (cpus === 0) throw new InputError(`${folder}/zoneinfo: no zone with memory and cpus in it`);
  if (cpus > CPUS_MAX) {
    throw new InputError(`${folder}/zoneinfo: ${cpus} cpus, not 1 to ${CPUS_MAX}`);
  }
  const start = placed(zones, cpus), fault = faultOf(start);
  if (fault !== undefined) throw new InputError(`${folder}/zoneinfo: ${fault}`);
  return start;
}

/** @throws InputError for a zone that no machine has: nothing is made of its numbers before */
function checkZone(
  folder: string,
  { name, startPfn, spanned, managed, watermark }: ZoneCounts,
): void {
  const wrong = startPfn + spanned > FRAMES_MAX
    ? `it spans ${spanned} pages from ${startPfn} on: beyond 1 TiB`
    : managed > spanned
    ? `${managed} of its ${spanned} pages are managed`
    : watermark.min < 0
    ? "its mark min is less than its boost"
    : "";
  if (wrong) throw new InputError(`${folder}/zoneinfo: zone ${name}: ${wrong}`);
}

/** A zone's name where an expression looks for it. */
const quoted = (name: string): string => name.replace(/[^A-Za-z0-9_]/g, "\\$&");

function zonesOf(texts: Texts): ZoneCounts[] {
  const { folder, zoneinfo } = texts;
  const parts = zoneinfo.split(/^(?=Node \d+, zone)/m).filter((part) => part.startsWith("Node"));
  const zones = parts.map((part, index) => ({ part, index }))
    .filter(({ part }) => numbers(/^\s*spanned +(\d+)/m.exec(part)?.[0] ?? "0")[0] > 0);
  return zones.map(({ part, index: place }) => {
    const [, node, name] = /^Node (\d+), zone +(\S+)/.exec(part) ?? [];
    if (name === undefined || name.length > NAME_MAX) {
      throw new InputError(`${folder}/zoneinfo: a zone has no name, or none of a kernel`);
    }
    if (node !== "0") {
      throw new InputError(`${folder}/zoneinfo: node ${node}: one node is modelled`);
    }
    if (place > LAST_ZONE) {
      throw new InputError(`${folder}/zoneinfo: zone ${name} has memory: it is not modelled`);
    }
    const field = (key: string, otherwise?: number): number => {
      const found = new RegExp(`^\\s*${key}:? +(\\d+)`, "m").exec(part);
      if (found !== null) return Number(found[1]);
      if (otherwise !== undefined) return otherwise;
      throw new InputError(`${folder}/zoneinfo: zone ${name}: "${key}" is missing`);
    };
    const protection = numbers(/protection: \((.*)\)/.exec(part)?.[1] ?? "");
    const percpu = [...part.matchAll(
      /cpu: (\d+)\s+count: +\d+\s+high: +(\d+)\s+batch: +(\d+)(?:\s+vm stats threshold: (\d+))?/g,
    )].map(([, cpu, high, batch, threshold]) => ({
      cpu: Number(cpu),
      high: Number(high),
      batch: Number(batch),
      stat_threshold: Number(threshold ?? 0),
    }));
    const boost = field("boost", 0);
    const zone = {
      name,
      startPfn: field("start_pfn"),
      spanned: field("spanned"),
      managed: field("managed"),
      // What is printed as a mark has the boost in it (include/linux/mmzone.h, wmark_pages).
      watermark: {
        min: field("min") - boost,
        low: field("low") - boost,
        high: field("high") - boost,
        boost,
      },
      lowmemReserve: zones.map(({ index }) => protection[index] ?? 0),
      percpu,
    };
    const counts = { ...zone, ...freeOf(texts, name) };
    checkZone(folder, counts);
    return counts;
  });
}

/** Free blocks and pageblocks of a zone: by type, or all of them movable if only buddyinfo is there. */
function freeOf(texts: Texts, zone: string): Pick<ZoneCounts, "free" | "pageblocks"> {
  const { folder, pagetypeinfo, buddyinfo } = texts;
  const free = Array.from({ length: TYPES }, () => new Array<number>(MAX_ORDER).fill(0));
  if (pagetypeinfo === undefined) {
    const line = new RegExp(`^Node +0, zone +${quoted(zone)} (.*)$`, "m").exec(buddyinfo ?? "");
    free[MOVABLE] = ordersOf(line?.[1], `${folder}/buddyinfo: zone ${zone}`);
    return { free, pageblocks: [] };
  }
  const name = `${folder}/pagetypeinfo: zone ${zone}`;
  for (
    const [, type, counts] of pagetypeinfo.matchAll(
      new RegExp(`^Node +0, zone +${quoted(zone)}, type +(\\S+) (.*)$`, "gm"),
    )
  ) {
    const at = TYPE_NAMES.indexOf(type), blocks = ordersOf(counts, `${name}, ${type}`);
    if (at >= 0) free[at] = blocks;
    else if (blocks.some((count) => count > 0)) {
      throw new InputError(`${name}: blocks of type ${type}: it is not modelled`);
    }
  }
  const head = /^Number of blocks type +(.*)$/m.exec(pagetypeinfo)?.[1].trim().split(/ +/) ?? [];
  const counts = numbers(
    new RegExp(`^Node 0, zone +${quoted(zone)} +([\\d ]+)$`, "m").exec(pagetypeinfo)?.[1] ?? "",
  );
  if (counts.length === 0 || counts.length !== head.length) {
    throw new InputError(`${name}: its line of "Number of blocks type" is missing`);
  }
  return { free, pageblocks: TYPE_NAMES.map((type) => counts[head.indexOf(type)] ?? 0) };
}

function ordersOf(text: string | undefined, where: string): number[] {
  const counts = numbers((text ?? "").replaceAll(">", " "));
  if (counts.length === MAX_ORDER) return counts;
  throw new InputError(`${where}: expected ${MAX_ORDER} numbers, for orders 0 to ${MAX_ORDER - 1}`);
}
