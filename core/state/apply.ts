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
import * as bitmap from "./apply/bitmap.ts";
import * as channel from "./apply/channel.ts";
import * as device from "./apply/device.ts";
import * as dirtyLog from "./apply/dirty_log.ts";
import * as guest from "./apply/guest.ts";
import * as hints from "./apply/hints.ts";
import * as host from "./apply/host.ts";
import * as locks from "./apply/locks.ts";
import * as world from "./apply/world.ts";

// Names of this module are constants to the compiler, those of another are loads: an event of a late
// case costs 16 ns instead of 39.
const {
  PageAllocated,
  PageFreed,
  PageWritten,
  PageRefilled,
  PageDrained,
  BlockTaken,
  BlockPut,
  PageblockStolen,
  ContextEntered,
  ContextLeft,
  LockAcquired,
  LockReleased,
  LockContended,
  InterruptsOff,
  InterruptsOn,
  BitsCleared,
  PagesRead,
  PagesSent,
  ZeroPagesSent,
  HintRead,
  HintApplied,
  HintDropped,
  HintCallBegun,
  BlockHeld,
  BlockReturned,
  IdIssued,
  StatusChanged,
  InterruptRaised,
  IdRead,
  DescriptorFilled,
  DescriptorQueued,
  DescriptorReceived,
  DescriptorUsed,
  DescriptorReclaimed,
  LogArmed,
  LogDisarmed,
  LogFetched,
  LogMerged,
  MigrationBegun,
  RoundBegun,
  GuestPaused,
  StructPageUsed,
  SwitchedOver,
  GuestResumed,
  MigrationCancelled,
  MigrationFailed,
  LaneNoted,
  ZoneDescribed,
  BlockOnList,
  BlockOnPercpu,
  PagesUsed,
  PagesHold,
  PageblocksTyped,
  WatermarkSet,
  ReserveSet,
  PercpuLimitsSet,
  WorldReady,
  TimePassed,
  ClockSteppedBack,
  AllocationFailed,
  PageRelied,
  HintCallEnded,
  RoundEnded,
  KswapdWoken,
  ShrinkerCalled,
  FreeAnnounced,
  RemovalSeen,
  DrainSeen,
  IsolationSeen,
  BulkSeen,
  KswapdTurnSeen,
  StealSeen,
  EventsLost,
  PercpuFactorSet,
  ChunkCleared,
  RingHarvested,
  WriteMarked,
  RateWindowBegun,
  DowntimeLimitSet,
  PageDiscarded,
  DeviceWrote,
  KswapdBegan,
  KswapdEnded,
  DirectReclaimBegan,
  DirectReclaimEnded,
  PostcopyBegun,
  FaultAsked,
  FaultAnswered,
  BitmapWordRead,
  BitmapWordWritten,
  ArrayBegun,
  BlockUnlinked,
  HintMarked,
  BitmapCleared,
  BlocksCounted,
  BlockReported,
  ListTurned,
  ReportRequested,
  ReportBegan,
  ReportEnded,
  BalloonTargetSet,
  BalloonTargetRead,
  OutOfMemory,
  PageInflated,
  BlockIsolated,
  BlockReleased,
} = Kind;

/**
 * Applies the event at `index` of a log to `memory`.
 * @param words the words of an `EventLog`, or of a block of a file
 * @param number the event's number in its log, from 1
 * @throws RangeError naming the event, if it names what does not exist; what `memory` holds is then undefined
 */
export function apply(memory: Memory, words: Words, index: number, number = index + 1): void {
  if (memory.timed) {
    const at = index * STRIDE, actor = (words[at] >>> 8) & 0xff;
    const now = memory.now[0] + words[at + 3];
    memory.now[0] = now;
    memory.laneTime[actor] = now;
    memory.laneLast[actor] = number;
  }
  step(memory, words, index, number);
  memory.status[Status.Events] = number;
}

