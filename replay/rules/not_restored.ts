/**
 * Rule `not-restored`: locks and interrupts are given back by whoever took them, as they were.
 *
 * ```text
 * off  off  on          the inner pair (as of spin_lock_irq) turned interrupts on
 *           ^ guilty    where the outer one (as of spin_lock_irqsave) still needs them off
 * ```
 * @module
 */
import { Kind } from "../../events/kinds.ts";
import { actorOf, cpuOf, NONE, pfnOf } from "../../events/log.ts";
import { eventName } from "../text.ts";
import { cpuName, heldZoneLock, holderName, laneName, theLock } from "./common.ts";
import { listen, type Rule } from "./rule.ts";

const DEPTH_MAX = 16; // deeper nesting is not told apart
const HARDIRQ = 2;
const WAS_OFF = 1 << 8; // above a lane's number
/** How a call found the interrupts of its cpu. */
const Found = { NoCall: 0, On: 1, Off: 2 } as const;

/** Only who took a lock or turned interrupts off gives them back, and interrupts stay off where they were. */
export const notRestored: Rule = {
  name: "not-restored",
  sentence: "Only who took a lock lets it go, only who turned interrupts off turns them on, and " +
    "where they were off before, they stay off.",
  source: "R2; claim T9: spin_unlock_irq turns interrupts on whatever they were",
  feeds: [Kind.LockReleased, Kind.InterruptsOn, Kind.HintCallEnded],
  begin(scene) {
    const { memory, lanes } = scene;
    const { lockHolder, cpuIrqsOff, cpuContext, cpus } = memory;
    const depth = new Uint8Array(cpus);
    const saved = new Uint16Array(cpus * DEPTH_MAX); // the lane that turned them off, and WAS_OFF
    const savedAt = new Int32Array(cpus * DEPTH_MAX); // the event in which it did
    const callFound = new Uint8Array(lanes.length), callCpu = new Uint8Array(lanes.length);
    const callLock = new Int32Array(lanes.length);

    /** Whatever calls find on this cpu from here on is the doing of the event that was accused. */
    function forgive(cpu: number): void {
      for (let lane = 0; lane < callFound.length; lane++) {
        if (callCpu[lane] === cpu) callFound[lane] = Found.NoCall;
      }
    }

    return {
      before: {
        ...listen((words, index, number) => {
          const lock = pfnOf(words, index), lane = actorOf(words, index);
          if (lockHolder[lock] === lane + 1) return;
          scene.report(
            number,
            NONE,
            `${laneName(scene, lane)} releases ${theLock(memory.geometry, lock)}, ` +
              `which ${holderName(scene, lock)} holds`,
          );
        }, Kind.LockReleased),
        ...listen((words, index, number) => {
          const cpu = cpuOf(words, index);
          if (cpu >= cpus || depth[cpu] === DEPTH_MAX) return;
          const at = cpu * DEPTH_MAX + depth[cpu]++;
          saved[at] = actorOf(words, index) | (cpuIrqsOff[cpu] === 0 ? 0 : WAS_OFF);
          savedAt[at] = number;
        }, Kind.InterruptsOff),
        ...listen((words, index, number) => {
          const cpu = cpuOf(words, index), lane = actorOf(words, index);
          if (cpu >= cpus) return;
          let fault = "";
          if (cpuContext[cpu] >= HARDIRQ) fault = "which is in a hardware interrupt";
          if (depth[cpu] === 0) fault ||= "where nobody had turned them off";
          else {
            const at = cpu * DEPTH_MAX + --depth[cpu];
            if ((saved[at] & WAS_OFF) !== 0) {
              fault ||= `where they were off already before ${eventName(savedAt[at])}`;
            } else if (saved[at] !== lane) {
              fault ||= `where ${laneName(scene, saved[at])} had turned them off`;
            }
          }
          if (fault === "") return;
          scene.report(
            number,
            NONE,
            `${laneName(scene, lane)} turns interrupts on on ${cpuName(cpu)}, ${fault}`,
          );
          forgive(cpu);
        }, Kind.InterruptsOn),
      },
      after: {
        ...listen((words, index) => {
          const cpu = cpuOf(words, index), lane = actorOf(words, index);
          callLock[lane] = heldZoneLock(memory, lane);
          callCpu[lane] = cpu;
          if (cpu < cpus) callFound[lane] = cpuIrqsOff[cpu] === 0 ? Found.On : Found.Off;
        }, Kind.HintCallBegun),
        ...listen((words, index, number) => {
          const cpu = cpuOf(words, index), lane = actorOf(words, index), found = callFound[lane];
          const held = heldZoneLock(memory, lane);
          callFound[lane] = Found.NoCall;
          if (held !== NONE && callLock[lane] === NONE) {
            scene.report(
              number,
              NONE,
              `the call of ${laneName(scene, lane)} ends with ${
                theLock(memory.geometry, held)
              } held`,
            );
            return;
          }
          if (found === Found.NoCall || cpu !== callCpu[lane]) return;
          const now = cpuIrqsOff[cpu] === 0 ? Found.On : Found.Off;
          if (now === found) return;
          scene.report(
            number,
            NONE,
            `the call of ${laneName(scene, lane)} found interrupts of ${cpuName(cpu)} ` +
              `${found === Found.On ? "on" : "off"} and leaves them ` +
              `${now === Found.On ? "on" : "off"}`,
          );
        }, Kind.HintCallEnded),
      },
    };
  },
};
