/**
 * The host's hint queue, descriptor by descriptor: what each of the four statuses accepts.
 * @module
 */
import { assertEquals, assertLess } from "@std/assert";
import { EventLog, HOST_CPU, kindOf } from "../../../../events/log.ts";
import { Kind, kindNames, STATUSES } from "../../../../events/kinds.ts";
import { Hinting, Message, send, sendStart } from "../../../../core/decide/channel.ts";
import { defaultCosts } from "../../../../core/decide/costs.ts";
import type { Host } from "../../../../core/decide/hosts/host.ts";
import { nextId } from "../../../../core/decide/hosts/host.ts";
import { firecracker } from "../../../../core/decide/hosts/firecracker.ts";
import { qemu10 } from "../../../../core/decide/hosts/qemu_10.ts";
import { qemu30 } from "../../../../core/decide/hosts/qemu_3_0.ts";
import { Machine } from "../../../../core/decide/machine.ts";
import { linux417 } from "../../../../core/decide/profiles/linux_4_17.ts";
import { hintQueue, hintsAtHand } from "../../../../core/run/actors/hint_queue.ts";
import { none } from "../../../../core/run/designs/none.ts";
import type { Settings, Sim } from "../../../../core/run/sim.ts";
import { Bit, Memory } from "../../../../core/state/memory.ts";
import { Status } from "../../../../core/state/views.ts";
import { GEOMETRY } from "../../../support/given.ts";

const GUEST = 1, QUEUE = 2, SENDER = 3;
const ID = 0x80000001 | 0, OTHER = 0x80000005 | 0;
const FREE_PAGE_LOCK = 2, BITMAP_LOCK = 3; // behind two zones

/** A host that has issued an id, and is in a status; a migration has begun. */
class Desk {
  readonly machine: Machine;
  readonly sim: Sim;
  constructor(status: number, host: Host = qemu30) {
    const chunks = host.chunkOrder === undefined ? {} : { chunkOrder: 4 };
    const memory = new Memory({ ...GEOMETRY, ...chunks, locks: 3, queue: 8 });
    const cpus = Uint8Array.of(0, 0, HOST_CPU + 1, HOST_CPU);
    this.machine = new Machine(memory, new EventLog(), cpus, linux417, host, defaultCosts());
    this.sim = { machine: this.machine, view: memory, settings: {} as Settings, design: none };
    this.machine.record(Kind.LogArmed, SENDER, 0, host.logMode);
    this.machine.record(Kind.MigrationBegun, SENDER, 0, 0);
    this.machine.record(Kind.LogFetched, SENDER, 0, memory.frames);
    this.machine.record(Kind.LogMerged, SENDER, 0, memory.frames);
    this.machine.record(Kind.IdIssued, SENDER, 0, ID);
    this.machine.record(Kind.StatusChanged, SENDER, 0, status);
  }
  start(id: number, byReference = false): this {
    this.machine.record(Kind.IdRead, GUEST, 0, id);
    sendStart(this.machine, GUEST, byReference);
    return this;
  }
  send(message: number, pfn = 0): this {
    send(this.machine, GUEST, message, pfn, 0);
    return this;
  }
  /** Lets the queue's thread take a step; the names of its events. */
  step(): string[] {
    const { log } = this.machine, before = log.length;
    hintQueue().step(this.sim, QUEUE, 0);
    return Array.from(
      { length: log.length - before },
      (_, at) => kindNames[kindOf(log.words, before + at)]!,
    );
  }
  /** When the queue's thread takes its next step. */
  get due(): number {
    return hintQueue().due(this.sim, QUEUE);
  }
  get status(): string {
    return STATUSES[this.sim.view.status[Status.Hinting]];
  }
  isToSend(pfn: number): boolean {
    return (this.sim.view.bits[pfn] & Bit.Migrate) !== 0;
  }
}

Deno.test("a START is taken only while it is asked for, and only with the id issued last", () => {
  const after = (status: number, id: number): string => {
    const desk = new Desk(status).start(id);
    desk.step();
    return desk.status;
  };
  assertEquals(after(Hinting.Requested, ID), "start");
  assertEquals(after(Hinting.Requested, OTHER), "requested");
  assertEquals(after(Hinting.Stop, ID), "stop", "late");
  assertEquals(after(Hinting.Done, ID), "done");
  assertEquals(after(Hinting.Start, OTHER), "stop", "another START ends what is under way");
  assertEquals(after(Hinting.Start, ID), "stop", "so does the same one again");
});

Deno.test("a STOP ends what is under way, and nothing else", () => {
  const after = (status: number, host = qemu30): string => {
    const desk = new Desk(status, host).send(Message.Stop);
    desk.step();
    return desk.status;
  };
  assertEquals(after(Hinting.Start), "stop");
  assertEquals(after(Hinting.Requested), "requested", "a stale one, of the id before");
  assertEquals([after(Hinting.Stop), after(Hinting.Done)], ["stop", "done"]);
  assertEquals(after(Hinting.Start, firecracker), "done");
});

