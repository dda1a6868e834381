/**
 * Rule `call-context`: a call for free blocks comes from the context that its design declares.
 * @module
 */
import { CONTEXTS, Kind } from "../../events/kinds.ts";
import { actorOf, contextOf, cpuOf, NONE } from "../../events/log.ts";
import { laneName } from "./common.ts";
import { listen, type Rule } from "./rule.ts";

const TASK = 0;

/** A call comes from the context that its design declares. */
export const callContext: Rule = {
  name: "call-context",
  sentence: 'A call for free blocks comes from the context that its design declares; "task" ' +
    "means with interrupts on.",
  source: 'claim T18: the kernel-doc line "Context:" of the function',
  feeds: [Kind.HintCallBegun],
  begin(scene) {
    const { memory, declared } = scene;
    const { cpuContext, cpuIrqsOff, cpus } = memory;
    if (declared === null) scene.notRun("the log's header declares no context for its calls");
    else if (declared !== "task" && declared !== "any") {
      scene.notRun(`the log's header declares the context "${declared}": task or any is known`);
    }
    if (declared !== "task") return {};
    return {
      after: listen((words, index, number) => {
        const cpu = cpuOf(words, index);
        if (cpu >= cpus) return;
        const context = contextOf(words, index) || cpuContext[cpu];
        if (context === TASK && cpuIrqsOff[cpu] === 0) return;
        const where = context === TASK ? "with interrupts off" : `in ${CONTEXTS[context]} context`;
        const who = laneName(scene, actorOf(words, index));
        scene.report(number, NONE, `${who} calls ${where}; the design declares "task"`);
      }, Kind.HintCallBegun),
    };
  },
};
