/**
 * Rule `nested-zone-locks`: nobody takes a zone's lock while they hold another's. All are of one
 * class, so another order elsewhere would deadlock.
 * @module
 */
import { Kind } from "../../events/kinds.ts";
import { actorOf, NONE, pfnOf } from "../../events/log.ts";
import { heldZoneLock, laneName, theLock } from "./common.ts";
import { listen, type Rule } from "./rule.ts";

/** Nobody takes a zone's lock while they hold another zone's. */
export const nestedZoneLocks: Rule = {
  name: "nested-zone-locks",
  sentence: "Nobody takes a zone's lock while they hold another zone's.",
  source: "R7; lockdep: recursion on one class without a subclass",
  feeds: [Kind.LockAcquired],
  begin(scene) {
    const { memory } = scene;
    return {
      before: listen((words, index, number) => {
        const lock = pfnOf(words, index), lane = actorOf(words, index);
        if (lock >= memory.geometry.zones.length) return;
        const other = heldZoneLock(memory, lane, lock);
        if (other === NONE) return;
        scene.report(
          number,
          NONE,
          `${laneName(scene, lane)} takes ${theLock(memory.geometry, lock)} while it holds ` +
            theLock(memory.geometry, other),
        );
      }, Kind.LockAcquired),
    };
  },
};
