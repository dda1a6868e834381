/**
 * Rule `page-lost`: at switch-over the destination holds what the guest may rely on.
 * @module
 */
import { Kind } from "../../events/kinds.ts";
import { DISCARDED, OLD_DATA, POISON, ZEROS } from "../../core/state/memory.ts";
import { lostPages } from "../../core/state/oracles/lost.ts";
import { eventName } from "../text.ts";
import { listen, type Rule } from "./rule.ts";

/** What a content word stands for. */
function contentName(content: number): string {
  if (content === ZEROS) return "zeros";
  if (content === POISON) return "the poison pattern";
  if (content === DISCARDED) return "zeros, since the host discarded what stood there";
  return content === OLD_DATA ? "data from before the log" : `what ${eventName(content)} wrote`;
}

/** At switch-over the destination holds what the guest may rely on. */
export const pageLost: Rule = {
  name: "page-lost",
  sentence: "At switch-over every page that the guest may rely on is at the destination as it is " +
    "at the source.",
  source: "virtio, balloon device: a hinted page that was modified since its id was issued stays",
  feeds: [Kind.SwitchedOver],
  begin(scene) {
    const { memory } = scene;
    const { content, arrived } = memory;
    let event = 0;
    const accuse = (pfn: number): void =>
      scene.report(
        event,
        pfn,
        `the guest switches over with ${contentName(content[pfn])}; the destination holds ` +
          contentName(arrived[pfn]),
      );
    return {
      after: listen((_words, _index, number) => {
        event = number;
        lostPages(memory, accuse);
      }, Kind.SwitchedOver),
    };
  },
};
