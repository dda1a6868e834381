/**
 * A guest from files that were copied from it while it ran: /proc/meminfo, /proc/buddyinfo, /proc/zoneinfo, and
 * QEMU's answers to query-migrate, query-migrate-parameters and calc-dirty-rate (query-dirty-rate).
 * @module
 */
import { z } from "zod";
import { InputError } from "../errors.ts";
import { isFolder, readBytes } from "../files.ts";

/** What the files say, in the words of `--guest`, and what they say besides. */
export interface FromGuest {
  readonly words: Record<string, string>;
  /** MiB of free memory in blocks below order 10. */
  readonly smallMib: number;
  readonly link?: string;
  readonly downtime?: string;
}

const KIB_A_MIB = 1024, PAGES_A_MIB = 256, TOP_ORDER = 10;

async function textIn(folder: string, names: readonly string[]): Promise<string | undefined> {
  for (const name of names) {
    for (const ending of ["", ".txt", ".json"]) {
      const path = `${folder}/${name}${ending}`;
      const isFile = await Deno.stat(path).then(({ isFile }) => isFile, () => false);
      if (isFile) return new TextDecoder().decode(await readBytes(path));
    }
  }
  return undefined;
}

const count = z.number().nonnegative();
const migrateShape = z.object({ ram: z.object({ mbps: count.optional() }).optional() });
const parametersShape = z.object({
  "downtime-limit": count.optional(),
  "max-bandwidth": count.optional(),
});
const dirtyShape = z.object({ "dirty-rate": count });

/** A reply of QMP, bare or as `{"return": ...}`. */
function parsed<T>(folder: string, name: string, text: string, shape: z.ZodType<T>): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new InputError(`${folder}/${name}: not JSON: save QMP's answer as it is`);
  }
  const { success, data, error } = shape.safeParse(
    (value as { return?: unknown })?.return ?? value,
  );
  if (success) return data;
  throw new InputError(
    `${folder}/${name}: ${error.issues[0].path.join(".") || "it"}: ${error.issues[0].message}`,
  );
}

/** Free pages by order, of all nodes and zones. */
function freeByOrder(folder: string, buddyinfo: string): number[] {
  const rows = [...buddyinfo.matchAll(/^Node +\d+, zone +\S+ ([\d ]+)$/gm)]
    .map(([, counts]) => counts.trim().split(/ +/).map(Number));
  if (rows.length === 0) throw new InputError(`${folder}/buddyinfo: no line of a zone in it`);
  return rows[0].map((_, order) =>
    rows.reduce((sum, row) => sum + (row[order] ?? 0) * 2 ** order, 0)
  );
}

/**
 * Reads a folder.
 * @throws InputError that says which file lacks what
 */
export async function fromFolder(path: string): Promise<FromGuest> {
  const folder = path.replace(/(.)\/+$/, "$1");
  if (!isFolder(folder)) throw new InputError(`--from ${path}: it is no folder`);
  const need = async (name: string): Promise<string> => {
    const text = await textIn(folder, [name]);
    if (text !== undefined) return text;
    throw new InputError(`--from ${path}: it has no ${name} (save /proc/${name} there)`);
  };
  const meminfo = await need("meminfo"), zoneinfo = await need("zoneinfo");
  const orders = freeByOrder(folder, await need("buddyinfo"));
  const kib = (key: string): number => {
    const found = new RegExp(`^${key}: +(\\d+) kB`, "m").exec(meminfo);
    if (found === null) throw new InputError(`${folder}/meminfo: "${key}" is missing`);
    return Number(found[1]);
  };
  const spanned = [...zoneinfo.matchAll(/^ +present +(\d+)/gm)].reduce(
    (sum, [, pages]) => sum + Number(pages),
    0,
  );
  if (spanned === 0) throw new InputError(`${folder}/zoneinfo: no zone with memory in it`);
  const cpus = new Set([...zoneinfo.matchAll(/^ +cpu: (\d+)/gm)].map(([, cpu]) => cpu)).size;
  const small = orders.slice(0, TOP_ORDER).reduce((sum, pages) => sum + pages, 0);
  const words: Record<string, string> = {
    mem: `${spanned / PAGES_A_MIB}M`,
    free: `${kib("MemFree") / KIB_A_MIB}M`,
    ...(cpus > 0 ? { cpus: String(cpus) } : {}),
  };
  const dirty = await textIn(folder, ["query-dirty-rate", "calc-dirty-rate"]);
  if (dirty !== undefined) {
    words.dirty = `${parsed(folder, "calc-dirty-rate", dirty, dirtyShape)["dirty-rate"]}MiB/s`;
  }
  const migrate = await textIn(folder, ["query-migrate"]);
  const mbps = migrate === undefined
    ? undefined
    : parsed(folder, "query-migrate", migrate, migrateShape).ram?.mbps;
  const parameters = await textIn(folder, ["query-migrate-parameters"]);
  const limits = parameters === undefined
    ? undefined
    : parsed(folder, "query-migrate-parameters", parameters, parametersShape);
  return {
    words,
    smallMib: small / PAGES_A_MIB,
    ...(mbps !== undefined && mbps > 0 ? { link: `${mbps}Mbit` } : {}),
    ...(limits?.["downtime-limit"] !== undefined
      ? { downtime: `${limits["downtime-limit"]}ms` }
      : {}),
  };
}
