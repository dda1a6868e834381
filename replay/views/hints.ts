/**
 * The view `hints`: hints outstanding and stale, the event that read each and the one that made it
 * stale; what became of the others.
 *
 * Stale is counted in pages: handed out since the hint was read. Pages that were given back since
 * are stale still, and counted apart as free again.
 *
 * JSON: `outstanding`, `stale`, `freeAgain` (pages), `read`, `applied` (blocks), `dropped` (blocks by
 * reason), `staleAt` (pages: `return` of the call that read them, or STOP where there are no calls;
 * `receipt` by the host, `use`), `pieces[]` (`pfn`, `pages`, `readAt`, `staleAt` or null, `staleBy`,
 * `freeAgain`).
 * @module
 */
import { DROPS, Kind } from "../../events/kinds.ts";
import { actorOf, kindOf, orderOf, pfnOf, valueOf, type Words } from "../../events/log.ts";
import { Bit, type MemoryView, State } from "../../core/state/memory.ts";
import { blockAt } from "../block_at.ts";
import type { Fold } from "../fold.ts";
import { StaleAt } from "../stale_at.ts";
import { hintedPages } from "../stale_pages.ts";
import { count, cut, eventName, frame, many, table, wrapped } from "../text.ts";
import { laneName, type Scene, type Shown, type View } from "./view.ts";

const LINES_MAX = 24;

/** Remembers for each page which event read it as a hint, and which handed it out after that. */
class HintsFold implements Fold {
  read = 0;
  applied = 0;
  readonly dropped = DROPS.map(() => 0);
  readonly stale: StaleAt;
  readonly readBy: Int32Array;
  readonly staleBy: Int32Array;
  readonly staleLane: Uint8Array;

  constructor(private readonly memory: MemoryView) {
    this.stale = new StaleAt(memory);
    this.readBy = new Int32Array(memory.frames);
    this.staleBy = new Int32Array(memory.frames);
    this.staleLane = new Uint8Array(memory.frames);
  }

  before(words: Words, index: number, number: number): void {
    this.stale.before(words, index);
    const kind = kindOf(words, index);
    if (kind === Kind.PageAllocated) this.allocated(words, index, number);
    else if (kind === Kind.PageDiscarded || kind === Kind.HintApplied) this.applied++;
  }

  after(words: Words, index: number, number: number): void {
    this.stale.after(words, index);
    const kind = kindOf(words, index);
    if (kind === Kind.HintDropped) this.dropped[valueOf(words, index) & 7]++;
    if (kind !== Kind.HintRead && kind !== Kind.HintMarked) return;
    this.read++;
    const pfn = pfnOf(words, index), end = pfn + (1 << orderOf(words, index));
    this.readBy.fill(number, pfn, end);
    this.staleBy.fill(0, pfn, end);
  }

  private allocated(words: Words, index: number, number: number): void {
    const pfn = pfnOf(words, index), end = pfn + (1 << orderOf(words, index));
    for (let page = pfn; page < end; page++) {
      if ((this.memory.bits[page] & (Bit.Hinted | Bit.Stale)) !== Bit.Hinted) continue;
      this.staleBy[page] = number;
      this.staleLane[page] = actorOf(words, index);
    }
  }
}

/** Neighbouring pages with one fate. */
interface Piece {
  pfn: number;
  pages: number;
  readAt: number;
  staleAt: number | null;
  staleBy: string | null;
  freeAgain: boolean;
}

function piecesOf(scene: Scene, fold: HintsFold): Piece[] {
  const { memory } = scene;
  const pieces: Piece[] = [];
  for (let page = 0; page < memory.frames; page++) {
    if ((memory.bits[page] & Bit.Hinted) === 0) continue;
    const stale = (memory.bits[page] & Bit.Stale) !== 0;
    const staleAt = stale ? fold.staleBy[page] : null;
    const readAt = fold.readBy[page];
    const freeAgain = stale && blockAt(memory, page).state !== State.Used;
    const last = pieces[pieces.length - 1];
    if (
      last !== undefined && last.pfn + last.pages === page && last.readAt === readAt &&
      last.staleAt === staleAt && last.freeAgain === freeAgain
    ) last.pages++;
    else {
      const staleBy = stale ? laneName(scene, fold.staleLane[page]) : null;
      pieces.push({ pfn: page, pages: 1, readAt, staleAt, staleBy, freeAgain });
    }
  }
  return pieces;
}

function jsonOf(scene: Scene, fold: HintsFold) {
  return {
    ...hintedPages(scene.memory),
    read: fold.read,
    applied: fold.applied,
    dropped: Object.fromEntries(DROPS.map((reason, at) => [reason, fold.dropped[at]])),
    staleAt: {
      return: fold.stale.atReturn,
      receipt: fold.stale.atReceipt,
      use: fold.stale.atUse,
    },
    pieces: piecesOf(scene, fold),
  };
}

type Hints = ReturnType<typeof jsonOf>;

function pieceLines(hints: Hints, stale: boolean, limit: number): string[] {
  const pieces = hints.pieces.filter((piece) => (piece.staleAt !== null) === stale);
  if (pieces.length === 0) return [];
  const rows = pieces.map((piece) => [
    `  ${frame(piece.pfn)}`,
    many(piece.pages, "page"),
    `read ${eventName(piece.readAt)}`,
    ...(piece.staleAt === null ? [] : [`taken ${eventName(piece.staleAt)}`, `by ${piece.staleBy}`]),
    ...(piece.freeAgain ? ["free again"] : []),
  ]);
  const title = stale ? "stale: handed out since the hint was read" : "outstanding, not stale";
  return ["", title, ...cut(table(rows), limit)];
}

function textOf(hints: Hints, all: boolean): string {
  const dropped = Object.entries(hints.dropped).filter(([, blocks]) => blocks > 0);
  const fallen = dropped.reduce((sum, [, blocks]) => sum + blocks, 0);
  const why = dropped.map(([reason, blocks]) => `${reason} ${count(blocks)}`).join(", ");
  const limit = all ? Infinity : LINES_MAX;
  return [
    ...wrapped(
      `${many(hints.read, "block")} read as hints so far: ${count(hints.applied)} applied, ` +
        `${count(fallen)} dropped${why ? ` (${why})` : ""}.`,
    ),
    ...wrapped(
      `Pages stale when a call returned: ${count(hints.staleAt.return)}; when the host received ` +
        `them: ${count(hints.staleAt.receipt)}; when it used them: ${count(hints.staleAt.use)}.`,
    ),
    ...wrapped(
      `Outstanding here: ${many(hints.outstanding, "page")}; of these stale: ${
        count(hints.stale)
      } (${count(hints.freeAgain)} of them free again).`,
    ),
    ...pieceLines(hints, true, limit),
    ...pieceLines(hints, false, limit),
  ].join("\n");
}

export const hints: View = {
  name: "hints",
  sentence: "hints outstanding and stale, what read each and what made it stale; totals",
  begin(scene) {
    const fold = new HintsFold(scene.memory);
    return {
      fold,
      show(): Shown {
        const json = jsonOf(scene, fold);
        return { json, text: textOf(json, scene.all) };
      },
    };
  },
};
