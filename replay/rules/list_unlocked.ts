/**
 * Rule `list-unlocked`: a zone's lists are touched under the zone's lock only.
 * @module
 */
import { Kind } from "../../events/kinds.ts";
import { actorOf, kindOf, NONE, pfnOf, valueOf } from "../../events/log.ts";
import { zoneOf } from "../../core/state/lists.ts";
import { holderName, laneName, zoneName } from "./common.ts";
import { listen, type Rule } from "./rule.ts";

const HELD = 1 << 30; // the hint is of a block that was allocated, not read off a list

const acts: Readonly<Record<number, string>> = {
  [Kind.BlockTaken]: "takes a block off a list",
  [Kind.PageRefilled]: "takes a block off a list for its cpu",
  [Kind.BlockPut]: "puts a block on a list",
  [Kind.PageDrained]: "puts a block of a per-cpu list on a list",
  [Kind.PageblockStolen]: "moves a block to the list of another type",
  [Kind.HintRead]: "reads a block off a list",
  [Kind.HintMarked]: "reads a block off a list",
  [Kind.BlockUnlinked]: "unlinks a block from a list",
  [Kind.BlockIsolated]: "isolates a block from a list",
  [Kind.ListTurned]: "turns a list",
};

/** Whoever takes from, puts on or reads a zone's list holds the zone's lock. */
export const listUnlocked: Rule = {
  name: "list-unlocked",
  sentence: "Whoever takes from, puts on or reads a zone's list holds the zone's lock.",
  source: "Linux, include/linux/mmzone.h: zone->lock guards free_area",
  feeds: [
    Kind.BlockTaken,
    Kind.PageRefilled,
    Kind.BlockPut,
    Kind.PageDrained,
    Kind.PageblockStolen,
    Kind.HintRead,
    Kind.HintMarked,
    Kind.BlockUnlinked,
    Kind.BlockIsolated,
    Kind.ListTurned,
  ],
  begin(scene) {
    const { memory } = scene;
    const { lockHolder } = memory;
    if (scene.imported) {
      scene.notRun("a kernel's trace tells no locks");
      return {};
    }
    return {
      after: listen((words, index, number) => {
        const zone = zoneOf(memory, pfnOf(words, index)), lane = actorOf(words, index);
        if (zone === NONE || lockHolder[zone] === lane + 1) return;
        const kind = kindOf(words, index);
        if (kind === Kind.HintRead && (valueOf(words, index) & HELD) !== 0) return;
        scene.report(
          number,
          pfnOf(words, index),
          `${laneName(scene, lane)} ${acts[kind]} of zone ${zoneName(scene, zone)}, ` +
            `whose lock ${holderName(scene, zone)} holds`,
        );
      }, ...listUnlocked.feeds),
    };
  },
};
