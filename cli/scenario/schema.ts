/**
 * What a scenario file may say: every key with its type, range, default and one sentence.
 * @module
 */
import { z } from "zod";
import { COSTS, type Costs } from "../../core/decide/costs.ts";
import { profiles } from "../../core/decide/profiles/mod.ts";
import { designs } from "../../core/run/designs/mod.ts";
import { HINTS } from "../../core/run/scenario.ts";
import { hostSchema } from "./host.ts";
import { mib, namesOf, task } from "./tasks.ts";

const COST_NS_MAX = 1_000_000_000;
const TASKS_MAX = 30; // with the world they are the owners that a block's word has room for
const TITLE_CHARS_MAX = 1000;

/** The kernel of a guest that names none: the one whose rules real traces confirm. */
const PROFILE = "linux-6.1";

const guest = z.strictObject({
  start: z.string().min(1).max(4096).optional().describe(
    "Real lists to begin with: a START.json, or a folder with a kernel's zoneinfo, pagetypeinfo and " +
      "buddyinfo, from this file on. They say memory, cpus and what is in use.",
  ),
  mib: mib.min(16).optional().describe("The guest's memory, in MiB; needed without start."),
  cpus: z.number().int().min(1).max(240).optional()
    .describe("The guest's cpus. Default: 1, or what start says."),
  nodes: z.number().int().min(1).max(2).default(1)
    .describe("Memory nodes, each with its share of memory and cpus. Default: 1."),
  movableMib: mib.default(0).describe(
    "MiB in a Movable zone, for movable pages only (movablecore=). Default: 0.",
  ),
  profile: z.enum(namesOf(profiles)).default(PROFILE).meta({
    title: "profile",
    description: `The kernel whose allocator rules the guest follows. Default: ${PROFILE}.`,
  }),
  hugePages: z.boolean().default(true)
    .describe("Transparent huge pages are on, which raises the watermarks. Default: true."),
  usedMib: mib.optional().describe(
    "MiB in use when the log begins, the writers' working sets included; needed without start.",
  ),
  unmovableMib: mib.default(0)
    .describe("MiB of usedMib that are unmovable: the kernel's own. Default: 0."),
  oldDataMib: mib.default(0)
    .describe("MiB of free memory that hold old data; the rest holds zeros. Default: 0."),
  initOnAlloc: z.boolean().default(false)
    .describe("The kernel fills blocks with zeros as it hands them out. Default: false."),
  initOnFree: z.boolean().default(false)
    .describe("The kernel fills blocks with zeros as they are given back. Default: false."),
  pagePoison: z.boolean().default(false).describe(
    "The kernel fills blocks with a pattern as they are given back, and checks it. Default: false.",
  ),
  mixedMib: mib.default(0).describe(
    "MiB of usedMib that lie as single pages between freed ones: they leave fragments. Default: 0.",
  ),
  mixedFreed: z.number().int().min(1).max(1023).default(7).describe(
    "Pages freed between two of those, out of oldDataMib: 7 leave pieces of orders 0 to 2, 1 leaves " +
      "single pages. Default: 7.",
  ),
}).superRefine(({ start, mib, usedMib, cpus, unmovableMib, mixedMib }, context) => {
  const refuse = (key: string): void => context.addIssue({ code: "custom", path: [key] });
  if (start === undefined) {
    if (mib === undefined) refuse("mib");
    else if (usedMib === undefined) refuse("usedMib");
    return;
  }
  const said = Object.entries({
    mib,
    usedMib,
    cpus,
    unmovableMib: unmovableMib || undefined,
    mixedMib: mixedMib || undefined,
  }).find(([, value]) => value !== undefined);
  if (said !== undefined) refuse(said[0]);
}).meta({
  description: "The machine that migrates, as it is when the log begins.",
  anyOf: [{ required: ["start"] }, { required: ["mib", "usedMib"] }],
});

