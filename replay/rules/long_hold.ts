/**
 * Rule `long-hold`: a zone's lock is not held for longer than a timer tick.
 *
 * The kernel names no limit of its own but the watchdog's ten seconds; a tick (4 ms at CONFIG_HZ=250, the
 * default of kernel/Kconfig.hz) is what a cpu with interrupts off misses first.
 * @module
 */
import { Kind } from "../../events/kinds.ts";
import { actorOf, NONE, pfnOf } from "../../events/log.ts";
import { laneName, theLock } from "./common.ts";
import { listen, type Rule } from "./rule.ts";

const TICK_NS = 4_000_000;

/** A zone's lock is not held for longer than a timer tick. */
export const longHold: Rule = {
  name: "long-hold",
  sentence:
    "A zone's lock is not held for longer than a timer tick, 4 ms: the cpu that holds it has " +
    "its interrupts off, and every other cpu may wait for it.",
  source: "R8; Linux, kernel/Kconfig.hz (HZ_250); mm/vmstat.c drops the lock for each order",
  feeds: [Kind.LockReleased],
  begin(scene) {
    const { memory } = scene;
    if (!memory.geometry.timed) {
      scene.notRun("the log tells no times");
      return {};
    }
    const zones = memory.zoneEnd.length;
    const since = new Float64Array(zones);
    return {
      after: {
        ...listen((words, index) => {
          if (pfnOf(words, index) < zones) since[pfnOf(words, index)] = memory.now[0];
        }, Kind.LockAcquired),
        ...listen((words, index, number) => {
          const lock = pfnOf(words, index);
          if (lock >= zones || !(memory.now[0] - since[lock] > TICK_NS)) return;
          const ms = ((memory.now[0] - since[lock]) / 1e6).toFixed(1);
          const who = laneName(scene, actorOf(words, index));
          scene.report(number, NONE, `${who} held ${theLock(memory.geometry, lock)} for ${ms} ms`);
        }, Kind.LockReleased),
      },
    };
  },
};
