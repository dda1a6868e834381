/**
 * The state at the cursor, and how it gets there: by checkpoints beside the log, by those that were made on
 * the way, and by replay.
 * @module
 */
import type { Codec } from "../../../events/file/codec.ts";
import type { LogHeader } from "../../../events/file/header.ts";
import type { ByteSource } from "../../../events/file/reader.ts";
import type { Hash } from "../../../core/state/digest.ts";
import { Memory } from "../../../core/state/memory.ts";
import { CheckpointDamage, Checkpoints, Timeline } from "../../timeline.ts";
import type { Fold } from "../../fold.ts";
import { eventsOf, replayBlocks } from "../../replay.ts";
import { keyOf } from "../../timeline/key.ts";
import type { Wire } from "../../views/view.ts";
import type { BlockLog } from "./blocks.ts";
import { EitherStops, MemoryStops, SPARED } from "./stops.ts";

/** What the engine is handed. */
export interface Tools {
  readonly codec: Codec;
  readonly hash: Hash;
  /** A clock in ms: long work is done in slices. */
  readonly now: () => number;
  /** Bytes on the wire, by the host that a log names. */
  readonly wire: (header: LogHeader) => Wire;
}

/** Checkpoints are so many events apart, where there is room for them: four blocks. */
const APART = 4 << 16;
/** One hashes all of the state: on a large guest there is one for so many bytes an event. */
const STATE_BYTES_AN_EVENT = 150;
/** Events that are replayed sooner than a checkpoint is gone to. */
const NEAR = 2 << 16;

/** What the view `migration` keeps, as far as it is asked for here. */
interface Note {
  readonly migration?: { readonly begun: number | null; readonly begunAt: number };
}

/**
 * Gives the bytes of the file of checkpoints; null while there is none: then it is asked again. What is
 * only near needs none, and a log's first picture is there sooner.
 */
export type FindSeek = () => ByteSource | null;

/** How much room checkpoints have, and when those of the file are used; as is fit where undefined. */
export interface Limits {
  /** Bytes that those in memory may take. */
  readonly room?: number;
  /** Events that one of the file must spare. */
  readonly spared?: number;
  /** Events that are replayed sooner than any checkpoint is gone to. */
  readonly near?: number;
}

/** A state that can be moved to any event. */
export class Position {
  readonly memory: Memory;
  private timeline: Timeline;
  private filed: Checkpoints | null = null;
  private readonly own: MemoryStops;
  private readonly apart: number;
  private target = 0;
  private stepsBack = false;

  /** @param findSeek asked when an event is wanted that is not near; null if there is no such file */
  constructor(
    private readonly log: BlockLog,
    private findSeek: FindSeek | null,
    private readonly tools: Pick<Tools, "codec" | "hash">,
    private readonly limits: Limits = {},
  ) {
    this.memory = new Memory(log.header.geometry);
    this.apart = Math.max(APART, Math.ceil(this.memory.bytes.length / STATE_BYTES_AN_EVENT));
    this.own = new MemoryStops(this.memory, tools.hash, limits.room);
    this.timeline = this.timelineWith(null);
  }

  /** The number of the last event that was applied. */
  get at(): number {
    return this.timeline.at;
  }

  /**
   * Goes to an event; where it cannot, the state stays where it was.
   * @throws RangeError if there is no such event; SyntaxError if the log is damaged on the way
   */
  seek(event: number): void {
    this.lookForFile(event);
    this.stepsBack = event < this.at && event > this.at - NEAR;
    this.target = event;
    const { at } = this;
    try {
      this.timeline.seek(event);
    } catch (error) {
      this.own.restore(this.own.nearest(at)); // it may be of no event by now
      if (error instanceof CheckpointDamage) this.timeline = this.timelineWith(null);
      else event = at;
      this.timeline.seek(event);
      if (!(error instanceof CheckpointDamage)) throw error;
    }
  }

  /** True once a far event was gone to, and there is a file of checkpoints. */
  get usesFile(): boolean {
    return this.filed !== null;
  }

  /** The last event at or before one at which the file has a checkpoint; null if there is no file. */
  filedBefore(event: number): number | null {
    this.takeUpFile();
    return this.filed?.eventOf(this.filed.nearest(event)) ?? null;
  }

  /** Takes a checkpoint of a state of this log, wherever it stands, if there is none near before it. */
  offer(memory: Memory, apart: number = this.apart): void {
    const { own } = this, at = eventsOf(memory);
    if (at - own.eventOf(own.nearest(at)) >= apart) own.take(memory);
  }

  /** Goes on to an event with something that sees every event on the way. */
  run(event: number, fold: Fold): void {
    replayBlocks(this.memory, this.log, event, [fold]);
  }

  private lookForFile(event: number): void {
    const isNear = event >= this.at && event <= this.at + (this.limits.near ?? NEAR);
    if (!isNear) this.takeUpFile();
  }

  private takeUpFile(): void {
    const seek = this.findSeek?.() ?? null;
    if (seek === null) return;
    this.findSeek = null;
    this.timeline = this.timelineWith(seek);
  }

  private timelineWith(seek: ByteSource | null): Timeline {
    const { log, memory, own, tools, limits } = this;
    const found = seek === null
      ? null
      : Checkpoints.open(memory, seek, keyOf(log, memory, tools.codec), tools);
    const filed = this.filed = found instanceof Checkpoints ? found : null;
    const stops = new EitherStops(
      own,
      filed,
      limits.spared ?? SPARED,
      (note) => this.learn(note as Note),
    );
    return new Timeline(memory, log, stops, {}, limits.near ?? NEAR, () => this.passed());
  }

  /** When the migration began that a checkpoint lies in: its begin was not passed on the way. */
  private learn({ migration }: Note): void {
    if (migration === undefined || migration.begun === null) return;
    this.log.tellBegin({ event: migration.begun, time: migration.begunAt });
  }

  /**
   * Behind each block: on the way forward a checkpoint now and then; of a step back one right before the target,
   * for those that may follow.
   */
  private passed(): void {
    const { at, own, log } = this;
    const isLast = log.blocks > 0 && at === log.baseOf(log.blockOf(Math.max(1, this.target)));
    if (this.stepsBack && isLast) own.take();
    // where a file has them, taking one on the way is slower than to go on
    else if (this.filed === null) this.offer(this.memory);
  }
}
