/**
 * Dumps of a kernel's lists, read and checked.
 * @module
 */
import { z } from "zod";
import { faultOf } from "../../core/run/start/check.ts";
import {
  MAX_ORDER,
  PAGEBLOCK_ORDER,
  type Snapshot,
  SNAPSHOT_FORMAT,
} from "../../core/run/start/snapshot.ts";
import { InputError } from "../errors.ts";
import { isFolder, nameOf, readBytes } from "../files.ts";
import { readProcfs } from "./procfs.ts";

const whole = z.number().int().nonnegative();
const pfn = whole.max(2 ** 28);

const zone = z.object({
  name: z.string(),
  start_pfn: pfn,
  spanned: pfn.min(1),
  managed: pfn,
  watermark: z.object({ min: whole, low: whole, high: whole, boost: whole }),
  lowmem_reserve: z.array(whole),
  free_area: z.array(z.object({ order: whole.max(10), lists: z.array(z.array(pfn)) })),
  pcp: z.array(z.object({
    cpu: whole.max(239),
    count: whole,
    high: whole,
    batch: whole,
    free_factor: whole.max(31),
    stat_threshold: whole.optional(),
    nr_free_pages_diff: z.number().int().optional(),
    lists: z.array(z.object({
      pindex: whole.max(13),
      order: whole.max(10),
      pages: z.array(z.tuple([pfn, whole.max(7)])),
    })),
  })),
  pageblocks: z.object({ start_pfn: pfn, migratetype: z.array(whole.max(255)) }),
  pages: z.object({ start_pfn: pfn, rle: z.array(z.tuple([whole, whole])) }),
});

const snapshot = z.object({
  format: z.literal(SNAPSHOT_FORMAT),
  max_order: z.literal(MAX_ORDER),
  pageblock_order: z.literal(PAGEBLOCK_ORDER),
  cpus: whole.min(1).max(240),
  watermark_boost_factor: whole.optional(),
  zones: z.array(zone).min(1).max(16),
});

/**
 * Reads the lists that a guest begins with: a dump, or a folder with the text of /proc.
 * @throws InputError that says what is wrong, and where in the file
 */
export async function readLists(path: string): Promise<Snapshot> {
  return isFolder(path) ? await readProcfs(path.replace(/\/+$/, "")) : await readSnapshot(path);
}

/**
 * Reads a dump; .gz and .zst are read as they are.
 * @throws InputError that says what is wrong, and where in the file
 */
export async function readSnapshot(path: string): Promise<Snapshot> {
  const name = nameOf(path), bytes = await readBytes(path);
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw new InputError(`${name}: not JSON; a dump of a kernel's lists is ${SNAPSHOT_FORMAT}`);
  }
  const result = snapshot.safeParse(value);
  if (result.success) {
    const fault = faultOf(result.data);
    if (fault === undefined) return result.data;
    throw new InputError(`${name}: no dump of a kernel's lists: ${fault}`);
  }
  const [{ path: place, message }] = result.error.issues;
  throw new InputError(
    `${name}: no dump of a kernel's lists: ${place.join(".") || "it"}: ${message}`,
  );
}
