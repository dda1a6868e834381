/**
 * Rule `wake-under-lock`: kswapd is woken with no zone's lock held.
 * @module
 */
import { Kind } from "../../events/kinds.ts";
import { actorOf, NONE } from "../../events/log.ts";
import { heldZoneLock, laneName, theLock } from "./common.ts";
import { listen, type Rule } from "./rule.ts";

/** Kswapd is woken with no zone's lock held: waking takes the wait queue's and the run queue's locks. */
export const wakeUnderLock: Rule = {
  name: "wake-under-lock",
  sentence:
    "Kswapd is woken with no zone's lock held: waking takes locks under which others take " +
    "the zone's.",
  source: "R4; Linux, commit 73444bc4d8f9 (2019)",
  feeds: [Kind.KswapdWoken],
  begin(scene) {
    const { memory } = scene;
    if (scene.imported) {
      scene.notRun("a kernel's trace tells no locks");
      return {};
    }
    return {
      after: listen((words, index, number) => {
        const lane = actorOf(words, index), lock = heldZoneLock(memory, lane);
        if (lock === NONE) return;
        scene.report(
          number,
          NONE,
          `${laneName(scene, lane)} wakes kswapd under ${theLock(memory.geometry, lock)}`,
        );
      }, Kind.KswapdWoken),
    };
  },
};