Deno.test("a hint is applied in START, and dropped in the other three", () => {
  for (const status of [Hinting.Stop, Hinting.Requested, Hinting.Done]) {
    const desk = new Desk(status).send(Message.Hint, 5);
    assertEquals(desk.step().includes("HintDropped"), true);
    assertEquals(desk.isToSend(5), true);
  }
  const desk = new Desk(Hinting.Start).send(Message.Hint, 5);
  assertEquals(desk.step(), [
    "LockAcquired",
    "DescriptorReceived",
    "LockAcquired",
    "HintApplied",
    "LockReleased",
    "DescriptorUsed",
    "LockReleased",
  ]);
  assertEquals([desk.isToSend(5), desk.isToSend(6)], [false, true]);
});

Deno.test("while the sender holds the bitmap's lock a hint waits, and goes on with its descriptor", () => {
  const desk = new Desk(Hinting.Start).send(Message.Hint, 5).send(Message.Hint, 6);
  desk.machine.record(Kind.LockAcquired, SENDER, BITMAP_LOCK, 0);
  assertEquals(desk.step(), ["LockAcquired", "DescriptorReceived", "LockContended"]);
  assertEquals(desk.sim.view.lockHolder[FREE_PAGE_LOCK], QUEUE + 1, "the status cannot change");
  desk.machine.record(Kind.LockReleased, SENDER, BITMAP_LOCK, 0);
  desk.step();
  assertEquals([desk.isToSend(5), desk.isToSend(6)], [false, true]);
  desk.step();
  assertEquals(desk.isToSend(6), false);
});

Deno.test("while the guest stands still the queue does; what it has begun it ends", () => {
  const desk = new Desk(Hinting.Start).send(Message.Hint, 5).send(Message.Hint, 6);
  assertLess(desk.due, Infinity);
  desk.machine.record(Kind.LockAcquired, SENDER, BITMAP_LOCK, 0);
  desk.step();
  desk.machine.record(Kind.GuestPaused, SENDER, 0, 0);
  assertLess(desk.due, Infinity, "a descriptor is in hand, and free_page_lock is held");
  desk.machine.record(Kind.LockReleased, SENDER, BITMAP_LOCK, 0);
  desk.step();
  assertEquals([desk.sim.view.lockHolder[FREE_PAGE_LOCK], desk.due], [0, Infinity]);
  assertEquals(hintsAtHand(desk.sim), false, "nobody waits for it");
  desk.machine.record(Kind.GuestResumed, SENDER, 0, 0);
  assertLess(desk.due, Infinity);
});

Deno.test("by reference an old START carries the id that the guest wrote since; by value its own", () => {
  const received = (byReference: boolean): string => {
    const desk = new Desk(Hinting.Requested).start(OTHER, byReference).start(ID, byReference);
    desk.step();
    return desk.status;
  };
  assertEquals(received(true), "start", "the first START reads the second one's id");
  assertEquals(received(false), "requested");
});

Deno.test("clear on hint: the log of the hint's chunk goes with it, once until the next sync", () => {
  const desk = new Desk(Hinting.Start, qemu10).send(Message.Hint, 5).send(Message.Hint, 6);
  desk.machine.record(Kind.PageWritten, GUEST, 7, 0);
  assertEquals(desk.step().includes("ChunkCleared"), true);
  assertEquals(desk.sim.view.bits[7] & Bit.Log, 0, "a neighbour's write left no trace");
  assertEquals(desk.isToSend(7), true, "its bit is still set");
  assertEquals(desk.step().includes("ChunkCleared"), false);
});

Deno.test("ids count up and wrap by the host's own rule", () => {
  const ids = (host: Host, id: number): number => nextId(host, id | 0) >>> 0;
  assertEquals([ids(qemu30, 0), ids(qemu30, 0x80000001)], [0x80000001, 0x80000002]);
  assertEquals(ids(qemu30, 0xffffffff), 0x80000000);
  assertEquals([ids(firecracker, 0), ids(firecracker, 0xffffffff)], [2, 2]);
});

Deno.test("firecracker: hints count while the guest's last command is the id asked for", () => {
  const desk = new Desk(Hinting.Requested, firecracker).start(ID);
  const { status } = desk.machine.memory;
  desk.step();
  assertEquals(status[Status.Hinting], Hinting.Start);
  desk.start(ID).step(); // told again: no news
  assertEquals(status[Status.Hinting], Hinting.Start);
  desk.start(OTHER).step(); // hints behind it are another request's
  assertEquals(status[Status.Hinting], Hinting.Requested);
  desk.send(Message.Hint, 4).step();
  assertEquals(kindNames[desk.machine.memory.laneKind[QUEUE]] !== "PageDiscarded", true);
  desk.start(ID).step();
  assertEquals(status[Status.Hinting], Hinting.Start);
});
