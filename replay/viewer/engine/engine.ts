/**
 * The engine behind the page: one log, one state that stands at one event, and answers about both. It knows
 * neither page nor worker.
 * @module
 */
import { digestText, digestViews } from "../../../core/state/digest.ts";
import { Phase, Status } from "../../../core/state/views.ts";
import type { Memory } from "../../../core/state/memory.ts";
import type { ByteSource } from "../../../events/file/reader.ts";
import { count, eventName } from "../../text.ts";
import { findIn } from "../../timeline.ts";
import { matchFor, type Wanted, wantedBy } from "../../match.ts";
import type {
  Asks,
  EventLine,
  FreeList,
  LogFacts,
  Overview,
  PageLife,
  PageMap,
  Parting,
  Stand,
  StepBy,
} from "../protocol.ts";
import type { Reading } from "../readings/mod.ts";
import { type BlockLog, kindBits } from "./blocks.ts";
import { factsOf } from "./facts.ts";
import { HINT_KINDS, linesAround, ROUND_KINDS, textOf } from "./lines.ts";
import { mapOf, readingOf, readingsOf } from "./maps.ts";
import { openBlocks } from "./open.ts";
import { type FindSeek, Position, type Tools } from "./position.ts";
import { freeLists } from "./free_lists.ts";
import { Lives } from "./lives.ts";
import { pageNow, zoneNameOf } from "./page.ts";
import { partingOf } from "./parting.ts";
import { Pass } from "./pass.ts";
import { SentAhead } from "./sent_ahead.ts";
import { signsOf } from "./signs.ts";
import { stretchOf } from "./stretch.ts";
import { Touched } from "./touched.ts";

import { WarmUp } from "./warm_up.ts";

export type { Tools } from "./position.ts";

const PHASES = Object.entries(Phase).map(([name, number]) => ({ name, number }));
const KINDS_BY: Readonly<Partial<Record<StepBy, readonly number[]>>> = {
  hint: HINT_KINDS,
  round: ROUND_KINDS,
};

/** Findings that are handed out; all are counted, and stepped by. */
const FINDINGS_SENT = 5000;

/** One log, and a state that is moved about in it. */
export class Engine implements Omit<Asks, "open" | "parting"> {
  readonly facts: LogFacts;
  private readonly cursor: Position;
  /** Where the cursor has to be; it may have gone elsewhere meanwhile. */
  private wanted = 0;
  private readonly warmUp: WarmUp;
  private readonly readings: readonly Reading[];
  private begunPass: Pass | null = null;
  private room: Touched | null = null;
  private readonly lives: Lives;
  private readonly sent: SentAhead;

  private constructor(
    private readonly log: BlockLog,
    name: string,
    damage: string | null,
    findSeek: FindSeek | null,
    private readonly tools: Tools,
  ) {
    this.cursor = new Position(log, damage === null ? findSeek : null, tools);
    this.readings = readingsOf(log);
    this.warmUp = new WarmUp(this.cursor, log, this.readings[0], tools);
    this.lives = new Lives(log, tools);
    this.sent = new SentAhead(log, log.header.geometry.frames, tools);
    this.facts = factsOf(name, log, damage);
  }

  /**
   * Opens a log; the state is that before its first event.
   * @param findSeek gives the bytes of its file of checkpoints; null if there is none
   * @throws SyntaxError, in one line, if it is no log
   */
  static open(source: ByteSource, findSeek: FindSeek | null, name: string, tools: Tools): Engine {
    const { log, damage } = openBlocks(source, tools);
    return new Engine(log, name, damage, findSeek, tools);
  }

  /** Works for about so many ms on what somebody waits for; false if there is nothing of it. */
  hurry(ms: number): boolean {
    return this.sent.work(ms) || this.lives.work(ms);
  }

  /** Works for about so many ms on what makes far events near; false if nothing of it is left to do. */
  warm(ms: number): boolean {
    return this.warmUp.work(ms);
  }

  /** Works for about so many ms on what takes all of the log; false if nothing is left to do. */
  work(ms: number): boolean {
    if (this.hurry(ms)) return true;
    if (this.begunPass === null && this.touched.work(ms)) return true;
    return this.pass.work(ms) || this.lives.isReading;
  }

  private get touched(): Touched {
    return this.room ??= new Touched(this.log.header.geometry, this.tools);
  }

  /** It takes a state of its own: it begins when nobody waits for the first picture. */
  private get pass(): Pass {
    const { log, tools, cursor } = this;
    const offer = (memory: Memory): void => cursor.offer(memory);
    return this.begunPass ??= new Pass(log, tools, offer, this.touched.buffer);
  }

