/**
 * One page's life: every event that touched it, told in sentences, and what came of it.
 *
 * JSON: `page`, `zone`, `migrationBegun` (ns or null), `entries[]` (`event`, `time` in ns, `who`,
 * `what`, `text`), `hints[]` (`readAt`, `staleAt`, `used`, `usedAt`, `skipped`, `round`),
 * `lost` (null before a switch-over), `conclusion[]`.
 * @module
 */
import { TYPES } from "../events/kinds.ts";
import { kindOf, type Words } from "../events/log.ts";
import { Kind } from "../events/kinds.ts";
import { zoneOf } from "../core/state/lists.ts";
import { Status } from "../core/state/views.ts";
import { blockAt } from "./block_at.ts";
import type { Fold } from "./fold.ts";
import { allocatorTellers } from "./life/allocator.ts";
import { conclusion } from "./life/conclusion.ts";
import { hintTellers, hintText } from "./life/hints.ts";
import { hostTellers } from "./life/host.ts";
import { linesOf, type StoryLine } from "./life/story.ts";
import { tracedTellers } from "./life/traced.ts";
import { blockName, Watch } from "./life/watch.ts";
import { tellsNoLists } from "./known_pages.ts";
import { eventName, frame, wrapped } from "./text.ts";
import type { Scene, Shown, Teller } from "./views/view.ts";

type Tell = (watch: Watch) => void;
const tellersByKind = { ...allocatorTellers, ...hintTellers, ...hostTellers, ...tracedTellers };
const tellers: readonly (Tell | undefined)[] = Array.from(
  { length: 256 },
  (_, kind) => tellersByKind[kind],
);

class LifeFold implements Fold {
  constructor(private readonly watch: Watch) {}

  before(): void {
    const { watch } = this, { memory } = watch.scene;
    watch.oldBits = memory.bits[watch.page];
    watch.oldContent = memory.content[watch.page];
    watch.oldFilled = memory.status[Status.Filled];
  }

  after(words: Words, index: number, number: number): void {
    const kind = kindOf(words, index);
    const { watch } = this;
    watch.words = words;
    watch.index = index;
    watch.number = number;
    if (kind === Kind.LockAcquired) watch.lockSince[watch.pfn] = watch.now;
    tellers[kind]?.(watch);
  }
}

function headOf(watch: Watch): string {
  const { scene, page, facts } = watch;
  const { memory } = scene;
  const zone = memory.geometry.zones[zoneOf(memory, page)];
  const type = tellsNoLists(memory)
    ? "of unknown type"
    : TYPES[memory.blockType[page >> memory.geometry.pageblockOrder]];
  const hinted = facts.fates[0];
  const block = hinted ? { ...blockAt(memory, page), ...hinted } : blockAt(memory, page);
  const parts = [
    `page ${frame(page)}`,
    zone ? `zone ${zone.name}, ${type}` : "in no zone",
    blockName(block),
    scene.title,
  ];
  const line = parts.filter((part) => part !== "").join("   ");
  return wrapped(line).join("\n");
}

/** The page in a line, its story, and what came of it, each line with the event that it tells. */
function told(watch: Watch): StoryLine[] {
  const { facts, scene } = watch, { memory } = scene;
  for (const fate of facts.fates) fate.entry.text = hintText(fate);
  const nothing = `No event up to ${eventName(memory.status[Status.Events])} touched this page.`;
  const plain = (text: string): StoryLine => ({ text, event: null });
  const story = facts.entries.length === 0
    ? [plain(nothing)]
    : linesOf(facts.entries, facts.begunTime, scene.all, scene.clock);
  const head = headOf(watch).split("\n"), end = wrapped(conclusion(facts).join(" "));
  return [...[...head, ""].map(plain), ...story, ...["", ...end].map(plain)];
}

function shown(watch: Watch): Shown {
  const { facts, scene, page } = watch;
  const text = told(watch).map((line) => line.text).join("\n");
  const end = conclusion(facts);
  const { memory } = scene;
  const at = facts.switched;
  const json = {
    page,
    zone: memory.geometry.zones[zoneOf(memory, page)]?.name ?? null,
    migrationBegun: facts.begun ? facts.begunTime : null,
    entries: facts.entries.map(({ event, time, who, noun, text, right }) => ({
      event,
      time,
      who,
      what: noun,
      text: right ? `${text}; ${right}` : text,
    })),
    hints: facts.fates.map(({ readAt, staleAt, used, usedAt, skipped, round }) => ({
      readAt,
      staleAt,
      used,
      usedAt: used === null ? null : usedAt,
      skipped,
      round,
    })),
    lost: at === null ? null : !at.equal && at.unreliable === null,
    conclusion: end,
  };
  return { json, text };
}

/** Tells a life; `lines` is its text with the event of each line. */
export interface LifeTeller extends Teller {
  readonly fold: Fold;
  lines(): StoryLine[];
}

/**
 * Watches one page from the log's first event on.
 * @throws RangeError if there is no such page
 */
export function lifeOf(scene: Scene, page: number): LifeTeller {
  const frames = scene.memory.frames;
  if (!Number.isInteger(page) || page < 0 || page >= frames) failPage(page, frames);
  const watch = new Watch(scene, page);
  return { fold: new LifeFold(watch), show: () => shown(watch), lines: () => told(watch) };
}

function failPage(page: number, frames: number): never {
  throw new RangeError(`Cannot tell the life of page ${page}: memory has ${frames} page frames`);
}
