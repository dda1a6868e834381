/**
 * Rule `deadlock`: who waits for a lock is not waited for by who holds it, and does not keep its cpu.
 * @module
 */
import { CONTEXTS, Kind } from "../../events/kinds.ts";
import { actorOf, contextOf, cpuOf, NONE, pfnOf, type Words } from "../../events/log.ts";
import { laneName, theLock } from "./common.ts";
import { listen, type Rule } from "./rule.ts";

const TASK = 0;

/** Nobody waits for a lock whose holder, in turn, waits for them; least of all for their own. */
export const deadlock: Rule = {
  name: "deadlock",
  sentence:
    "Nobody waits for a lock whose holder waits, in turn, for a lock that they hold; least of " +
    "all for one of their own, or in an interrupt for one of whom it interrupts.",
  source: "R1, R16; lockdep: recursion, and cycles that came to pass",
  feeds: [Kind.LockContended],
  begin(scene) {
    const { memory, lanes } = scene, { lockHolder, laneWait, cpus, geometry } = memory;

    /** An interrupt that spins for a lock of the task below it spins for ever. */
    function interrupted(words: Words, index: number, number: number, holder: number): void {
      const context = contextOf(words, index), cpu = cpuOf(words, index);
      if (context === TASK || cpu >= cpus || holder === NONE || lanes[holder]?.cpu !== cpu) return;
      const who = laneName(scene, actorOf(words, index));
      const what = `waits in ${CONTEXTS[context]} context for ${
        theLock(geometry, pfnOf(words, index))
      }`;
      const whose = `held by ${laneName(scene, holder)}, which it interrupts`;
      scene.report(number, NONE, `${who} ${what}, ${whose}`);
    }

    return {
      after: listen((words, index, number) => {
        const lane = actorOf(words, index), lock = pfnOf(words, index);
        let holder = lockHolder[lock] - 1, steps = 0;
        while (holder !== NONE && holder !== lane && steps++ < geometry.lanes) {
          const wait = laneWait[holder] - 1;
          holder = wait === NONE ? NONE : lockHolder[wait] - 1;
        }
        if (holder !== lane) return interrupted(words, index, number, lockHolder[lock] - 1);
        const whose = lockHolder[lock] - 1 === lane
          ? "which it holds itself"
          : `held by ${laneName(scene, lockHolder[lock] - 1)}, which waits for it in turn`;
        const who = laneName(scene, lane);
        scene.report(number, NONE, `${who} waits for ${theLock(geometry, lock)}, ${whose}`);
      }, Kind.LockContended),
    };
  },
};
