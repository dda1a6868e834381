/**
 * Figures of a replay: events a second from memory and from the log's file, and of the live run.
 * @module
 */
import { applyAll } from "../../core/state/apply.ts";
import { Memory } from "../../core/state/memory.ts";
import { replayBlocks } from "../../replay/replay.ts";
import { openLog } from "../logs.ts";
import { best, type Figure, figure } from "./figure.ts";
import { decompressBlocks, sumWords } from "./floors.ts";
import type { Subject, Subjects } from "./subjects.ts";

const REPEATS = 12, FILE_REPEATS = 6;

/** Milliseconds of a replay of the words, and of its floor. */
export interface Replayed {
  readonly replay: number;
  readonly floor: number;
}

/** Replays a run's words. */
export function replayMs({ geometry, words, events }: Subject, repeats = REPEATS): Replayed {
  const memory = new Memory(geometry), empty = new Memory(geometry);
  const reset = (): void => memory.copyFrom(empty);
  const replay = best(repeats, reset, () => applyAll(memory, words, 0, events));
  const floor = best(repeats, reset, () => sumWords(memory, words));
  return { replay, floor };
}

/** Milliseconds of a replay from a run's file. */
export async function fileMs({ geometry, path }: Subject, repeats = FILE_REPEATS): Promise<number> {
  const memory = new Memory(geometry), empty = new Memory(geometry);
  let fastest = Infinity;
  for (let repeat = 0; repeat < repeats; repeat++) {
    memory.copyFrom(empty);
    const begin = performance.now();
    const log = await openLog(path, false, await Deno.readFile(path));
    replayBlocks(memory, log, log.events);
    fastest = Math.min(fastest, performance.now() - begin);
  }
  return fastest;
}

/** `replayMemory`, `replayFile`, `simulate`: all runs together. */
export async function replayFigures({ runs }: Subjects): Promise<Figure[]> {
  let events = 0, live = 0, replay = 0, floor = 0, file = 0, fileFloor = 0;
  for (const run of runs) {
    const ms = replayMs(run);
    events += run.events;
    live += run.liveMs;
    replay += ms.replay;
    floor += ms.floor;
    file += await fileMs(run);
    fileFloor += best(FILE_REPEATS, () => {}, () => decompressBlocks(run.path));
  }
  const rate = (ms: number): number => (events / ms) * 1000;
  return [
    figure("replayMemory", rate(replay), "events/s", rate(floor)),
    figure("replayFile", rate(file), "events/s", rate(fileFloor)),
    figure("simulate", rate(live), "events/s", rate(replay)),
  ];
}