const hints = z.strictObject({
  order: z.number().int().min(0).max(15).default(10)
    .describe("Order of the blocks that are hinted: 10 is 4 MiB. Default: 10."),
  arrayOrder: z.number().int().min(0).max(10).default(10)
    .describe("Order of the block that the guest allocates as its hint array. Default: 10."),
  queue: z.number().int().min(4).max(32768).default(128)
    .describe("Descriptors of the queue that carries hints to the host. Default: 128."),
  calls: z.number().int().min(1).max(64).default(1)
    .describe("How often v33 calls for blocks in one report, each time anew. Default: 1."),
  poisonTold: z.boolean().default(true).describe(
    "Whether the driver tells the host what free pages hold (feature PAGE_POISON); without it " +
      "page-reporting does not begin where the kernel fills them. Default: true.",
  ),
  leaveBlocks: z.number().int().min(0).max(1 << 18).default(32)
    .describe("Free blocks of that order that alloc-pages leaves, by its count. Default: 32."),
  reusesBuffer: z.boolean().default(false).describe(
    "Whether bitmap-2016 fills its bitmap anew before the host has read it, as its second version did. " +
      "Default: false.",
  ),
  reported: z.boolean().default(true).describe(
    "Whether page-reporting had reported what is free before the log begins. Default: true.",
  ),
  balloonLeavesMib: mib.default(1024)
    .describe("MiB that the balloon leaves the guest free. Default: 1024."),
  reviewed: z.boolean().default(true).describe(
    "Whether v33 refuses an order that does not exist and a call outside process context, as its " +
      "review asked; as posted it checks neither. Default: true.",
  ),
  calledFrom: z.enum(["task", "hardirq"]).default("task").describe(
    "Where v33 is called from: a work item (task), or an interrupt's handler. Default: task.",
  ),
  bigEndian: z.boolean().default(false)
    .describe("Whether the guest is a big-endian machine. Default: false."),
  storesNative: z.boolean().default(false).describe(
    "Whether v33 stores addresses in the guest's own byte order, which matters in a big-endian " +
      "guest; the patch stores little-endian. Default: false.",
  ),
  touches: z.enum(["nothing", "struct-page", "content"]).default("nothing").describe(
    "What v33 and the merged driver do to the first page of each block that they hint: use its " +
      "struct page, or read and write what it holds. Default: nothing.",
  ),
});

const costOf: Readonly<Record<keyof Costs, string>> = {
  scanPage: "The sender looks at a page and tests it for zeros",
  sendPage: "The sender puts a whole page on its way, beyond looking at it",
  syncPage: "Fetching and merging the dirty log, for each page of the guest",
  allocate: "Handing out or taking back a block",
  moveBlock: "Moving one block on or off a zone list, under the lock",
  listEntry: "Reading one list entry under the lock and storing its address",
  touchPage: "The host's first touch of a page that nothing had touched, above scanPage",
  fillPage: "The guest fills a page with zeros or the poison pattern",
  checkPage: "The guest checks a page for the poison pattern",
  reclaim: "A turn of kswapd or of direct reclaim at one priority",
  queueHint: "Filling a descriptor and telling the host",
  fillDescriptor: "Filling a descriptor of a queue that the host polls",
  applyHint: "The host applies one hinted block",
  inflatePage: "The guest takes a page for the balloon",
  tellPage: "The guest tells the host of one page in the balloon",
  discardPage: "The host gives back one page of the balloon",
  discardBlock: "The host gives back one reported block",
  notify: "From an interrupt to the thread or work item that it wakes",
};

type CostSchema = z.ZodOptional<z.ZodNumber>;

const costSchemas = Object.fromEntries(
  Object.entries(costOf).map(([name, sentence]) => {
    const { ns, source } = COSTS[name as keyof Costs];
    const cost = z.number().int().min(0).max(COST_NS_MAX).optional();
    return [name, cost.describe(`${sentence}, in ns. Default: ${ns} (${source}).`)];
  }),
) as Record<keyof Costs, CostSchema>;

/** The schema of a scenario file. */
export const scenarioSchema = z.strictObject({
  $schema: z.string().optional()
    .describe("Path of this schema, so that an editor knows the keys; simulate passes it over."),
  title: z.string().max(TITLE_CHARS_MAX).default("")
    .describe("What is printed above the results. Default: the file's name."),
  seed: z.number().int().min(0).max(0x7fffffff).default(1)
    .describe("The seed of all chance: the same seed gives the same log. Default: 1."),
  designs: z.array(z.enum(namesOf(designs)).meta({ title: "design" })).min(1)
    .default(["none", "v33", "merged"]).meta({
      description:
        "The hinting designs to compare, a run and a log each. Default: none, v33, merged.",
      uniqueItems: true,
    }),
  guest,
  host: hostSchema,
  hints: hints.default(HINTS).describe("How free pages are hinted, by designs that do."),
  tasks: z.array(task).max(TASKS_MAX).default([])
    .describe("What the guest does meanwhile, at most 30 tasks. Default: nothing."),
  costs: z.strictObject(costSchemas).default({})
    .describe("What things cost in virtual time, in ns; each left out has its default."),
}).meta({
  title: "hintlab scenario",
  description: "A guest, a host and a migration for `deno task simulate`.",
});

/** The part of JSON Schema that `scenarioSchema` comes out as. */
export interface JsonSchema {
  readonly type?: string;
  readonly title?: string;
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly items?: JsonSchema;
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
}

/** The same as JSON Schema (draft 2020-12), of a file as it is written: with keys left out. */
export const jsonSchema = z.toJSONSchema(scenarioSchema, { io: "input" }) as JsonSchema;

/** The text of the JSON Schema, as `simulate --schema` prints it. */
export function schemaText(): string {
  return `${JSON.stringify(jsonSchema, null, 2)}\n`;
}
