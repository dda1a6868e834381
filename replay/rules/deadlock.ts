/**
 * Rule `deadlock`: who waits for a lock is not waited for by who holds it.
 * @module
 */
import { Kind } from "../../events/kinds.ts";
import { actorOf, NONE, pfnOf } from "../../events/log.ts";
import { laneName, theLock } from "./common.ts";
import { listen, type Rule } from "./rule.ts";

/** Nobody waits for a lock whose holder, in turn, waits for them; least of all for their own. */
export const deadlock: Rule = {
  name: "deadlock",
  sentence:
    "Nobody waits for a lock whose holder waits, in turn, for a lock that they hold; least of " +
    "all for one of their own.",
  source: "R16; lockdep: recursion, and cycles that came to pass",
  feeds: [Kind.LockContended],
  begin(scene) {
    const { memory } = scene, { lockHolder, laneWait, geometry } = memory;
    return {
      after: listen((words, index, number) => {
        const lane = actorOf(words, index), lock = pfnOf(words, index);
        let holder = lockHolder[lock] - 1, steps = 0;
        while (holder !== NONE && holder !== lane && steps++ < geometry.lanes) {
          const wait = laneWait[holder] - 1;
          holder = wait === NONE ? NONE : lockHolder[wait] - 1;
        }
        if (holder !== lane) return;
        const whose = lockHolder[lock] - 1 === lane
          ? "which it holds itself"
          : `held by ${laneName(scene, lockHolder[lock] - 1)}, which waits for it in turn`;
        const who = laneName(scene, lane);
        scene.report(number, NONE, `${who} waits for ${theLock(geometry, lock)}, ${whose}`);
      }, Kind.LockContended),
    };
  },
};
