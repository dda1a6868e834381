/**
 * A measured migration's record: what it began with, which a simulation may read, and what came of it,
 * which is only printed. The two are parsed apart, so that one cannot leak into the other.
 * @module
 */
import { inflateSync } from "node:zlib";
import { z } from "zod";
import type { RunInputs } from "../../../core/run/measured/inputs.ts";
import { InputError } from "../../errors.ts";
import { nameOf, readBytes } from "../../files.ts";

const count = z.number().nonnegative();
const flag = count.max(1).default(0);

const params = z.object({
  name: z.string(),
  mem: count.min(16),
  hint: count.max(1),
  bw_mib: count,
  link_mib: count.default(0),
  downtime_ms: count,
  ws_mib: count.default(0),
  rate: count.default(0),
  hold_mib: count.default(0),
  churn_mib: count.default(0),
  churn_chunk_kb: count.min(4).default(1024),
  churn_rate: count.default(0),
  churn_delay_ms: count.default(0),
  churn_idle: flag,
  churn_thp: flag,
  lead_ms: count.default(500),
  ioa: flag,
  iof: flag,
  poison: flag,
  max_rounds: count.default(25),
  rescue_ms: count.default(20_000),
  zpd: z.string().default(""),
  touch: flag.optional(),
});

const zone = z.object({ min: count, low: count, high: count, spanned: count, managed: count });

const inputsShape = z.object({
  params,
  before: z.object({
    zones: z.record(z.string(), zone),
    ram_pages: count.int().min(4096).max(2 ** 28),
    map_free: z.string(),
    map_nonzero: z.string(),
  }),
});

/** Times in ms on one clock that begins with the migrate command. */
const outputsShape = z.object({
  qemu: z.string().default(""),
  final: z.object({
    status: z.string().default("completed"),
    "total-time": count,
    downtime: count,
    ram: z.object({
      transferred: count,
      normal: count,
      duplicate: count,
      "dirty-sync-count": count,
    }),
  }),
  end_compare: z.object({ differ: count }).nullish(),
  guest_trace: z.object({
    order10_alloc_ms_pfn: z.array(z.tuple([z.number(), count])),
    order10_free_ms_pfn: z.array(z.tuple([z.number(), count])),
  }).nullish(),
  guest_samples: z.object({
    cols: z.array(z.string()),
    rows: z.array(z.array(z.unknown())),
  }).nullish(),
  rounds: z.array(z.object({
    new_dirty_pages: z.number(),
    normal_last_poll: count.optional(),
  })).default([]),
});

/** What was measured. */
export type RunOutputs = z.infer<typeof outputsShape>;

/** A record that was read; each half is parsed when it is asked for. */
export class RunRecord {
  constructor(private readonly file: string, private readonly value: unknown) {}

  /** @throws InputError that names what is wrong or missing */
  inputs(): RunInputs {
    const { params, before } = this.parsed(inputsShape);
    return {
      params,
      zones: before.zones,
      ramPages: before.ram_pages,
      free: this.map("map_free", before.map_free, before.ram_pages),
      nonzero: this.map("map_nonzero", before.map_nonzero, before.ram_pages),
    };
  }

  /** @throws InputError that names what is wrong or missing */
  outputs(): RunOutputs {
    return this.parsed(outputsShape);
  }

  private parsed<T>(shape: z.ZodType<T>): T {
    const { success, data, error } = shape.safeParse(this.value);
    if (success) return data;
    const { path, message } = error.issues[0];
    throw new InputError(`${this.file}: ${path.join(".") || "the record"}: ${message}`);
  }

  private map(name: string, text: string, pages: number): Uint8Array {
    const refuse = (why: string): never => {
      throw new InputError(`${this.file}: before.${name}: ${why}`);
    };
    let bytes = new Uint8Array();
    try {
      const packed = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
      bytes = new Uint8Array(inflateSync(packed));
    } catch {
      refuse("no zlib data in base64");
    }
    if (bytes.length < pages / 8) refuse(`${bytes.length * 8} bits for ${pages} page frames`);
    return bytes;
  }
}

/**
 * Reads a record; .gz and .zst are read as they are.
 * @throws InputError if it is no JSON object
 */
export async function readRecord(path: string): Promise<RunRecord> {
  const name = nameOf(path), bytes = await readBytes(path);
  try {
    const value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (typeof value === "object" && value !== null) return new RunRecord(name, value);
  } catch { /* told below */ }
  throw new InputError(`${name}: no JSON object; a measured run's record is one`);
}
