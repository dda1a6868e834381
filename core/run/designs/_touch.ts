/**
 * What the thread's patch discourages: a driver that goes from a hint to the page behind it.
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import type { Driver } from "./design.ts";

/** Touches the first page of a hinted block as the scenario has it; nothing, mostly. */
export function touchHinted({ machine, settings }: Driver, lane: number, pfn: number): void {
  if (settings.touches === "nothing") return;
  if (settings.touches === "struct-page") return machine.record(Kind.StructPageUsed, lane, pfn, 0);
  machine.record(Kind.PageRelied, lane, pfn, 0);
  machine.record(Kind.PageWritten, lane, pfn, 0);
}
