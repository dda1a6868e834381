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

const HOST = HOST_CPU, { Events } = Status;

/**
 * Applies the event at `index` of a log to `memory`.
 * @param words the words of an `EventLog`, or of a block of a file
 * @param number the event's number in its log, from 1
 * @throws RangeError naming the event, if it names what does not exist; what `memory` holds is then undefined
 */
export function apply(memory: Memory, words: Words, index: number, number = index + 1): void {
  applyAll(memory, words, index, index + 1, number - index - 1);
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
  if (until > from) {
    run(memory, words, from, until, base);
    memory.status[Events] = base + until;
  }
}

/**
 * The switch stands in the loop, and the clock runs in a local: a call for each event, or a sum that is
 * stored and loaded again, costs 4 ns of 28.
 */
function run(memory: Memory, words: Words, from: number, until: number, base: number): void {
  const { timed, now, laneTime, laneLast, laneKind, laneWait, lanes, cpus } = memory;
  let time = timed ? now[0] : 0;
  for (let index = from; index < until; index++) {
    const at = index * STRIDE, number = base + index + 1;
    const head = words[at], pfn = words[at + 1], value = words[at + 2];
    const kind = head & 0xff;
    const actor = (head >>> 8) & 0xff;
    const cpu = (head >>> 16) & 0xff;
    const order = head >>> 28;
    if (actor >= lanes) failLane(number, kind, actor);
    if (cpu >= cpus && cpu < HOST) failCpu(number, kind, cpu);
    if (timed) {
      now[0] = laneTime[actor] = time += words[at + 3];
      laneLast[actor] = number;
    }
    laneKind[actor] = kind;
    laneWait[actor] = 0; // who acts, waits no longer

    switch (kind as Kind) {
      case PageAllocated:
        allocator.allocated(memory, actor, cpu, order, pfn, value, number);
        continue;
      case PageFreed:
        allocator.freed(memory, cpu, order, pfn, value, number);
        continue;
      case PageWritten:
        guest.written(memory, cpu, order, pfn, value, number);
        continue;
      case PageRefilled:
        allocator.refilled(memory, cpu, order, pfn, value, number);
        continue;
      case PageDrained:
        allocator.drained(memory, order, pfn, value, number);
        continue;
      case PercpuFactorSet:
        allocator.factorSet(memory, cpu, order, value, number);
        continue;
      case BlockTaken:
        allocator.taken(memory, order, pfn, value, number);
        continue;
      case BlockPut:
        allocator.put(memory, order, pfn, value, number);
        continue;
      case PageblockStolen:
        allocator.stolen(memory, order, pfn, value, number);
        continue;
      case ContextEntered:
      case ContextLeft:
        locks.context(memory, cpu, value, number);
        continue;
      case LockAcquired:
        locks.acquired(memory, actor, pfn, number);
        continue;
      case LockReleased:
        locks.released(memory, actor, pfn, number);
        continue;
      case LockContended:
        locks.contended(memory, actor, pfn, number);
        continue;
      case InterruptsOff:
        locks.interrupts(memory, cpu, actor + 1, number);
        continue;
      case InterruptsOn:
        locks.interrupts(memory, cpu, 0, number);
        continue;
      case BitsCleared:
        host.bitsCleared(memory, pfn, value, number);
        continue;
      case PagesRead:
        host.pagesRead(memory, pfn, value, number);
        continue;
      case PagesSent:
      case ZeroPagesSent:
        host.pagesSent(memory, kind, actor, pfn, value, order, number);
        continue;
      case HintRead:
        hints.read(memory, actor, order, cpu, pfn, value, number);
        continue;
      case HintApplied:
        hints.applied(memory, order, pfn, value, number);
        continue;
      case HintDropped:
        hints.dropped(memory, order, pfn, value, number);
        continue;
      case HintCallBegun:
        hints.callBegun(memory, order, pfn, number);
        continue;
      case BlockHeld:
        hints.held(memory, actor, order, pfn, number);
        continue;
      case BlockReturned:
        hints.returned(memory, order, pfn, number);
        continue;
      case ArrayBegun:
        hints.arrayBegun(memory, pfn, number);
        continue;
      case BlockUnlinked:
        hints.unlinked(memory, order, pfn, number);
        continue;
      case HintMarked:
        hints.marked(memory, actor, cpu, order, pfn, value, number);
        continue;
      case BitmapCleared:
        hints.bitmapCleared(memory, cpu, pfn, number);
        continue;
      case BlockReported:
        device.reported(memory, order, pfn, number);
        continue;
      case ListTurned:
        device.listTurned(memory, order, pfn, value, number);
        continue;
      case BlockIsolated:
        device.isolated(memory, actor, order, pfn, number);
        continue;
      case BlockReleased:
        device.released(memory, order, pfn, number);
        continue;
      case PageInflated:
        hints.inflated(memory, actor, pfn, value, number);
        continue;
      case ReportRequested:
        device.reportRequested(memory, number);
        continue;
      case ReportBegan:
        device.reportBegan(memory, number);
        continue;
      case ReportEnded:
        device.reportEnded(memory, number);
        continue;
      case BalloonTargetSet:
        device.targetSet(memory, value, number);
        continue;
      case BalloonTargetRead:
        device.targetRead(memory, value, number);
        continue;
      case IdIssued:
        channel.idIssued(memory, value, number);
        continue;
      case StatusChanged:
        channel.statusChanged(memory, value);
        continue;
      case InterruptRaised:
        channel.interruptRaised(memory, value);
        continue;
      case IdRead:
        channel.idRead(memory, value);
        continue;
      case DescriptorFilled:
        channel.filled(memory, pfn, value, number);
        continue;
      case DescriptorQueued:
      case DescriptorReceived:
      case DescriptorUsed:
      case DescriptorReclaimed:
        channel.moved(memory, kind, value, number);
        continue;
      case LogArmed:
        dirtyLog.armed(memory, value);
        continue;
      case LogDisarmed:
        dirtyLog.disarmed(memory);
        continue;
      case LogFetched:
        dirtyLog.fetched(memory, pfn, value, number);
        continue;
      case LogMerged:
        dirtyLog.merged(memory, pfn, value, number);
        continue;
      case ChunkCleared:
        dirtyLog.chunkCleared(memory, pfn, value, order, number);
        continue;
      case WriteMarked:
        guest.writeMarked(memory, order, pfn, number);
        continue;
      case RingHarvested:
        dirtyLog.fetched(memory, pfn, value, number);
        continue;
      case KswapdWoken:
        memory.kswapdWoken.fill(1);
        continue;
      case KswapdEnded:
        memory.kswapdWoken.fill(0);
        continue;
      case RateWindowBegun:
        host.windowBegun(memory, value);
        continue;
      case DowntimeLimitSet:
        host.limitSet(memory, value);
        continue;
      case PostcopyBegun:
        host.postcopyBegun(memory);
        continue;
      case FaultAsked:
        host.faultAsked(memory, actor, pfn, value, number);
        continue;
      case FaultAnswered:
        host.faultAnswered(memory, actor);
        continue;
      case BitmapWordRead:
        bitmap.wordRead(memory, actor, pfn, number);
        continue;
      case BitmapWordWritten:
        bitmap.wordWritten(memory, actor, pfn, value, number);
        continue;
      case PageDiscarded:
        host.discarded(memory, order, pfn, value, number);
        continue;
      case DeviceWrote:
        guest.deviceWrote(memory, order, pfn, value, number);
        continue;
      case MigrationBegun:
        host.migrationBegun(memory, value);
        continue;
      case RoundBegun:
        host.roundBegun(memory, value);
        continue;
      case GuestPaused:
        host.guestPaused(memory);
        continue;
      case SwitchedOver:
        host.switchedOver(memory);
        continue;
      case GuestResumed:
        host.guestResumed(memory);
        continue;
      case MigrationCancelled:
      case MigrationFailed:
        host.migrationStopped(memory, kind);
        continue;
      case LaneNoted:
        memory.lanePhase[actor] = order;
        memory.laneFirst[actor] = pfn;
        memory.laneSecond[actor] = value;
        continue;
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
        world.described(memory, kind, actor, cpu, order, pfn, value, number);
        continue;
      case TimePassed:
        if (timed) laneTime[actor] = now[0] = time += value * 2 ** 31 + pfn;
        continue;
      case ClockSteppedBack:
        if (timed) laneTime[actor] = now[0] = time -= pfn * 2 ** 31 + value;
        continue;
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
        continue;
      default:
        failKind(kind as never, number);
    }
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
