/**
 * A log made by hand for the tests of this room: 64 pages, a hint that goes stale, a write that is
 * caught, and a switch-over. Lanes: world, task, balloon, migration.
 * @module
 */
import { passed } from "../../events/file/writer.ts";
import { Kind } from "../../events/kinds.ts";
import { EventLog, HOST_CPU, NONE, packHead } from "../../events/log.ts";
import { Memory } from "../../core/state/memory.ts";
import { type Scene, WIRE } from "../../replay/views/view.ts";

export const TASK = 1, BALLOON = 2, HOST = 3;
const OWNED = 1 << 21, UNMOVABLE = 0;
const MICROSECOND = 1000;

export const geometry = {
  frames: 64,
  zones: [{ name: "DMA", start: 0, frames: 64 }],
  orders: 5,
  pageblockOrder: 4,
  types: 2,
  cpus: 1,
  percpuLists: 0,
  lanes: 4,
  owners: 2,
  locks: 1,
  queue: 4,
  array: 4,
  timed: true,
} as const;

/** Numbers of the events that tests name. */
export interface Marks {
  migrationBegun: number;
  hintRead: number;
  taken: number;
  applied: number;
  caught: number;
  switched: number;
}

export function oneBlock(): { log: EventLog; marks: Marks } {
  const log = new EventLog();
  const record = (kind: Kind, lane: number, pfn = 0, value = 0, order = 0, gap = MICROSECOND) => {
    const cpu = lane === HOST ? HOST_CPU : 0;
    return log.append(packHead(kind, lane, cpu, 0, order), pfn, value, gap) + 1;
  };
  record(Kind.ZoneDescribed, 0, 0, 64, 0);
  for (const pfn of [0, 16, 48]) record(Kind.BlockOnList, 0, pfn, UNMOVABLE, 4);
  record(Kind.PagesUsed, TASK, 32, 16);
  record(Kind.PagesHold, 0, 0, 32);
  record(Kind.WorldReady, 0);

  const migrationBegun = record(Kind.MigrationBegun, HOST);
  record(Kind.LogArmed, HOST);
  record(Kind.IdIssued, HOST, 0, 2);
  record(Kind.StatusChanged, HOST, 0, 1);
  record(Kind.RoundBegun, HOST, 0, 1);

  record(Kind.IdRead, BALLOON, 0, 2);
  record(Kind.DescriptorFilled, BALLOON, 0, 1 | (2 << 4)); // START 2
  record(Kind.DescriptorQueued, BALLOON, 0, 0);
  record(Kind.HintCallBegun, BALLOON, NONE, 4, 4);
  record(Kind.LockAcquired, BALLOON, 0);
  const hintRead = record(Kind.HintRead, BALLOON, 0, 0, 4);
  record(Kind.HintRead, BALLOON, 16, 1, 4);
  record(Kind.LockReleased, BALLOON, 0);
  record(Kind.HintCallEnded, BALLOON, 0, 2, 4);
  record(Kind.DescriptorFilled, BALLOON, NONE, 4 | (2 << 4)); // ARRAY of 2 entries
  record(Kind.DescriptorQueued, BALLOON, 0, 1);

  record(Kind.BlockTaken, TASK, 0, 4, 0);
  const taken = record(Kind.PageAllocated, TASK, 0, OWNED, 0);
  record(Kind.PageWritten, TASK, 0);

  record(Kind.DescriptorReceived, HOST, 0, 0);
  record(Kind.StatusChanged, HOST, 0, 2);
  record(Kind.DescriptorUsed, HOST, 0, 0);
  record(Kind.DescriptorReceived, HOST, 0, 1);
  const applied = record(Kind.HintApplied, HOST, 0, 0, 4);
  record(Kind.HintApplied, HOST, 16, 1, 4);
  record(Kind.DescriptorUsed, HOST, 0, 1);
  record(Kind.BitsCleared, HOST, 32, 16);
  record(Kind.PagesRead, HOST, 32, 16);
  record(Kind.PagesSent, HOST, 32, 16);
  record(Kind.BitsCleared, HOST, 48, 16);
  record(Kind.PagesRead, HOST, 48, 16);
  record(Kind.ZeroPagesSent, HOST, 48, 16);
  record(Kind.RoundEnded, HOST, 0, 1);

  record(Kind.LogFetched, HOST, 0, 64);
  const caught = record(Kind.LogMerged, HOST, 0, 64);
  record(Kind.GuestPaused, HOST);
  record(Kind.RoundBegun, HOST, 0, 2);
  record(Kind.BitsCleared, HOST, 0, 1);
  record(Kind.PagesRead, HOST, 0, 1);
  record(Kind.PagesSent, HOST, 0, 1);
  record(Kind.RoundEnded, HOST, 0, 2);
  const switched = record(Kind.SwitchedOver, HOST);
  record(Kind.GuestResumed, HOST);
  return { log, marks: { migrationBegun, hintRead, taken, applied, caught, switched } };
}

export function sceneOf(log: EventLog, all = false): Scene & { memory: Memory } {
  const lanes = ["world", "task", "balloon", "migration"].map((name, lane) => ({
    name,
    cpu: lane === HOST ? HOST_CPU : 0,
  }));
  const memory = new Memory(geometry);
  let end = 0;
  for (let index = 0; index < log.length; index++) end += passed(log.words, index);
  const clock = "ns" as const;
  return { memory, lanes, wire: WIRE, events: log.length, clock, end, title: "by hand", all };
}
