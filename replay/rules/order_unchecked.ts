/**
 * Rule `order-unchecked`: a call with an order that does not exist is refused before it does anything.
 * @module
 */
import { Kind } from "../../events/kinds.ts";
import { actorOf, kindOf, NONE, orderOf, valueOf } from "../../events/log.ts";
import { laneName } from "./common.ts";
import { listen, type Rule } from "./rule.ts";

const acts: Readonly<Record<number, string>> = {
  [Kind.LockAcquired]: "takes a lock",
  [Kind.LockContended]: "waits for a lock",
  [Kind.HintRead]: "reads a block",
  [Kind.HintMarked]: "marks a block",
  [Kind.BlockUnlinked]: "unlinks a block",
  [Kind.HintCallEnded]: "returns a count",
};

/** An order that does not exist is refused before any lock is asked for. */
export const orderUnchecked: Rule = {
  name: "order-unchecked",
  sentence: "A call with an order that does not exist is refused before it asks for a lock.",
  source: "R11, claim T7: free_area has no such element",
  feeds: [Kind.HintCallBegun],
  begin(scene) {
    const { orders } = scene.memory;
    const begun = new Int32Array(scene.lanes.length); // by lane: its call with a bad order
    const asked = new Uint8Array(scene.lanes.length); // and the order
    return {
      after: {
        ...listen((words, index, number) => {
          const lane = actorOf(words, index), order = orderOf(words, index);
          begun[lane] = order < orders ? 0 : number;
          asked[lane] = order;
        }, Kind.HintCallBegun),
        ...listen(
          (words, index) => {
            const lane = actorOf(words, index), call = begun[lane];
            if (call === 0) return;
            begun[lane] = 0;
            const kind = kindOf(words, index);
            if (kind === Kind.HintCallEnded && valueOf(words, index) < 0) return; // refused
            scene.report(
              call,
              NONE,
              `${laneName(scene, lane)} asks for order ${asked[lane]} of 0 to ${orders - 1}, and ` +
                `the call ${acts[kind]} instead of refusing`,
            );
          },
          Kind.LockAcquired,
          Kind.LockContended,
          Kind.HintRead,
          Kind.HintMarked,
          Kind.BlockUnlinked,
          Kind.HintCallEnded,
        ),
      },
    };
  },
};
