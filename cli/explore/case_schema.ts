/**
 * The schema of case files: keys, bounds and their sentences.
 * @module
 */
import { z } from "zod";
import { hosts } from "../../core/decide/hosts/mod.ts";
import { profiles } from "../../core/decide/profiles/mod.ts";
import { designs } from "../../core/run/designs/mod.ts";
import { ORACLES } from "../../core/run/search/cases.ts";
import { commandNames } from "../../core/run/search/commands.ts";
import { BOUNDS } from "../../core/run/search/bounds.ts";
import { namesOf } from "../scenario/tasks.ts";

const flag = (sentence: string) => z.boolean().default(false).describe(sentence);
const few = (least: number, most: number, usual: number, sentence: string) =>
  z.number().int().min(least).max(most).default(usual).describe(sentence);

/** A switch for each key of an object that is true, false or, where it is named, a small number. */
function switchesOf(rows: readonly object[], numbers: readonly string[], sentence: string) {
  const keys = new Set(
    rows.flatMap((row) => Object.entries(row)).flatMap(([key, value]) =>
      typeof value === "boolean" ? [key] : []
    ),
  );
  const shape = {
    ...Object.fromEntries([...keys].sort().map((key) => [key, z.boolean().optional()])),
    ...Object.fromEntries(numbers.map((key) => [key, z.number().int().min(0).max(8).optional()])),
  };
  return z.strictObject(shape).optional().describe(sentence);
}

const guestSwitches = z.strictObject({
  onAlloc: z.boolean().optional().describe("init_on_alloc."),
  onFree: z.boolean().optional().describe("init_on_free."),
  poison: z.boolean().optional().describe("page_poison."),
  poisonTold: z.boolean().optional().describe("The host is told of the pattern."),
  reusesBuffer: z.boolean().optional().describe("A bitmap is filled anew while the host reads it."),
  postcopy: z.boolean().optional().describe("The migration may turn to postcopy."),
  calls: z.number().int().min(1).max(4).optional().describe("Calls of a report of v33."),
  leaveBlocks: z.number().int().min(0).max(4).optional().describe("Blocks that are left free."),
  arrayOrder: z.number().int().min(-1).max(0).optional().describe(
    "0: an array or a bitmap is a page of the guest; -1: it lies outside the world.",
  ),
  hintOrder: z.number().int().min(0).max(2).optional().describe("Order of hinted blocks."),
  bitmapPages: z.number().int().min(1).max(4).optional().describe("Pages that a bitmap spans."),
  reportBlocks: z.number().int().min(1).max(4).optional().describe("Blocks of a report."),
  pageUnits: z.number().int().min(1).max(4).optional().describe(
    "Pages of the host's count that one of the guest's is.",
  ),
  wakesUnderLock: z.boolean().optional().describe(
    "Kswapd is woken under the zone's lock, where a steal raised the marks.",
  ),
}).optional().describe("What the guest does.");

const switches = (sentence: string) =>
  z.strictObject({
    host: switchesOf(
      hosts,
      ["chunkOrder", "logMode", "pageOrder"],
      "Keys of a host (core/decide/hosts/host.ts).",
    ),
    design: switchesOf(designs, [], "Keys of a design (core/run/designs/design.ts)."),
    guest: guestSwitches,
  }).default({}).describe(sentence);

const grain = z.strictObject({
  atomic: z.array(z.enum(commandNames)).optional().describe("Commands that are one step."),
  length: z.number().int().min(0).max(200).optional().describe("Steps of the shortest violation."),
});

/** What a case file may say. */
export const caseSchema = z.strictObject({
  $schema: z.string().optional().describe("Path of this schema, for an editor."),
  story: z.string().min(1).max(200).describe("What is switched, in a few words."),
  source: z.string().max(300).default("").describe("A row of a table, a mail, a document."),
  bug: z.string().max(20).default("").describe(
    "The historical bug, by its number in the catalogue.",
  ),
  commit: z.string().max(80).default("").describe("The commit that mended it, or brought it."),
  suspected: flag("The finding is the model's alone: nobody has reported it."),
  profile: z.enum(namesOf(profiles)).default("linux-4.17").describe("The guest's kernel."),
  host: z.enum(namesOf(hosts)).describe("The hypervisor."),
  design: z.enum(namesOf(designs)).describe("The guest's driver."),
  switches: switches("What this world does otherwise than its host and its design."),
  mutant: switches("What makes the bug: without it the same world is searched, too, and is safe."),
  bounds: z.strictObject({
    pages: few(1, 8, BOUNDS.pages, "Pages of the guest."),
    used: few(0, 7, BOUNDS.used, "Of these, pages in use that nobody takes: the last ones."),
    cpus: few(1, 2, BOUNDS.cpus, "The guest's cpus."),
    tasks: few(0, 2, BOUNDS.tasks, "Tasks that take pages, write them, give them back."),
    rounds: few(0, 4, BOUNDS.rounds, "Rounds before the guest is stopped; 0: no migration."),
    writes: few(0, 4, BOUNDS.writes, "Writes of each task."),
    returns: few(0, 4, BOUNDS.returns, "Blocks that the shrinker gives back."),
    queue: few(2, 8, BOUNDS.queue, "Descriptors of the queue."),
    zeros: flag("A write may also be of zeros."),
    deviceWrites: few(0, 3, 0, "Writes of a device."),
    ends: few(0, 2, 0, "Migrations that end early."),
    endsBy: z.enum(["cancel", "failure"]).default("cancel").describe("How they end."),
    retries: few(0, 2, 0, "Migrations begun after one that ended early."),
    postcopies: few(0, 1, 0, "Turns to postcopy."),
    interrupts: few(0, 2, 0, "Interrupts of the guest that have nothing to do with hints."),
    orders: few(1, 3, BOUNDS.orders, "Orders of free blocks."),
    types: few(1, 2, BOUNDS.types, "Migratetypes; with two, what is free is movable."),
    demands: flag("Tasks ask for pages where none is free, too, and reclaim for them."),
    reads: flag("Tasks read files: what they hold is page cache."),
    unloads: flag("The driver may be unloaded."),
    balloon: few(1, 8, BOUNDS.balloon, "Size of the balloon, in the host's count."),
    sizes: few(0, 4, BOUNDS.sizes, "How often the balloon is set to that size, or to none."),
    batch: few(1, 4, BOUNDS.batch, "Page numbers that a message of the balloon has room for."),
    after: flag("The guest goes on where it has been switched over."),
  }).prefault({}).describe("How far the search goes."),
  oracles: z.array(z.enum(ORACLES)).default([...ORACLES]).describe("Who judges."),
  cycles: flag("Fair cycles in which something is owed all the way round are violations."),
  expected: z.enum(["safe", "violation"]).describe("The verdict that is expected."),
  oracle: z.union([z.enum(ORACLES), z.literal("")]).default("").describe(
    "Who is expected to say so.",
  ),
  grains: z.strictObject({ "section-g": grain.optional(), events: grain.optional() })
    .default({ events: {} }).describe(
      "How finely the steps are cut, and how long the way then is.",
    ),
}).meta({ title: "hintlab case", description: "A small world for `deno task explore`." });

/** Its JSON Schema, as an editor wants it. */
export function caseSchemaText(): string {
  return `${JSON.stringify(z.toJSONSchema(caseSchema, { io: "input" }), null, 2)}\n`;
}
