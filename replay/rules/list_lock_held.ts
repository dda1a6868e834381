/**
 * Rule `list-lock-held`: nobody allocates or reclaims while they hold the lock of the balloon driver's
 * list, for the shrinker takes it.
 * @module
 */
import { Gfp } from "../../events/gfp.ts";
import { Kind } from "../../events/kinds.ts";
import { actorOf, kindOf, NONE, pfnOf, valueOf, type Words } from "../../events/log.ts";
import { HOST_LOCKS } from "../../core/state/geometry.ts";
import { laneName } from "./common.ts";
import { listen, type Rule } from "./rule.ts";

const LIST_LOCK = "free_page_list_lock";

/** Nobody allocates or reclaims while they hold the lock that the balloon's shrinker takes. */
export const listLockHeld: Rule = {
  name: "list-lock-held",
  sentence: "Nobody allocates or reclaims while they hold free_page_list_lock: reclaim calls the " +
    "balloon's shrinker, which takes it.",
  source: "R13, R14, R18; Linux, drivers/virtio/virtio_balloon.c; commit c7cdff0e8647 (2017)",
  feeds: [Kind.LockAcquired],
  begin(scene) {
    const { memory } = scene, { geometry, lockHolder } = memory;
    const lock = geometry.zones.length + HOST_LOCKS.indexOf(LIST_LOCK);
    const at = HOST_LOCKS.indexOf(LIST_LOCK);
    if (scene.imported || at >= geometry.locks) {
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
          if (kindOf(words, index) === Kind.DirectReclaimBegan) {
            return accuse(words, index, number, NONE, "begins to reclaim");
          }
          const direct = (valueOf(words, index) & Gfp.Direct) !== 0
            ? ", and may reclaim for it,"
            : "";
          const isDone = kindOf(words, index) === Kind.PageAllocated;
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
      ),
    };
  },
};
