/**
 * What a file of checkpoints was made from.
 * @module
 */
import type { Codec } from "../../events/file/codec.ts";
import type { Memory } from "../../core/state/memory.ts";
import type { WrittenBlocks } from "../diff/blocks.ts";
import { views } from "../views/mod.ts";
import type { View } from "../views/view.ts";

/** Views whose folds go along with checkpoints. */
export const keptViews: readonly View[] = views.filter(({ kept }) => kept === true);

/** What checkpoints belong to: the log to its last block, and how the state lies in memory. */
export function keyOf(log: WrittenBlocks, memory: Memory, codec: Codec): Uint8Array {
  const chain = log.blocks === 0 ? null : log.chainAt(log.blocks - 1);
  const parts = memory.layout.parts.map(({ row, offset, length }) => [row.number, offset, length]);
  const made = JSON.stringify([log.events, parts, keptViews.map(({ name }) => name)]);
  return codec.sha256(chain ?? new Uint8Array(0), new TextEncoder().encode(made));
}
