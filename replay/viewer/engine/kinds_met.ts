/**
 * Lets the reducer meet every kind of event. Its switch is one large function: what was compiled before it met a kind
 * is thrown away when it does, and until it is compiled again it is slow.
 * @module
 */
import { applyAll } from "../../../core/state/apply.ts";
import type { Geometry } from "../../../core/state/geometry.ts";
import { Memory } from "../../../core/state/memory.ts";
import { Kind } from "../../../events/kinds.ts";
import { STRIDE } from "../../../events/log.ts";

/** A state that is thrown away has so many frames: some pageblocks. */
const FRAMES = 1 << 13;
/** Times that a kind is met. */
const TIMES = 3;

/** Applies an event of each kind, sensible or not, to a small state of its own. */
export function meetKinds(geometry: Geometry): void {
  const [zone] = geometry.zones;
  const memory = new Memory({
    ...geometry,
    frames: FRAMES,
    array: Math.min(geometry.array, FRAMES),
    zones: [{ ...zone, start: 0, frames: FRAMES, node: 0 }],
  });
  for (const kind of Object.values(Kind)) {
    for (let time = 0; time < TIMES; time++) {
      try {
        applyAll(memory, Int32Array.of(kind, 0, 0, 1).subarray(0, STRIDE), 0, 1, time);
      } catch { /* such an event is impossible: it was met all the same */ }
    }
  }
}
