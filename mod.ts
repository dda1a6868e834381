/**
 * hintlab: an event-sourced simulator of the Linux page allocator, free page hinting and live migration.
 *
 * A run appends events to a log; one reducer rebuilds the state from it, at any event:
 *
 * ```ts
 * import { assertEquals } from "@std/assert";
 *
 * const log = new EventLog();
 * const memory = new Memory({
 *   frames: 8, zones: [{ name: "DMA", start: 0, frames: 8 }], orders: 4, pageblockOrder: 3, types: 1,
 *   cpus: 1, percpuLists: 0, lanes: 1, owners: 0, locks: 0, queue: 0, array: 0, timed: true,
 * });
 * // Two free halves of a block: the second one put merges with the first.
 * log.append(packHead(Kind.BlockPut, 0, 0, 0, 2), 0, 2, 0);
 * log.append(packHead(Kind.BlockPut, 0, 0, 0, 2), 4, 3, 10);
 * applyAll(memory, log.words, 0, log.length);
 * assertEquals(memory.zoneFree[0], 8);
 * assertEquals(memory.now[0], 10);
 * assertEquals(checkInvariants(memory), []);
 * ```
 * @module
 */
export {
  actorOf,
  cpuOf,
  EventLog,
  GAP_MAX,
  HOST_CPU,
  kindOf,
  orderOf,
  packHead,
  pfnOf,
  STRIDE,
  valueOf,
} from "./events/log.ts";
export type { Words } from "./events/log.ts";
export { Kind, kindNames, kinds, textName } from "./events/kinds.ts";
export type { Field, Form, KindName, KindRow, Role } from "./events/kinds.ts";
export { apply, applyAll } from "./core/state/apply.ts";
export { checkGeometry } from "./core/state/geometry.ts";
export type { Geometry, Zone } from "./core/state/geometry.ts";
export { checkInvariants } from "./core/state/invariants.ts";
export { Bit, Memory } from "./core/state/memory.ts";
export type { Layout, MemoryView } from "./core/state/memory.ts";
export type { ViewName, ViewRow, Width } from "./core/state/views.ts";
export { lostPages } from "./core/state/oracles/lost.ts";
export { replay } from "./replay/replay.ts";
export type { Blocks } from "./replay/replay.ts";
export type { Lane } from "./replay/views/view.ts";
export { Audit, audit } from "./replay/audit.ts";
export type { Audited, Facts, Finding, NotRun } from "./replay/audit.ts";
export { rules } from "./replay/rules/mod.ts";
export type { Listeners, Rule, Scene, See, Watcher } from "./replay/rules/rule.ts";
export { Gfp, GFP_ATOMIC, GFP_HINT, GFP_KERNEL } from "./events/gfp.ts";
export { allocate, free, lockToAllocate, lockToFree } from "./core/decide/allocator.ts";
export {
  configId,
  freeSlots,
  isIdle,
  Message,
  messageOf,
  reclaim,
  send,
} from "./core/decide/channel.ts";
export { contend, isHeld, lockIrqsave, unlockIrqrestore } from "./core/decide/lock.ts";
export { after, headOf, ownerList, zoneList, zoneOf } from "./core/state/lists.ts";
export { orderOfBlock, State, stateOf, typeOfBlock } from "./core/state/memory.ts";
export { note, PLAIN, Worker } from "./core/run/designs/design.ts";
export type { Design, Driver } from "./core/run/designs/design.ts";
export { beginWalk, IRQSAVE, walk } from "./core/run/designs/_walk.ts";
export type { Walker } from "./core/run/designs/_walk.ts";
export type { LockWay } from "./core/run/designs/_walk.ts";
export type { Actor, Settings, Sim } from "./core/run/sim.ts";
export type { World } from "./core/run/world.ts";
export type { HintSpec } from "./core/run/scenario.ts";
export { type Keeper, Machine } from "./core/decide/machine.ts";
export type { Profile } from "./core/decide/profiles/profile.ts";
export type { Host } from "./core/decide/hosts/host.ts";
export type { Costs } from "./core/decide/costs.ts";
export type { MemoryInit } from "./core/decide/contents.ts";
