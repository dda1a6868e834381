/**
 * Rule `interrupts-on`: a zone's lock is taken with interrupts off.
 * @module
 */
import { Kind } from "../../events/kinds.ts";
import { actorOf, cpuOf, irqsOffOf, NONE, pfnOf } from "../../events/log.ts";
import { cpuName, laneName, theLock } from "./common.ts";
import { listen, type Rule } from "./rule.ts";

const HARDIRQ = 2, NMI = 3;

/** A zone's lock is taken with interrupts off, since interrupts take it too. */
export const interruptsOn: Rule = {
  name: "interrupts-on",
  sentence: "A zone's lock is taken with interrupts off: an interrupt that allocates would wait " +
    "for ever for the cpu that it interrupts; and never in an nmi.",
  source: "R1, R17; Linux takes zone->lock in hardware interrupts (GFP_ATOMIC, freeing)",
  feeds: [Kind.LockAcquired],
  begin(scene) {
    const { memory } = scene;
    const { cpuIrqsOff, cpuContext, cpus } = memory;
    const zones = memory.zoneEnd.length;
    return {
      after: listen((words, index, number) => {
        const lock = pfnOf(words, index), cpu = cpuOf(words, index);
        if (lock >= zones || cpu >= cpus) return; // threads of the host have no interrupts
        const context = cpuContext[cpu];
        const off = irqsOffOf(words, index) !== 0 || cpuIrqsOff[cpu] !== 0 || context === HARDIRQ;
        if (off && context !== NMI) return;
        scene.report(
          number,
          NONE,
          `${laneName(scene, actorOf(words, index))} takes ${theLock(memory.geometry, lock)} ` +
            (context === NMI ? "in an nmi" : `with interrupts of ${cpuName(cpu)} on`),
        );
      }, Kind.LockAcquired),
    };
  },
};
