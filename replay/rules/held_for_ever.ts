/**
 * Rule `held-for-ever`: every block held for a migration goes back when it is over.
 * @module
 */
import { Kind } from "../../events/kinds.ts";
import { actorOf, pfnOf } from "../../events/log.ts";
import { Phase, Status } from "../../core/state/views.ts";
import { laneName } from "./common.ts";
import { many } from "../text.ts";
import { listen, type Rule } from "./rule.ts";

const OUTCOMES: Readonly<Record<number, string>> = {
  [Phase.Done]: "switched over",
  [Phase.Cancelled]: "was cancelled",
  [Phase.Failed]: "failed",
};

/** Every block held for a migration goes back when it is over. */
export const heldForEver: Rule = {
  name: "held-for-ever",
  sentence: "Every block that is held for a migration goes back once the migration is over.",
  source: "claim T13; QEMU dd8eeb9671: without DONE the guest keeps its free memory allocated",
  feeds: [Kind.BlockHeld],
  begin(scene) {
    const { memory } = scene;
    const { status } = memory;
    /** By first page: the event since which a block is held; and by whom. */
    let since: Int32Array | null = null, holder: Uint8Array | null = null;
    let held = 0;
    return {
      after: {
        ...listen((words, index, number) => {
          since ??= new Int32Array(memory.frames);
          holder ??= new Uint8Array(memory.frames);
          const pfn = pfnOf(words, index);
          if (since[pfn] === 0) held++;
          since[pfn] = number;
          holder[pfn] = actorOf(words, index);
        }, Kind.BlockHeld),
        ...listen((words, index) => {
          const pfn = pfnOf(words, index);
          if (since === null || since[pfn] === 0) return;
          since[pfn] = 0;
          held--;
        }, Kind.BlockReturned),
      },
      end(at) {
        if (held === 0 || since === null || holder === null) return;
        const outcome = OUTCOMES[status[Status.Phase]];
        if (at < scene.events || outcome === undefined) {
          const why = at < scene.events ? "the log goes on" : "the migration is not over";
          scene.notRun(`${many(held, "block")} held at event ${at}, and ${why}`);
          return;
        }
        for (let pfn = 0; pfn < since.length; pfn++) {
          if (since[pfn] === 0) continue;
          const who = laneName(scene, holder[pfn]);
          scene.report(
            since[pfn],
            pfn,
            `${who} keeps the block from here to the end of the log, though the migration ${outcome}`,
          );
        }
      },
    };
  },
};
