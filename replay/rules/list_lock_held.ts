/**
 * Rule `list-lock-held`: nobody allocates or reclaims while they hold the lock of the balloon driver's
 * list, for the shrinker takes it; and it is taken in process context only.
 * @module
 */
import { Gfp } from "../../events/gfp.ts";
import { CONTEXTS, Kind } from "../../events/kinds.ts";
import {
  actorOf,
  contextOf,
  cpuOf,
  kindOf,
  NONE,
  pfnOf,
  valueOf,
  type Words,
} from "../../events/log.ts";
import { laneName, listLockOf } from "./common.ts";
import { listen, type Rule } from "./rule.ts";

const LIST_LOCK = "free_page_list_lock";
const TASK = 0;

/** Nobody allocates or reclaims while they hold the lock that the balloon's shrinker takes. */
export const listLockHeld: Rule = {
  name: "list-lock-held",
  sentence: "Nobody allocates or reclaims while they hold free_page_list_lock: reclaim calls the " +
    "balloon's shrinker, which takes it; and it is taken in process context only (spin_lock_irq).",
  source: "R13, R14, R18; Linux, drivers/virtio/virtio_balloon.c; commit c7cdff0e8647 (2017)",
  feeds: [Kind.LockAcquired],
  begin(scene) {
    const { memory } = scene, { geometry, lockHolder, cpuContext, cpus } = memory;
    const lock = listLockOf(geometry);
    if (scene.imported || lock === NONE) {
      scene.notRun(`the log knows no ${LIST_LOCK}`);
      return {};
    }
    const accuse = (words: Words, index: number, number: number, pfn: number, what: string): void =>
      scene.report(
        number,
        pfn,
        `${laneName(scene, actorOf(words, index))} ${what} under ${LIST_LOCK}`,
      );
    return {
      before: listen(
        (words, index, number) => {
          if (lockHolder[lock] !== actorOf(words, index) + 1) return;
          const kind = kindOf(words, index);
          if (kind === Kind.DirectReclaimBegan || kind === Kind.ShrinkerCalled) {
            const what = kind === Kind.ShrinkerCalled ? "calls the shrinker" : "begins to reclaim";
            return accuse(words, index, number, NONE, what);
          }
          const direct = (valueOf(words, index) & Gfp.Direct) !== 0
            ? ", and may reclaim for it,"
            : "";
          const isDone = kind === Kind.PageAllocated;
          accuse(
            words,
            index,
            number,
            isDone ? pfnOf(words, index) : NONE,
            `asks for memory${direct}`,
          );
        },
        Kind.PageAllocated,
        Kind.AllocationFailed,
        Kind.DirectReclaimBegan,
        Kind.ShrinkerCalled,
      ),
      after: listen((words, index, number) => {
        const cpu = cpuOf(words, index);
        if (pfnOf(words, index) !== lock || cpu >= cpus) return;
        const context = contextOf(words, index) || cpuContext[cpu];
        if (context === TASK) return;
        const who = laneName(scene, actorOf(words, index));
        scene.report(number, NONE, `${who} takes ${LIST_LOCK} in ${CONTEXTS[context]} context`);
      }, Kind.LockAcquired),
    };
  },
};
