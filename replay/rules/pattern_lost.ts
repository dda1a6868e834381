/**
 * Rule `pattern-lost`: the host leaves alone what a free page of the guest holds on purpose.
 *
 * With page_poison the kernel checks the pattern when it hands a page out, so a page that the host made zeros of
 * meanwhile is a splat. A block that the driver allocated was checked already, and is filled again when it
 * goes back.
 * @module
 */
import { Kind } from "../../events/kinds.ts";
import { actorOf, orderOf, pfnOf } from "../../events/log.ts";
import { POISON, State, stateOf } from "../../core/state/memory.ts";
import { headOf, laneName } from "./common.ts";
import { listen, type Rule } from "./rule.ts";

/** The host makes no zeros of a free page that holds the guest's poison pattern. */
export const patternLost: Rule = {
  name: "pattern-lost",
  sentence:
    "The host makes no zeros of a free page that holds the guest's poison pattern: the kernel " +
    "checks it when it hands the page out.",
  source: "Linux, virtio-balloon: disable free page reporting if page poison reporting is not " +
    "enabled (2020); VIRTIO_BALLOON_F_PAGE_POISON",
  feeds: [Kind.PageDiscarded],
  begin(scene) {
    const { memory } = scene;
    const isolated = new Set<number>();
    return {
      before: listen((words, index, number) => {
        const pfn = pfnOf(words, index), end = pfn + (1 << orderOf(words, index));
        const head = headOf(memory, pfn);
        const isInUse = head >= 0 && stateOf(memory.block[head]) === State.Used &&
          !isolated.has(head);
        if (isInUse) return;
        for (let page = pfn; page < end; page++) {
          if (memory.content[page] !== POISON) continue;
          const who = laneName(scene, actorOf(words, index));
          scene.report(number, page, `${who} makes zeros of a free page that holds the pattern`);
          return;
        }
      }, Kind.PageDiscarded),
      after: {
        ...listen((words, index) => {
          isolated.add(pfnOf(words, index));
        }, Kind.BlockIsolated),
        ...listen((words, index) => {
          isolated.delete(pfnOf(words, index));
        }, Kind.BlockReleased),
      },
    };
  },
};
