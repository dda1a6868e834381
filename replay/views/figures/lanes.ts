/**
 * Which lanes hint: what a design's own worker asks for and waits for, nobody in the guest misses.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { actorOf, cpuOf, HOST_CPU, type Words } from "../../../events/log.ts";

/** Kinds that only the worker of a design records, of those that lanes of the guest do. */
const isHinting = new Uint8Array(256);
for (
  const kind of [
    Kind.IdRead,
    Kind.HintCallBegun,
    Kind.HintRead,
    Kind.HintMarked,
    Kind.BlockHeld,
    Kind.BlocksCounted,
    Kind.BlockIsolated,
    Kind.BalloonTargetRead,
    Kind.PageInflated,
    Kind.ReportBegan,
    Kind.DescriptorFilled,
  ]
) isHinting[kind] = 1;

export class HintingLanes {
  private readonly lanes: Uint8Array;

  constructor(lanes: number) {
    this.lanes = new Uint8Array(lanes);
  }

  see(kind: number, words: Words, index: number): void {
    if (isHinting[kind] === 1 && cpuOf(words, index) < HOST_CPU) {
      this.lanes[actorOf(words, index)] = 1;
    }
  }

  has(lane: number): boolean {
    return this.lanes[lane] === 1;
  }
}
