/**
 * The machine that a run drives: `Memory`, its log, the rules in force, and the one way to write.
 * `record` appends an event and applies it; nothing else changes either.
 * @module
 */
import { Kind, type KindName, kinds } from "../../events/kinds.ts";
import { type EventLog, GAP_MAX, HOST_CPU, NONE, packHead } from "../../events/log.ts";
import { apply } from "../state/apply.ts";
import type { Memory } from "../state/memory.ts";
import { type MemoryInit, NO_INIT } from "./contents.ts";
import type { Costs } from "./costs.ts";
import type { Host } from "./hosts/host.ts";
import type { Profile } from "./profiles/profile.ts";

const LOCAL_IRQS_OFF = 4; // the flag's place in an event's head

/** What a kind means for the lanes that did not record it. */
const Effect = { Nothing: 0, Wakes: 1, Holds: 2, LetsGo: 3 } as const;
const LOCK_WEIGHT = 1 << 10; // above every cpu's number

const effects = new Uint8Array(256);
for (const [name, row] of Object.entries(kinds)) {
  const wakes = ["locks", "channel", "migration", "reclaim"].includes(row.family);
  effects[Kind[name as KindName]] = wakes ? Effect.Wakes : Effect.Nothing;
}
effects[Kind.LockAcquired] = effects[Kind.InterruptsOff] = Effect.Holds;
effects[Kind.LockReleased] = effects[Kind.InterruptsOn] = Effect.LetsGo;
for (
  const quiet of [
    Kind.ContextEntered,
    Kind.ContextLeft,
    Kind.BitsCleared,
    Kind.PagesRead,
    Kind.PagesSent,
    Kind.ZeroPagesSent,
    Kind.HintApplied,
  ]
) effects[quiet] = Effect.Nothing;

/**
 * Who takes complete blocks of a log away. An object and no function: functions made anew for each run are
 * kept alive by V8, with all that they hold, until it looks through the whole heap.
 */
export interface Keeper {
  /** The log holds `fullAt` events. */
  full(): void;
}

const NOBODY: Keeper = { full() {} };

/** State, log and rules of a run; `record` is the one way to write. */
export class Machine {
  /** 1 after an event that may have given another lane something to do. */
  wake = 1;
  /**
   * A sum over the locks that are held and the cpus with interrupts off: a step that leaves it as it
   * found it has kept nothing from other lanes and given nothing free.
   */
  held = 0;
  /** Length of the log at which the keeper is called: a block of the file is complete. */
  fullAt: number;
  /** True while kswapd balances the node. */
  reclaiming = false;
  /** `boostFactor` of the profile, or what this guest has set (vm.watermark_boost_factor). */
  boostFactor: number;
  /** Order from which on a free block is fit for free page reporting; Infinity without it. */
  reportOrder: number;
  /** Kswapd is woken with the zone's lock held, where a steal raised the marks (Linux before 73444bc4d8f9, 2019). */
  wakesUnderLock = false;
  /** Where the kernel's array of struct page begins; NONE if that is not known. */
  memmap: number = NONE;
  /** What the guest's kernel does to memory that comes and goes. */
  memoryInit: MemoryInit = NO_INIT;
  /** See `fullAt`. */
  keeper: Keeper = NOBODY;
  private pending = 0;
  private flags = 0;

  /**
   * A machine that has not run yet.
   * @param cpus the cpu of each lane; `HOST_CPU` and up are threads of the host
   */
  constructor(
    readonly memory: Memory,
    readonly log: EventLog,
    readonly cpus: Uint8Array,
    readonly profile: Profile,
    readonly host: Host,
    readonly costs: Costs,
  ) {
    this.fullAt = -1;
    this.reportOrder = Infinity;
    this.boostFactor = profile.boostFactor;
  }

  /** Lets `ns` nanoseconds pass before the next event. */
  spend(ns: number): void {
    this.pending += ns;
  }

  /** Lets time pass up to `time`, if that lies ahead. */
  advanceTo(time: number): void {
    this.pending = Math.max(0, time - this.memory.now[0]);
  }

  /** The virtual time at which the next event would stand, in ns. */
  get time(): number {
    return this.memory.now[0] + this.pending;
  }

  /** Marks what is recorded until `irqsAsBefore` as done with this cpu's interrupts off. */
  irqsOff(): void {
    this.flags = LOCAL_IRQS_OFF;
  }

  /** Ends what `irqsOff` began. */
  irqsAsBefore(): void {
    this.flags = 0;
  }

  /**
   * Appends one event of a lane and applies it.
   * @throws RangeError if the event is impossible: a fault of the caller
   */
  record(kind: Kind, lane: number, pfn: number, value: number, order = 0): void {
    const memory = this.memory;
    let gap = 0;
    if (memory.timed) {
      if (this.pending > GAP_MAX) this.passTime(lane);
      gap = this.pending;
    }
    this.pending = 0;
    const cpu = this.cpus[lane];
    let flags = 0;
    if (cpu < HOST_CPU) {
      flags = memory.cpuContext[cpu] | this.flags |
        (memory.cpuIrqsOff[cpu] !== 0 ? LOCAL_IRQS_OFF : 0);
    }
    const index = this.log.append(packHead(kind, lane, cpu, flags, order), pfn, value, gap);
    apply(memory, this.log.words, index, this.log.dropped + index + 1);
    const effect = effects[kind];
    if (effect !== Effect.Nothing) this.affect(effect, kind, pfn, cpu);
    if (this.log.length === this.fullAt) this.keeper.full();
  }

  /** What the event means to other lanes. */
  private affect(effect: number, kind: number, lock: number, cpu: number): void {
    if (effect === Effect.Wakes) {
      this.wake = 1;
      return;
    }
    const isLock = kind === Kind.LockAcquired || kind === Kind.LockReleased;
    const weight = isLock ? (lock + 1) * LOCK_WEIGHT : cpu + 1;
    this.held += effect === Effect.Holds ? weight : -weight;
  }

  /** Time that is too long for one event has one of its own. */
  private passTime(lane: number): void {
    const high = Math.floor(this.pending / 2 ** 31), low = this.pending % 2 ** 31;
    this.pending = 0;
    this.record(Kind.TimePassed, lane, low, high);
  }
}