function step(memory: Memory, words: Words, index: number, number: number): void {
  const at = index * STRIDE;
  const head = words[at], pfn = words[at + 1], value = words[at + 2];
  const kind = head & 0xff;
  const actor = (head >>> 8) & 0xff;
  const cpu = (head >>> 16) & 0xff;
  const order = head >>> 28;
  if (actor >= memory.lanes) failLane(number, kind, actor);
  if (cpu >= memory.cpus && cpu < HOST_CPU) failCpu(number, kind, cpu);
  memory.laneKind[actor] = kind;
  memory.laneWait[actor] = 0; // who acts, waits no longer

  switch (kind as Kind) {
    case PageAllocated:
      return allocator.allocated(memory, actor, cpu, order, pfn, value, number);
    case PageFreed:
      return allocator.freed(memory, cpu, order, pfn, value, number);
    case PageWritten:
      return guest.written(memory, cpu, order, pfn, value, number);
    case PageRefilled:
      return allocator.refilled(memory, cpu, order, pfn, value, number);
    case PageDrained:
      return allocator.drained(memory, order, pfn, value, number);
    case PercpuFactorSet:
      return allocator.factorSet(memory, cpu, order, value, number);
    case BlockTaken:
      return allocator.taken(memory, order, pfn, value, number);
    case BlockPut:
      return allocator.put(memory, order, pfn, value, number);
    case PageblockStolen:
      return allocator.stolen(memory, order, pfn, value, number);
    case ContextEntered:
    case ContextLeft:
      return locks.context(memory, cpu, value, number);
    case LockAcquired:
      return locks.acquired(memory, actor, pfn, number);
    case LockReleased:
      return locks.released(memory, actor, pfn, number);
    case LockContended:
      return locks.contended(memory, actor, pfn, number);
    case InterruptsOff:
      return locks.interrupts(memory, cpu, actor + 1, number);
    case InterruptsOn:
      return locks.interrupts(memory, cpu, 0, number);
    case BitsCleared:
      return host.bitsCleared(memory, pfn, value, number);
    case PagesRead:
      return host.pagesRead(memory, pfn, value, number);
    case PagesSent:
    case ZeroPagesSent:
      return host.pagesSent(memory, kind, actor, pfn, value, order, number);
    case HintRead:
      return hints.read(memory, actor, order, cpu, pfn, value, number);
    case HintApplied:
      return hints.applied(memory, order, pfn, value, number);
    case HintDropped:
      return hints.dropped(memory, order, pfn, value, number);
    case HintCallBegun:
      return hints.callBegun(memory, order, pfn, number);
    case BlockHeld:
      return hints.held(memory, actor, order, pfn, number);
    case BlockReturned:
      return hints.returned(memory, order, pfn, number);
    case ArrayBegun:
      return hints.arrayBegun(memory, pfn, number);
    case BlockUnlinked:
      return hints.unlinked(memory, order, pfn, number);
    case HintMarked:
      return hints.marked(memory, actor, cpu, order, pfn, value, number);
    case BitmapCleared:
      return hints.bitmapCleared(memory, cpu, pfn, number);
    case BlockReported:
      return device.reported(memory, order, pfn, number);
    case ListTurned:
      return device.listTurned(memory, order, pfn, value, number);
    case BlockIsolated:
      return device.isolated(memory, actor, order, pfn, number);
    case BlockReleased:
      return device.released(memory, order, pfn, number);
    case PageInflated:
      return hints.inflated(memory, actor, pfn, value, number);
    case ReportRequested:
      return device.reportRequested(memory, number);
    case ReportBegan:
      return device.reportBegan(memory, number);
    case ReportEnded:
      return device.reportEnded(memory, number);
    case BalloonTargetSet:
      return device.targetSet(memory, value, number);
    case BalloonTargetRead:
      return device.targetRead(memory, value, number);
    case IdIssued:
      return channel.idIssued(memory, value, number);
    case StatusChanged:
      return channel.statusChanged(memory, value);
    case InterruptRaised:
      return channel.interruptRaised(memory, value);
    case IdRead:
      return channel.idRead(memory, value);
    case DescriptorFilled:
      return channel.filled(memory, pfn, value, number);
    case DescriptorQueued:
    case DescriptorReceived:
    case DescriptorUsed:
    case DescriptorReclaimed:
      return channel.moved(memory, kind, value, number);
    case LogArmed:
      return dirtyLog.armed(memory, value);
    case LogDisarmed:
      return dirtyLog.disarmed(memory);
    case LogFetched:
      return dirtyLog.fetched(memory, pfn, value, number);
    case LogMerged:
      return dirtyLog.merged(memory, pfn, value, number);
    case ChunkCleared:
      return dirtyLog.chunkCleared(memory, pfn, value, order, number);
    case WriteMarked:
      return guest.writeMarked(memory, order, pfn, number);
    case RingHarvested:
      return dirtyLog.fetched(memory, pfn, value, number);
    case KswapdWoken:
      return void memory.kswapdWoken.fill(1);
    case KswapdEnded:
      return void memory.kswapdWoken.fill(0);
    case RateWindowBegun:
      return host.windowBegun(memory, value);
    case DowntimeLimitSet:
      return host.limitSet(memory, value);
    case PostcopyBegun:
      return host.postcopyBegun(memory);
    case FaultAsked:
      return host.faultAsked(memory, actor, pfn, value, number);
    case FaultAnswered:
      return host.faultAnswered(memory, actor);
    case BitmapWordRead:
      return bitmap.wordRead(memory, actor, pfn, number);
    case BitmapWordWritten:
      return bitmap.wordWritten(memory, actor, pfn, value, number);
    case PageDiscarded:
      return host.discarded(memory, order, pfn, value, number);
    case DeviceWrote:
      return guest.deviceWrote(memory, order, pfn, value, number);
    case MigrationBegun:
      return host.migrationBegun(memory, value);
    case RoundBegun:
      return host.roundBegun(memory, value);
    case GuestPaused:
      return host.guestPaused(memory);
    case SwitchedOver:
      return host.switchedOver(memory);
    case GuestResumed:
      return host.guestResumed(memory);
    case MigrationCancelled:
    case MigrationFailed:
      return host.migrationStopped(memory, kind);
    case LaneNoted:
      memory.lanePhase[actor] = order;
      memory.laneFirst[actor] = pfn;
      memory.laneSecond[actor] = value;
      return;
    case ZoneDescribed:
    case BlockOnList:
    case BlockOnPercpu:
    case PagesUsed:
    case PagesHold:
    case PageblocksTyped:
    case WatermarkSet:
    case ReserveSet:
    case PercpuLimitsSet:
    case WorldReady:
      return world.described(memory, kind, actor, cpu, order, pfn, value, number);
    case TimePassed:
      if (memory.timed) memory.laneTime[actor] = memory.now[0] += value * 2 ** 31 + pfn;
      return;
    case ClockSteppedBack:
      if (memory.timed) memory.laneTime[actor] = memory.now[0] -= pfn * 2 ** 31 + value;
      return;
    // Facts for rules and views; nothing changes but the lane.
    case AllocationFailed:
    case PageRelied:
    case HintCallEnded:
    case BlocksCounted:
    case StructPageUsed:
    case OutOfMemory:
    case RoundEnded:
    case ShrinkerCalled:
    case FreeAnnounced:
    case RemovalSeen:
    case DrainSeen:
    case IsolationSeen:
    case BulkSeen:
    case KswapdTurnSeen:
    case KswapdBegan:
    case DirectReclaimBegan:
    case DirectReclaimEnded:
    case StealSeen:
    case EventsLost:
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
  if (memory.timed) applyTimed(memory, words, from, until, base);
  else for (let index = from; index < until; index++) step(memory, words, index, base + index + 1);
  if (until > from) memory.status[Status.Events] = base + until;
}

/** The clock runs in a local: a sum that is stored and loaded again for each event costs 4 ns more. */
function applyTimed(
  memory: Memory,
  words: Words,
  from: number,
  until: number,
  base: number,
): void {
  const { now, laneTime, laneLast } = memory;
  let time = now[0];
  for (let index = from; index < until; index++) {
    const at = index * STRIDE;
    const head = words[at];
    const actor = (head >>> 8) & 0xff;
    time += words[at + 3];
    now[0] = time;
    laneTime[actor] = time;
    laneLast[actor] = base + index + 1;
    step(memory, words, index, base + index + 1);
    if ((head & 0xff) === TimePassed || (head & 0xff) === ClockSteppedBack) time = now[0];
  }
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
