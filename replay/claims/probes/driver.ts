/**
 * Facts about what a driver does while its own cpu holds a zone's lock.
 *
 * Facts: `driverInHold` (events of the channel by whoever holds a zone's lock just then), `firstInHold` (the first),
 * `hintsInHold` (hints read or marked under a zone's lock), `holdNs` (longest hold of a zone's lock by whoever hints).
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { actorOf, kindOf, NONE, pfnOf, type Words } from "../../../events/log.ts";
import type { MemoryView } from "../../../core/state/memory.ts";
import type { Facts, Probe } from "../claim.ts";

const isDriver = new Uint8Array(256), isHint = new Uint8Array(256);
for (
  const kind of [
    Kind.DescriptorFilled,
    Kind.DescriptorQueued,
    Kind.DescriptorReclaimed,
    Kind.IdRead,
    Kind.HintDropped,
  ]
) isDriver[kind] = 1;
for (const kind of [Kind.HintRead, Kind.HintMarked]) isHint[kind] = 1;

class DriverInHold implements Probe {
  private driverInHold = 0;
  private firstInHold = 0;
  private hintsInHold = 0;
  private holdNs = 0;
  /** By zone: when its lock was taken, and by which lane; whether that lane has hinted in this hold. */
  private readonly since: Float64Array;
  private readonly hinted: Uint8Array;

  constructor(private readonly memory: MemoryView) {
    const zones = memory.geometry.zones.length;
    this.since = new Float64Array(zones);
    this.hinted = new Uint8Array(zones);
  }

  before(words: Words, index: number): void {
    if (kindOf(words, index) !== Kind.LockReleased) return;
    const lock = pfnOf(words, index);
    if (lock >= this.since.length || this.hinted[lock] === 0) return;
    this.holdNs = Math.max(this.holdNs, this.memory.now[0] - this.since[lock]);
  }

  after(words: Words, index: number, number: number): void {
    const kind = kindOf(words, index), lane = actorOf(words, index);
    if (kind === Kind.LockAcquired) {
      const lock = pfnOf(words, index);
      if (lock >= this.since.length) return;
      this.since[lock] = this.memory.now[0];
      this.hinted[lock] = 0;
      return;
    }
    if (isDriver[kind] === 0 && isHint[kind] === 0) return;
    const zone = this.heldBy(lane);
    if (zone === NONE) return;
    if (isHint[kind] === 1) {
      this.hintsInHold++;
      this.hinted[zone] = 1;
    } else {
      this.driverInHold++;
      this.firstInHold ||= number;
    }
  }

  facts(): Facts {
    const { driverInHold, firstInHold, hintsInHold, holdNs } = this;
    return { driverInHold, firstInHold, hintsInHold, holdNs };
  }

  private heldBy(lane: number): number {
    for (let zone = 0; zone < this.since.length; zone++) {
      if (this.memory.lockHolder[zone] === lane + 1) return zone;
    }
    return NONE;
  }
}

export const driverInHold = (memory: MemoryView): Probe => new DriverInHold(memory);
