/**
 * Tracks of locks: who holds each, from acquired to released; and of actors: what each waits for, a lock or,
 * in postcopy, a page.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { actorOf, cpuOf, kindOf, pfnOf, type Words } from "../../../events/log.ts";
import { lockName } from "../../../core/state/geometry.ts";
import type { MemoryView } from "../../../core/state/memory.ts";
import type { Fold } from "../../fold.ts";
import { frame } from "../../text.ts";
import { isUnderWay } from "../../known_pages.ts";
import { Group, type Moment, type Sink } from "./trace.ts";
import { Track } from "./track.ts";

const NOTHING = 0;

export class LockTracks implements Fold {
  private readonly locks: readonly Track[];
  private readonly waits: (Track | undefined)[] = [];
  /** By lock: the event that took it, when, and whose it was; 0 while it is free. */
  private readonly takenBy: Int32Array;
  private readonly since: Float64Array;
  private readonly lanes: Int32Array;
  /** By lane: the event from which on it waits, and when; 0 while it does not. */
  private readonly waitsFrom: Int32Array;
  private readonly waitsSince: Float64Array;

  constructor(
    private readonly memory: MemoryView,
    private readonly moment: Moment,
    private readonly names: readonly string[],
    private readonly trace: Sink,
    private readonly step: number,
  ) {
    const locks = memory.lockHolder.length, { lanes } = memory.geometry;
    trace.group(Group.Locks, "locks: who holds them");
    trace.group(Group.Waits, "waits");
    this.locks = Array.from({ length: locks }, (_, lock) => {
      trace.track(Group.Locks, lock + 1, lockName(memory.geometry, lock));
      return new Track(trace, Group.Locks, lock + 1, step);
    });
    this.takenBy = new Int32Array(locks);
    this.since = new Float64Array(locks);
    this.lanes = new Int32Array(locks);
    this.waitsFrom = new Int32Array(lanes);
    this.waitsSince = new Float64Array(lanes);
  }

  after(words: Words, index: number, number: number): void {
    if (!isUnderWay(this.memory)) return;
    switch (kindOf(words, index)) {
      case Kind.LockAcquired: {
        const lock = pfnOf(words, index), lane = actorOf(words, index);
        this.endWait(lane, lockName(this.memory.geometry, lock));
        this.takenBy[lock] = number;
        this.since[lock] = this.moment.ns;
        this.lanes[lock] = lane;
        return;
      }
      case Kind.LockReleased:
        return this.release(pfnOf(words, index), cpuOf(words, index));
      case Kind.LockContended:
      case Kind.FaultAsked: {
        const lane = actorOf(words, index);
        if (this.waitsFrom[lane] !== NOTHING) return;
        this.waitsFrom[lane] = number;
        this.waitsSince[lane] = this.moment.ns;
        return;
      }
      case Kind.FaultAnswered:
        return this.endWait(actorOf(words, index), `page ${frame(pfnOf(words, index))}`);
    }
  }

  finish(): void {
    this.locks.forEach((track, lock) => {
      if (this.takenBy[lock] !== NOTHING) this.release(lock, 0);
      track.flush();
    });
    this.waitsFrom.forEach((from, lane) => {
      if (from !== NOTHING) this.endWait(lane, "still waits");
      this.waits[lane]?.flush();
    });
  }

  private release(lock: number, cpu: number): void {
    const event = this.takenBy[lock], lane = this.lanes[lock];
    if (event === NOTHING) return;
    this.takenBy[lock] = NOTHING;
    const name = this.names[lane] ?? `lane ${lane}`;
    this.locks[lock].add(name, this.since[lock], this.moment.ns, event, { cpu });
  }

  private endWait(lane: number, what: string): void {
    const from = this.waitsFrom[lane];
    if (from === NOTHING) return;
    this.waitsFrom[lane] = NOTHING;
    this.waitTrack(lane).add(what, this.waitsSince[lane], this.moment.ns, from, {});
  }

  private waitTrack(lane: number): Track {
    const track = this.waits[lane];
    if (track !== undefined) return track;
    this.trace.track(Group.Waits, lane + 1, this.names[lane] ?? `lane ${lane}`);
    return this.waits[lane] = new Track(this.trace, Group.Waits, lane + 1, this.step);
  }
}
