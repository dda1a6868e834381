/**
 * The view `hints`: hints outstanding and stale, the event that read each and the one that made it
 * stale; what became of the others.
 *
 * Stale is counted in pages: handed out since the hint was read. Pages that were given back since
 * are stale still, and counted apart as free again.
 *
 * JSON: `outstanding`, `stale`, `freeAgain` (pages), `read`, `applied` (blocks), `dropped` (blocks by
 * reason), `staleAt` (pages: `return` of a call, `receipt` by the host, `use`), `pieces[]` (`pfn`,
 * `pages`, `readAt`, `staleAt` or null, `staleBy`, `freeAgain`).
 * @module
 */
import { DROPS, Kind } from "../../events/kinds.ts";
import { actorOf, kindOf, orderOf, pfnOf, valueOf, type Words } from "../../events/log.ts";
import { Bit, type MemoryView, State } from "../../core/state/memory.ts";
import { Status } from "../../core/state/views.ts";
import { blockAt } from "../block_at.ts";
import type { Fold } from "../fold.ts";
import { hintedPages } from "../stale_pages.ts";
import { count, cut, eventName, frame, many, table, wrapped } from "../text.ts";
import { laneName, type Scene, type Shown, type View } from "./view.ts";

const HINT_MESSAGE = 3, ARRAY_MESSAGE = 4;
const LINES_MAX = 24;

/** Remembers for each page which event read it as a hint, and which handed it out after that. */
class HintsFold implements Fold {
  read = 0;
  applied = 0;
  readonly dropped = DROPS.map(() => 0);
  staleAtReturn = 0;
  staleAtReceipt = 0;
  staleAtUse = 0;
  readonly readBy: Int32Array;
  readonly staleBy: Int32Array;
  readonly staleLane: Uint8Array;
  private order = 0;

  constructor(private readonly memory: MemoryView) {
    this.readBy = new Int32Array(memory.frames);
    this.staleBy = new Int32Array(memory.frames);
    this.staleLane = new Uint8Array(memory.frames);
  }

  before(words: Words, index: number, number: number): void {
    const kind = kindOf(words, index);
    switch (kind) {
      case Kind.PageAllocated:
        return this.allocated(words, index, number);
      case Kind.HintCallEnded:
        this.staleAtReturn += this.staleInArray(this.memory.status[Status.ArrayFilled]);
        return;
      case Kind.DescriptorReceived:
        this.staleAtReceipt += this.staleInSlot(valueOf(words, index));
        return;
      case Kind.PageDiscarded:
      case Kind.HintApplied:
        this.applied++;
        this.staleAtUse += this.staleIn(pfnOf(words, index), orderOf(words, index));
        return;
    }
  }

  after(words: Words, index: number, number: number): void {
    const kind = kindOf(words, index);
    if (kind === Kind.HintDropped) this.dropped[valueOf(words, index) & 7]++;
    if (kind !== Kind.HintRead) return;
    this.read++;
    this.order = orderOf(words, index);
    const pfn = pfnOf(words, index), end = pfn + (1 << this.order);
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

  private staleIn(pfn: number, order: number): number {
    let stale = 0;
    for (let page = pfn, end = pfn + (1 << order); page < end; page++) {
      if (this.memory.bits[page] & Bit.Stale) stale++;
    }
    return stale;
  }

  private staleInArray(entries: number): number {
    let stale = 0;
    for (let at = 0; at < Math.min(entries, this.memory.array.length); at++) {
      stale += this.staleIn(this.memory.array[at], this.order);
    }
    return stale;
  }

  private staleInSlot(slot: number): number {
    const word = this.memory.slotMessage[slot] ?? 0;
    if ((word & 7) === ARRAY_MESSAGE) return this.staleInArray(word >>> 4);
    return (word & 7) === HINT_MESSAGE ? this.staleIn(this.memory.slotPfn[slot], word >>> 4) : 0;
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
      return: fold.staleAtReturn,
      receipt: fold.staleAtReceipt,
      use: fold.staleAtUse,
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