  /** The cursor where it has to be. */
  private get position(): Position {
    const { cursor, wanted } = this;
    if (cursor.at !== wanted) cursor.seek(wanted);
    return cursor;
  }

  /** The number of the last event that was applied. */
  get at(): number {
    return this.wanted;
  }

  seek(event: number): Stand {
    this.warmUp.end();
    this.cursor.seek(event);
    this.wanted = event;
    return this.stand();
  }

  /** Where the state stands. */
  stand(): Stand {
    const { log, at, position: { memory } } = this, { status } = memory;
    const time = log.timeOf(at), begin = log.begunBy(at);
    return {
      event: at,
      time,
      migration: begin === null ? null : time - begin.time,
      text: this.textOf(at),
      round: status[Status.Round],
      phase: PHASES.find(({ number }) => number === status[Status.Phase])?.name.toLowerCase() ?? "",
    };
  }

  eventAt(time: number): number {
    return this.log.eventAt(time);
  }

  step(by: StepBy, back: boolean): number | null {
    const { at, log } = this;
    if (by === "event") {
      const next = back ? at - 1 : at + 1;
      return next < 0 || next > log.events ? null : next;
    }
    if (by === "finding") return this.nextFinding(back);
    return this.next({ kinds: KINDS_BY[by] ?? [], lanes: [], pages: [] }, back);
  }

  find(match: string, back: boolean): number | null {
    return this.next(wantedBy(match, this.log.header), back);
  }

  /** @param classes where it is written: a number a page */
  map(reading: string, classes: Uint8Array = new Uint8Array(this.facts.frames)): PageMap {
    const { log: { header }, position: { memory }, at } = this;
    const sentRounds = (): Uint8Array => this.sent.roundsAt(at);
    return mapOf(readingOf(reading, this.readings), memory, header, at, { sentRounds }, classes);
  }

  digest(): string {
    return digestText(digestViews(this.position.memory, this.tools.hash));
  }

  lines(around: number, count: number, match: string): readonly EventLine[] {
    return linesAround(this.log, around, count, wantedBy(match, this.log.header));
  }

  signs(): Uint32Array {
    return signsOf(this.position.memory, this.facts.lanes);
  }

  page(pfn: number): PageLife {
    const { position: { memory }, facts } = this, lines = this.lives.of(pfn);
    return {
      pfn,
      zone: zoneNameOf(memory, pfn),
      now: pageNow(memory, pfn, facts.lanes),
      lines: lines ?? [],
      done: lines !== null,
    };
  }

  lists(): readonly FreeList[] {
    return freeLists(this.position.memory);
  }

  overview(): Overview | null {
    return this.begunPass?.overview() ?? null;
  }

  stretch(from: number, to: number): Overview | null {
    return stretchOf(this.log, this.position, this.pass, this.tools, from, to);
  }

  findings(): ReturnType<Asks["findings"]> {
    const { findings, count } = this.pass.found();
    return { findings: findings.slice(0, FINDINGS_SENT), count, done: this.pass.isDone };
  }

  /**
   * Where this log and another part.
   * @param source the other's bytes
   * @throws SyntaxError, in one line, if the other is no log
   */
  parting(name: string, source: ByteSource): Parting {
    const { log: other } = openBlocks(source, this.tools);
    return partingOf(this.facts.name, this.log, name, other);
  }

  private textOf(event: number): string {
    if (event === 0) return "";
    const { log } = this, block = log.blockOf(event), base = log.baseOf(block);
    return textOf(log.wordsOf(block), event - base - 1, this.facts.lanes, event);
  }

  /** The next event of what is wanted; blocks that are known to have no such kind are passed over. */
  private next(wanted: Wanted, back: boolean): number | null {
    const { log } = this, bits = kindBits(wanted.kinds), isAny = wanted.kinds.length === 0;
    const match = matchFor(wanted, log.header.geometry.pageblockOrder);
    const mayMatch = (block: number): boolean => isAny || log.mayHave(block, bits);
    return findIn(log, match, this.at, back, undefined, mayMatch);
  }

  /** Findings that are not known yet are not passed over: that would be another finding. */
  private nextFinding(back: boolean): number | null {
    const { pass, at } = this, { findings } = pass.found();
    const found = back
      ? findings.findLast(({ event }) => event < at)
      : findings.find(({ event }) => event > at);
    if (found !== undefined) return found.event;
    if (pass.isDone || (back && at <= pass.until)) return null;
    throw new RangeError(
      `the audit has come to ${eventName(pass.until)} of ${count(this.log.events)} events: ` +
        "there is no finding up to there; ask again",
    );
  }
}
