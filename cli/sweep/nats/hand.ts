/**
 * The runs that a worker holds: leased in messages, shared out among its threads by world.
 * @module
 */
import type { JsMsg } from "@nats-io/jetstream";
import type { SweepRun } from "../engine.ts";

/** A message of runs that is ours for a while. */
export interface Lease {
  readonly message: JsMsg;
  /** Which lease it is: the message's number, and how often it was given out. */
  readonly name: string;
  /** Runs of it that are not answered. */
  readonly open: Set<string>;
}

/** Work that is kept ready for a thread: what is more would be missed by others at a sweep's end. */
const READY_MS = 300, AHEAD_MAX = 16;

export class Hand {
  /** Messages that no thread has begun. */
  private readonly waiting: SweepRun[][] = [];
  /** By thread: what is left of the message that it is at. */
  private readonly own: SweepRun[][];
  /** Messages that are kept ready for each thread. */
  private ahead = 1;
  /** Messages that were answered whole, and in what time (ms). */
  private ended = 0;
  private passed = 0;
  private readonly leases = new Map<string, Lease>();
  /** Runs that are to be done alone, one after the other, and the one that has begun. */
  private readonly singles: SweepRun[] = [];
  private single: SweepRun | undefined;

  constructor(threads: number) {
    this.own = Array.from({ length: threads }, () => []);
  }

  /** Messages that should be taken now: none while half of what is kept ready is there. */
  get room(): number {
    const most = this.own.length * this.ahead, here = this.waiting.length;
    return this.singles.length > 0 || here > most / 2 ? 0 : Math.ceil(most - here);
  }

  /** So much time has passed since this was called last: small runs are taken in greater numbers. */
  paced(ms: number): void {
    this.passed += ms;
    if (this.ended === 0) return;
    const each = this.passed * this.own.length / this.ended; // of a message, in its thread
    this.ahead = Math.max(1, Math.min(AHEAD_MAX, Math.round(READY_MS / each)));
    this.passed = this.ended = 0;
  }

  get isEmpty(): boolean {
    return this.leases.size === 0;
  }

  /**
   * A message is ours; its runs wait until they are `ready`. One that was lost and came back to us goes on.
   * @returns undefined for such a one
   */
  take(message: JsMsg, runs: readonly SweepRun[]): Lease | undefined {
    const ids = runs.map(({ id }) => id), held = ids.filter((id) => this.leases.has(id));
    const name = `${message.seq}.${message.info.deliveryCount}`;
    const lease = { message, name, open: new Set(held.length > 0 ? held : ids) };
    for (const id of lease.open) this.leases.set(id, lease);
    return held.length > 0 ? undefined : lease;
  }

  /** Runs of a message may be begun. */
  ready(runs: readonly SweepRun[]): void {
    this.waiting.push([...runs]);
  }

  /** A run may be begun when nothing else is under way. */
  readyAlone(run: SweepRun): void {
    this.singles.push(run);
  }

  /** The run that may be begun now, alone; it is told of once. */
  beginAlone(): SweepRun | undefined {
    const { singles } = this;
    if (this.single !== undefined || this.leases.size > singles.length) return undefined;
    return this.single = singles[0];
  }

  /** The next run for a thread. */
  next(thread: number): SweepRun | undefined {
    let own = this.own[thread];
    if (own.length === 0 && this.waiting.length > 0) {
      own = this.own[thread] = this.waiting.shift()!;
    }
    return own.shift() ?? this.longest().pop();
  }

  /** The lease that a run is under. */
  leaseOf(id: string): Lease | undefined {
    return this.leases.get(id);
  }

  /** A run is answered; the last of its message gives the message back as done. */
  answered(id: string): void {
    const lease = this.leases.get(id);
    if (lease === undefined) return;
    if (this.single?.id === id) {
      this.singles.shift();
      this.single = undefined;
    }
    this.leases.delete(id);
    lease.open.delete(id);
    if (lease.open.size > 0) return;
    this.ended++;
    lease.message.ack();
  }

  /** All leases. */
  all(): Set<Lease> {
    return new Set(this.leases.values());
  }

  private longest(): SweepRun[] {
    return this.own.reduce((most, share) => share.length > most.length ? share : most);
  }
}
