/**
 * The driver of a world that is searched may be unloaded whenever its work is done and the host has used its buffers:
 * what it holds goes back, block by block, and nothing is heard of it any more
 * (drivers/virtio/virtio_balloon.c, remove_common).
 * @module
 */
import { isIdle } from "../../decide/channel.ts";
import { listLock, returnNewest } from "../../decide/held.ts";
import { unlockIrqrestore } from "../../decide/lock.ts";
import { ownerList } from "../../state/lists.ts";
import { note, Worker } from "../designs/design.ts";
import type { Actor, Sim } from "../sim.ts";

const heldBy = ({ view }: Sim, lane: number): number => view.listCount[ownerList(view, lane)];

/** Blocks go back one by one; the list's lock is let go behind the last. */
function giveUp(sim: Sim, lane: number): void {
  const { machine, view } = sim;
  if (heldBy(sim, lane) > 0) {
    returnNewest(machine, lane, lane);
    return;
  }
  const list = listLock(machine);
  if (view.lockHolder[list] === lane + 1) unlockIrqrestore(machine, lane, list);
  note(machine, lane, Worker.Gone);
}

/** @param worker the driver as it is while it is loaded */
export function unloadable(worker: Actor): Actor {
  const works = (sim: Sim, lane: number): boolean => worker.due(sim, lane) !== Infinity;
  const mayUnload = (sim: Sim, lane: number): boolean =>
    sim.view.lanePhase[lane] === Worker.Idle && heldBy(sim, lane) > 0 && isIdle(sim.view) &&
    sim.view.lockHolder[listLock(sim.machine)] !== lane + 1;
  return {
    ...worker,
    due(sim, lane) {
      const phase = sim.view.lanePhase[lane];
      if (phase === Worker.Gone) return Infinity;
      if (phase === Worker.Unload || mayUnload(sim, lane)) return 0;
      return worker.due(sim, lane);
    },
    choices: (sim, lane) => works(sim, lane) && mayUnload(sim, lane) ? 2 : 1,
    step(sim, lane, choice) {
      const { machine, view, design } = sim;
      if (view.lanePhase[lane] === Worker.Unload) return giveUp(sim, lane);
      if (!mayUnload(sim, lane) || (works(sim, lane) && choice === 0)) {
        return worker.step(sim, lane, choice);
      }
      note(machine, lane, design.keepsBlocksOnRemove ? Worker.Gone : Worker.Unload);
    },
  };
}
