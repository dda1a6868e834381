/**
 * Schemas of a guest's tasks: one for each kind, and the list of them.
 * @module
 */
import { z } from "zod";

const MIB_MAX = 1 << 20; // 1 TiB
const CPU_MAX = 239;
const MS_MAX = 600_000; // ten minutes

/** Amounts of memory in MiB. */
export const mib = z.number().int().min(0).max(MIB_MAX);
/** Times in ms. */
export const ms = z.number().min(0).max(MS_MAX);

/** The names that a list of designs, hosts or profiles has. */
export const namesOf = (list: readonly { readonly name: string }[]): string[] =>
  list.map(({ name }) => name);

/** What happens so often a second; less than once in a quarter of an hour is never, for a run. */
const rate = z.number().min(0.001).max(100_000_000);
const mibPerSecond = z.number().min(0.001).max(100_000);
const cpu = z.number().int().min(0).max(CPU_MAX).default(0)
  .describe("The guest's cpu on which the task runs, from 0. Default: 0.");

const idle = z.strictObject({
  kind: z.literal("idle").describe("Does nothing."),
  cpu,
}).describe("A task that does nothing.");

const writer = z.strictObject({
  kind: z.literal("writer").describe("Writes pages of its working set, drawn at random."),
  cpu,
  mib: mib.describe("Its working set, in MiB; part of guest.usedMib."),
  mibPerSecond: mibPerSecond.describe("How much it writes, in MiB a second."),
}).describe("A task that owns a working set from the start and writes its pages at random.");

const networkReceive = z.strictObject({
  kind: z.literal("network-receive")
    .describe("Takes a buffer for each packet, atomically in softirq, and frees the oldest one."),
  cpu,
  packetsPerSecond: rate.describe("Packets that arrive in a second."),
  largeEvery: z.number().int().min(1).max(1_000_000).default(8)
    .describe("One packet in so many needs a block of order 3 (32 KiB). Default: 8."),
  window: z.number().int().min(1).max(1_000_000).default(256)
    .describe("Packets in flight: with more, the oldest one's buffer is freed. Default: 256."),
}).describe("Packets that arrive and are consumed: small atomic allocations, short-lived.");

const fillAndFree = z.strictObject({
  kind: z.literal("fill-and-free").describe("Fills memory, then gives it all back and ends."),
  cpu,
  mib: mib.describe("How much it fills, in MiB."),
  mibPerSecond: mibPerSecond.describe("How fast it fills and frees, in MiB a second."),
}).describe("A process that fills memory and ends: what it leaves is free and holds old data.");

const churn = z.strictObject({
  kind: z.literal("churn").describe("Takes and gives back pages at random."),
  cpu,
  mib: mib.min(1).describe("The most that it owns, in MiB; it keeps at least half of that."),
  pagesPerSecond: rate.describe("Pages that it takes or gives back in a second."),
}).describe("A task that takes and gives back single pages at random.");

const chunks = z.strictObject({
  kind: z.literal("chunks").describe("Takes memory a chunk at a time, touching every page."),
  cpu,
  mib: mib.min(1).describe("How far it grows, in MiB."),
  chunkKib: z.number().int().min(4).max(1 << 20).default(1024)
    .describe("A chunk, in KiB. Default: 1024."),
  mibPerSecond: mibPerSecond.describe("How fast it grows, in MiB a second."),
  atMs: ms.default(0).describe("When it takes its first chunk, in ms. Default: 0."),
  keeps: z.boolean().default(true)
    .describe(
      "What it does once it has grown: it keeps all, or exchanges its oldest chunk for another at the " +
        "same rate. Default: true.",
    ),
  pageUs: z.number().min(0.001).max(1000).default(1)
    .describe("How long it takes to touch a page, in us. Default: 1."),
}).describe("A process that grows by chunks and touches every page of them.");

const deviceWrites = z.strictObject({
  kind: z.literal("device-writes").describe("A device writes guest memory from outside: DMA."),
  mib: mib.describe("The buffers that it writes, in MiB; part of guest.usedMib."),
  mibPerSecond: mibPerSecond.describe("How much it writes, in MiB a second."),
}).describe("A device of the host that writes its driver's buffers; the host logs that itself.");

const pageCache = z.strictObject({
  kind: z.literal("page-cache").describe("Reads files and keeps every page."),
  cpu,
  mib: mib.describe("How far the page cache grows, in MiB."),
  mibPerSecond: mibPerSecond.describe("How fast it grows, in MiB a second."),
}).describe("Page cache that grows to a size and stays.");

const trace = z.strictObject({
  kind: z.literal("trace").describe("Repeats what a real kernel's trace asked of its allocator."),
  trace: z.string().min(1).max(4096)
    .describe(
      "Path of the trace (ftrace, trace-cmd or perf text; gz, zst), from this file on. With " +
        "guest.start it is taken for a trace of that guest: it gives back what was in use.",
    ),
  atMs: ms.default(0).describe("When the trace's first event happens, in ms. Default: 0."),
  writes: z.number().int().min(1).max(1000).default(1)
    .describe("Times each allocated page is written: at first, then over its life. Default: 1."),
  countNs: z.number().min(0.001).max(1_000_000_000).default(1000)
    .describe("Nanoseconds of one count, if the trace's clock only counts. Default: 1000."),
}).describe("The allocations and frees of a real machine, asked of the model's allocator.");

/** A task of the guest, told apart by its kind. A new kind is its schema above and its place here. */
export const task = z.discriminatedUnion("kind", [
  idle,
  writer,
  networkReceive,
  fillAndFree,
  chunks,
  churn,
  pageCache,
  deviceWrites,
  trace,
]);
