/**
 * The reducer: one event changes `Memory`. The only writer, with the files of the folder `apply`.
 *
 * It refuses the impossible (a page, lane, cpu, lock or slot that does not exist, a lock granted
 * twice) and records the wrong, with a fault bit where an intact kernel could not have done it.
 * It knows no profile, host or design: where those differ, the outcome is in the event.
 * @module
 */
import { Kind, kindNames } from "../../events/kinds.ts";
import { HOST_CPU, STRIDE, type Words } from "../../events/log.ts";
import type { Memory } from "./memory.ts";
import { Status } from "./views.ts";
import * as allocator from "./apply/allocator.ts";
import * as channel from "./apply/channel.ts";
import * as guest from "./apply/guest.ts";
import * as hints from "./apply/hints.ts";
import * as host from "./apply/host.ts";
import * as locks from "./apply/locks.ts";
import * as world from "./apply/world.ts";

/**
 * Applies the event at `index` of a log to `memory`.
 * @param words the words of an `EventLog`, or of a block of a file
 * @param number the event's number in its log, from 1
 * @throws RangeError naming the event, if it names what does not exist; what `memory` holds is then undefined
 */
export function apply(memory: Memory, words: Words, index: number, number = index + 1): void {
  const at = index * STRIDE;
  const head = words[at], pfn = words[at + 1], value = words[at + 2];
  const kind = head & 0xff;
  const actor = (head >>> 8) & 0xff;
  const cpu = (head >>> 16) & 0xff;
  const order = head >>> 28;
  if (actor >= memory.lanes) failLane(number, kind, actor);
  if (cpu >= memory.cpus && cpu < HOST_CPU) failCpu(number, kind, cpu);
  if (memory.timed) {
    const now = memory.now[0] + words[at + 3];
    memory.now[0] = now;
    memory.laneTime[actor] = now;
    memory.laneLast[actor] = number;
  }
  memory.laneKind[actor] = kind;
  memory.laneWait[actor] = 0; // who acts, waits no longer
  memory.status[Status.Events] = number;

  switch (kind as Kind) {
    case Kind.PageAllocated:
      return allocator.allocated(memory, actor, cpu, order, pfn, value, number);
    case Kind.PageFreed:
      return allocator.freed(memory, cpu, order, pfn, value, number);
    case Kind.PageWritten:
      return guest.written(memory, order, pfn, value, number);
    case Kind.PageRefilled:
      return allocator.refilled(memory, cpu, order, pfn, value, number);
    case Kind.PageDrained:
      return allocator.drained(memory, order, pfn, value, number);
    case Kind.BlockTaken:
      return allocator.taken(memory, order, pfn, value, number);
    case Kind.BlockPut:
      return allocator.put(memory, order, pfn, value, number);
    case Kind.PageblockStolen:
      return allocator.stolen(memory, order, pfn, value, number);
    case Kind.ContextEntered:
    case Kind.ContextLeft:
      return locks.context(memory, cpu, value, number);
    case Kind.LockAcquired:
      return locks.acquired(memory, actor, pfn, number);
    case Kind.LockReleased:
      return locks.released(memory, actor, pfn, number);
    case Kind.LockContended:
      return locks.contended(memory, actor, pfn, number);
    case Kind.InterruptsOff:
      return locks.interrupts(memory, cpu, actor + 1, number);
    case Kind.InterruptsOn:
      return locks.interrupts(memory, cpu, 0, number);
    case Kind.BitsCleared:
      return host.bitsCleared(memory, pfn, value, number);
    case Kind.PagesRead:
      return host.pagesRead(memory, pfn, value, number);
    case Kind.PagesSent:
    case Kind.ZeroPagesSent:
      return host.pagesSent(memory, actor, pfn, value, number);
    case Kind.HintRead:
      return hints.read(memory, actor, order, pfn, value, number);
    case Kind.HintApplied:
      return hints.applied(memory, order, pfn, value, number);
    case Kind.HintDropped:
      return hints.dropped(memory, order, pfn, value, number);
    case Kind.HintCallBegun:
      return hints.callBegun(memory, order, pfn, number);
    case Kind.BlockHeld:
      return hints.held(memory, actor, order, pfn, number);
    case Kind.BlockReturned:
      return hints.returned(memory, order, pfn, number);
    case Kind.IdIssued:
      return channel.idIssued(memory, value, number);
    case Kind.StatusChanged:
      return channel.statusChanged(memory, value);
    case Kind.InterruptRaised:
      return channel.interruptRaised(memory, value);
    case Kind.IdRead:
      return channel.idRead(memory, value);
    case Kind.DescriptorFilled:
      return channel.filled(memory, pfn, value, number);
    case Kind.DescriptorQueued:
    case Kind.DescriptorReceived:
    case Kind.DescriptorUsed:
    case Kind.DescriptorReclaimed:
      return channel.moved(memory, kind, value, number);
    case Kind.LogArmed:
      return host.logArmed(memory, value);
    case Kind.LogDisarmed:
      return host.logDisarmed(memory);
    case Kind.LogFetched:
      return host.logFetched(memory, pfn, value, number);
    case Kind.LogMerged:
      return host.logMerged(memory, pfn, value, number);
    case Kind.MigrationBegun:
      return host.migrationBegun(memory);
    case Kind.RoundBegun:
      return host.roundBegun(memory, value);
    case Kind.GuestPaused:
      return host.guestPaused(memory);
    case Kind.SwitchedOver:
      return host.switchedOver(memory);
    case Kind.GuestResumed:
      return host.guestResumed(memory);
    case Kind.MigrationCancelled:
    case Kind.MigrationFailed:
      return host.migrationStopped(memory, kind);
    case Kind.LaneNoted:
      memory.lanePhase[actor] = order;
      memory.laneFirst[actor] = pfn;
      memory.laneSecond[actor] = value;
      return;
    case Kind.ZoneDescribed:
    case Kind.BlockOnList:
    case Kind.BlockOnPercpu:
    case Kind.PagesUsed:
    case Kind.PagesHold:
    case Kind.PageblocksTyped:
    case Kind.WatermarkSet:
    case Kind.ReserveSet:
    case Kind.PercpuLimitsSet:
    case Kind.WorldReady:
      return world.described(memory, kind, actor, cpu, order, pfn, value, number);
    case Kind.TimePassed:
      if (memory.timed) memory.laneTime[actor] = memory.now[0] += value * 2 ** 31 + pfn;
      return;
    case Kind.ClockSteppedBack:
      if (memory.timed) memory.laneTime[actor] = memory.now[0] -= value;
      return;
    // Facts for rules and views; nothing changes but the lane.
    case Kind.AllocationFailed:
    case Kind.PageRelied:
    case Kind.HintCallEnded:
    case Kind.RoundEnded:
    case Kind.KswapdWoken:
    case Kind.ShrinkerCalled:
      return;
    default:
      failKind(kind as never, number);
  }
}

/**
 * Applies the events from index `from` up to, not including, `until`.
 * @param base how many events of the log lie before `words`
 */
export function applyAll(
  memory: Memory,
  words: Words,
  from: number,
  until: number,
  base = 0,
): void {
  for (let index = from; index < until; index++) apply(memory, words, index, base + index + 1);
}

function failKind(kind: never, event: number): never {
  failEvent(event, kind, `there is no kind ${kind}`);
}

function failLane(event: number, kind: number, lane: number): never {
  failEvent(event, kind, `there is no lane ${lane}`);
}

function failCpu(event: number, kind: number, cpu: number): never {
  failEvent(event, kind, `there is no cpu ${cpu}`);
}

function failEvent(event: number, kind: number, why: string): never {
  throw new RangeError(`Cannot apply event ${event} (${kindNames[kind] ?? "unknown"}): ${why}`);
}
