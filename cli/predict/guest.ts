/**
 * A guest in the words of whoever runs it: `mem=16G,free=60%,old-data=50%,dirty=20MB/s,ws=1G`.
 * @module
 */
import { z } from "zod";
import { didYouMean } from "../command.ts";
import { InputError } from "../errors.ts";
import { mibOf, rateOf, shareOf } from "./units.ts";

/** What is known of a guest; MiB and MiB/s. */
export interface GuestWords {
  readonly mem: number;
  readonly free: number;
  /** Of the free memory, what holds old data. */
  readonly oldData: number;
  readonly dirty: number;
  readonly ws: number;
  readonly cpus: number;
  readonly hugePages: boolean;
  readonly initOnAlloc: boolean;
  /** MiB of free memory in blocks below the order of hints; undefined if that is not known. */
  readonly small?: number;
  /** What was not said, and is assumed. */
  readonly assumed: readonly string[];
}

const MEM_MIN = 256, MEM_MAX = 256 * 1024; // larger guests were not tried
const WS_SHARE = 4; // a quarter of what is in use, as in the measured runs

/** The keys, what they say, and what is assumed without them. */
export const GUEST_KEYS: Readonly<Record<string, string>> = {
  mem: "the guest's memory, as in 16G",
  free: "what of it is free, as in 60% or 9G (default 50%)",
  "old-data": "what of the free memory holds old data and not zeros, as in 50% (default 50%)",
  dirty: "how much its processes write, as in 20MB/s (default 0)",
  ws: "the working set that they write, as in 1G (default a quarter of what is in use)",
  cpus: "its cpus (default 4)",
  thp: "transparent huge pages, on or off (default on)",
  "init-on-alloc": "on or off; Debian's and Ubuntu's kernels have it on (default off)",
};

const size = (what: string) =>
  z.string().refine((text) => mibOf(text) !== undefined, `${what}: a size, as in 16G or 512M`);
const share = (what: string) =>
  z.string().refine(
    (text) => shareOf(text, 100) !== undefined,
    `${what}: a share or a size, as in 60% or 9G`,
  );
const flag = (what: string) => z.enum(["on", "off"], `${what}: on or off`);

const shape = z.strictObject({
  mem: size("mem"),
  free: share("free").optional(),
  "old-data": share("old-data").optional(),
  dirty: z.string().refine(
    (text) => rateOf(text) !== undefined,
    "dirty: an amount a second, as in 20MB/s",
  ).optional(),
  ws: size("ws").optional(),
  cpus: z.string().regex(/^([1-9]|[1-9]\d|1\d\d)$/, "cpus: a number from 1 to 199").optional(),
  thp: flag("thp").optional(),
  "init-on-alloc": flag("init-on-alloc").optional(),
});

/**
 * Splits `key=value,key=value`.
 * @throws InputError for a part that is none, or a key that is unknown or given twice
 */
export function wordsOf(text: string): Record<string, string> {
  const words: Record<string, string> = {};
  for (const part of text.split(",").map((one) => one.trim()).filter((one) => one !== "")) {
    const [, key, value] = /^([a-z-]+)=(.+)$/i.exec(part) ?? [];
    if (key === undefined) {
      throw new InputError(`--guest: "${part}": give KEY=VALUE, as in mem=16G`);
    }
    if (!(key in GUEST_KEYS)) {
      throw new InputError(
        `--guest: unknown "${key}"${didYouMean(key, Object.keys(GUEST_KEYS))} (there are: ${
          Object.keys(GUEST_KEYS).join(", ")
        })`,
      );
    }
    if (key in words) throw new InputError(`--guest: ${key} is given twice`);
    words[key] = value.trim();
  }
  return words;
}

/**
 * Reads a guest.
 * @throws InputError that says which word is wrong, and what it should be
 */
export function guestOf(words: Readonly<Record<string, string>>): GuestWords {
  const { success, data, error } = shape.safeParse(words);
  if (!success) {
    const { path, message } = error.issues[0];
    const key = path.join(".");
    throw new InputError(
      words[key] === undefined
        ? `--guest: ${key} is missing: ${GUEST_KEYS[key] ?? message}`
        : `--guest: ${message}, not "${words[key]}"`,
    );
  }
  const assumed: string[] = [];
  const otherwise = (key: keyof typeof data, value: string): string => {
    if (data[key] === undefined) assumed.push(`${key} ${value}`);
    return data[key] ?? value;
  };
  const mem = mibOf(data.mem)!;
  if (mem < MEM_MIN || mem > MEM_MAX) {
    throw new InputError(`--guest: mem=${data.mem}: must be 256M to 256G`);
  }
  const free = shareOf(otherwise("free", "50%"), mem)!;
  const oldData = shareOf(otherwise("old-data", "50%"), free)!;
  const used = mem - free;
  const dirty = rateOf(otherwise("dirty", "0"))!;
  const ws = dirty === 0 ? 0 : mibOf(otherwise("ws", `${Math.ceil(used / WS_SHARE)}M`))!;
  if (used < mem / 50) {
    throw new InputError(`--guest: free=${data.free}: leaves nothing in use of ${data.mem}`);
  }
  if (oldData > free) {
    throw new InputError(`--guest: old-data=${data["old-data"]}: more than is free`);
  }
  if (ws > used * 0.9) {
    throw new InputError(`--guest: ws=${data.ws}: does not fit the ${Math.round(used)} MiB in use`);
  }
  return {
    mem,
    free,
    oldData,
    dirty,
    ws,
    cpus: Number(data.cpus ?? 4),
    hugePages: (data.thp ?? "on") === "on",
    initOnAlloc: data["init-on-alloc"] === "on",
    assumed,
  };
}
