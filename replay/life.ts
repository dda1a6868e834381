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
import { itemsOf, linesOf, type StoryItem, type Telling, wholeText } from "./life/story.ts";
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

/** How the story is told; hints are told by what became of them. */
function telling({ facts, scene: { all, clock } }: Watch): Telling {
  for (const fate of facts.fates) fate.entry.text = hintText(fate);
  return { zero: facts.begunTime, all, clock };
}

const nothingOf = ({ scene: { memory } }: Watch): string =>
  `No event up to ${eventName(memory.status[Status.Events])} touched this page.`;

/** The story and what came of it, for whoever lays it out. */
function itemsFor(watch: Watch): StoryItem[] {
  const { facts } = watch, story = itemsOf(facts.entries, telling(watch));
  const plain = (text: string): StoryItem => ({ event: null, time: "", who: "", text });
  const end = conclusion(facts).map(plain);
  return story.length === 0 ? [plain(nothingOf(watch)), ...end] : [...story, ...end];
}

/** The page in a line, its story, and what came of it. */
function textOf(watch: Watch): string {
  const { facts } = watch, how = telling(watch);
  const story = facts.entries.length === 0 ? [nothingOf(watch)] : linesOf(facts.entries, how);
  const end = wrapped(conclusion(facts).join(" "));
  return [headOf(watch), "", ...story, "", ...end].join("\n");
}

function shown(watch: Watch): Shown {
  const { facts, scene, page } = watch;
  const text = textOf(watch);
  const end = conclusion(facts);
  const { memory } = scene;
  const at = facts.switched;
  const json = {
    page,
    zone: memory.geometry.zones[zoneOf(memory, page)]?.name ?? null,
    migrationBegun: facts.begun ? facts.begunTime : null,
    entries: facts.entries.map((entry) => {
      const { event, time, who, noun } = entry;
      return { event, time, who, what: noun, text: wholeText(entry) };
    }),
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

/** Tells a life; `items` is its story for whoever lays it out. */
export interface LifeTeller extends Teller {
  readonly fold: Fold;
  items(): StoryItem[];
}

/**
 * Watches one page from the log's first event on.
 * @throws RangeError if there is no such page
 */
export function lifeOf(scene: Scene, page: number): LifeTeller {
  const frames = scene.memory.frames;
  if (!Number.isInteger(page) || page < 0 || page >= frames) failPage(page, frames);
  const watch = new Watch(scene, page);
  return { fold: new LifeFold(watch), show: () => shown(watch), items: () => itemsFor(watch) };
}

function failPage(page: number, frames: number): never {
  throw new RangeError(`Cannot tell the life of page ${page}: memory has ${frames} page frames`);
}
