/**
 * A narrowed log, done again in a small world: its state is where a search begins.
 * @module
 */
import { GFP_HINT, GFP_KERNEL } from "../../../events/gfp.ts";
import { Kind } from "../../../events/kinds.ts";
import { placement } from "../../decide/buddy.ts";
import { lockIrqsave, unlockIrqrestore } from "../../decide/lock.ts";
import type { Deed, Part, Projected } from "./project.ts";
import type { SmallWorld } from "./small_world.ts";

const OWNED = 1 << 21, ZONE = 0, TASK = 1;

/** Does in a fresh world what a narrowed log says. */
export function play(world: SmallWorld, { deeds }: Projected): void {
  for (const deed of deeds) act(world, deed);
}

function act(world: SmallWorld, deed: Deed): void {
  const { machine } = world.sim, lane = laneOf(world, deed.part);
  switch (deed.does) {
    case "take": {
      const isTask = deed.part === "task", gfp = isTask ? GFP_KERNEL : GFP_HINT;
      lockIrqsave(machine, lane, ZONE);
      machine.record(Kind.BlockTaken, lane, deed.page, 0);
      unlockIrqrestore(machine, lane, ZONE);
      machine.record(Kind.PageAllocated, lane, deed.page, gfp | (isTask ? OWNED : 0));
      return;
    }
    case "free":
      machine.record(Kind.PageFreed, lane, deed.page, 0);
      lockIrqsave(machine, lane, ZONE);
      machine.record(
        Kind.BlockPut,
        lane,
        deed.page,
        placement(machine.memory, machine.profile, ZONE, deed.page, 0, 0),
      );
      return unlockIrqrestore(machine, lane, ZONE);
    case "id": {
      const { firstId } = machine.host;
      const id = deed.id < 0 ? -1 - deed.id : (firstId + deed.id) | 0;
      return deed.word === "pfn"
        ? machine.record(deed.kind, lane, id, deed.other)
        : machine.record(deed.kind, lane, deed.other, id);
    }
    default:
      machine.record(deed.kind, lane, deed.pfn, deed.value, deed.order);
  }
}

function laneOf({ roles }: SmallWorld, part: Part): number {
  return part === "task" ? TASK : roles[part];
}
