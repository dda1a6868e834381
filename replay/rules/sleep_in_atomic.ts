/**
 * Rule `sleep-in-atomic`: under a zone's lock nobody allocates, frees or calls a driver; and what may
 * sleep is done by a task with interrupts and preemption on. (Who allocates or reclaims under the
 * driver's own lock is for another rule to say.)
 *
 * Of a simulated log the state says whether interrupts are off: an allocation from a per-cpu list is
 * itself marked as done with them off, since Linux 4.17 works on those lists so. A kernel's trace
 * reports an allocation after that, so there the event's own flags say it.
 * @module
 */
import { Gfp } from "../../events/gfp.ts";
import { CONTEXTS, Kind } from "../../events/kinds.ts";
import {
  actorOf,
  contextOf,
  cpuOf,
  irqsOffOf,
  kindOf,
  NONE,
  pfnOf,
  preemptOffOf,
  valueOf,
  type Words,
} from "../../events/log.ts";
import { heldZoneLock, laneName, listLockOf, theLock } from "./common.ts";
import { listen, type Rule } from "./rule.ts";

const UNLISTED = 1 << 22;
const TASK = 0;

const acts: Readonly<Record<number, string>> = {
  [Kind.PageAllocated]: "allocates",
  [Kind.AllocationFailed]: "tries to allocate",
  [Kind.PageFreed]: "frees a block",
  [Kind.DirectReclaimBegan]: "reclaims",
  [Kind.ShrinkerCalled]: "calls the shrinker",
  [Kind.IdRead]: "reads the config space",
  [Kind.BalloonTargetRead]: "reads the config space",
  [Kind.DescriptorFilled]: "fills a descriptor",
  [Kind.DescriptorQueued]: "queues a descriptor",
  [Kind.DescriptorReclaimed]: "takes a descriptor back",
};

/** Under a zone's lock nobody allocates, frees or calls a driver; only tasks sleep. */
export const sleepInAtomic: Rule = {
  name: "sleep-in-atomic",
  sentence:
    "Under a zone's lock nobody allocates, frees or calls a driver; what may sleep (direct " +
    "reclaim, reading the config space) is done by a task with interrupts and preemption on.",
  source: "R3, R15, R17; claim T17; contract of walk_free_mem_block (2017)",
  feeds: [
    Kind.PageAllocated,
    Kind.AllocationFailed,
    Kind.PageFreed,
    Kind.DirectReclaimBegan,
    Kind.ShrinkerCalled,
    Kind.IdRead,
    Kind.BalloonTargetRead,
    Kind.DescriptorFilled,
    Kind.DescriptorQueued,
    Kind.DescriptorReclaimed,
  ],
  begin(scene) {
    const { memory } = scene;
    const { cpuContext, cpuIrqsOff, cpus, lockHolder } = memory;
    const list = listLockOf(memory.geometry);
    let locked = false;

    /** Reports an act under a zone's lock; false if the lane holds none. */
    function underLock(words: Words, index: number, number: number, pfn: number): boolean {
      const lane = actorOf(words, index), lock = heldZoneLock(memory, lane);
      if (lock === NONE) return false;
      const what = acts[kindOf(words, index)];
      const where = `under ${theLock(memory.geometry, lock)}`;
      scene.report(number, pfn, `${laneName(scene, lane)} ${what} ${where}`);
      return true;
    }

    const holdsList = (lane: number): boolean => list !== NONE && lockHolder[list] === lane + 1;

    /** Reports an act that may sleep where nobody may; `byFlags`: as the event says, else as the state says. */
    function maySleep(
      words: Words,
      index: number,
      number: number,
      pfn: number,
      byFlags: boolean,
    ): void {
      const cpu = cpuOf(words, index);
      const known = !byFlags && cpu < cpus;
      const context = contextOf(words, index) || (known ? cpuContext[cpu] : TASK);
      const off = known ? cpuIrqsOff[cpu] !== 0 : byFlags && irqsOffOf(words, index) !== 0;
      if (context === TASK && !off && preemptOffOf(words, index) === 0) return;
      const where = context !== TASK
        ? `in ${CONTEXTS[context]} context`
        : `with ${off ? "interrupts" : "preemption"} off`;
      const what = acts[kindOf(words, index)];
      const who = laneName(scene, actorOf(words, index));
      scene.report(number, pfn, `${who} ${what} ${where}, which may sleep`);
    }

    return {
      after: {
        ...listen((words, index, number) => {
          const pfn = pfnOf(words, index), value = valueOf(words, index);
          if (underLock(words, index, number, pfn) || (value & Gfp.Direct) === 0) return;
          maySleep(words, index, number, pfn, (value & UNLISTED) !== 0);
        }, Kind.PageAllocated),
        ...listen((words, index, number) => {
          if (underLock(words, index, number, NONE)) return;
          if ((valueOf(words, index) & Gfp.Direct) === 0) return;
          maySleep(words, index, number, NONE, scene.imported);
        }, Kind.AllocationFailed),
        ...listen((words, index, number) => {
          underLock(words, index, number, pfnOf(words, index));
        }, Kind.PageFreed),
        ...listen(
          (words, index, number) => {
            if (underLock(words, index, number, NONE)) return;
            const lane = actorOf(words, index);
            if (!holdsList(lane)) return maySleep(words, index, number, NONE, false);
            const where = `under ${theLock(memory.geometry, list)}, which may sleep`;
            const what = acts[kindOf(words, index)];
            scene.report(number, NONE, `${laneName(scene, lane)} ${what} ${where}`);
          },
          Kind.IdRead,
          Kind.BalloonTargetRead,
        ),
        ...listen(
          (words, index, number) => {
            if (underLock(words, index, number, NONE) || holdsList(actorOf(words, index))) return;
            maySleep(words, index, number, NONE, scene.imported);
          },
          Kind.DirectReclaimBegan,
          Kind.ShrinkerCalled,
        ),
        ...listen(
          (words, index, number) => {
            underLock(words, index, number, NONE);
          },
          Kind.DescriptorFilled,
          Kind.DescriptorQueued,
          Kind.DescriptorReclaimed,
        ),
        ...listen(() => {
          locked = true;
        }, Kind.LockAcquired),
      },
      end() {
        if (!locked) {
          scene.partly("the log has no event of lock-acquired: what was done under a lock");
        }
      },
    };
  },
};
