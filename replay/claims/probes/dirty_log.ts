/**
 * Facts about the host: `logMode` (number in LOG_MODES of the log that was armed last, -1 if none was) and
 * `discarded` (blocks that the host made zeros of, because of a hint).
 * @module
 */
import { Kind } from "../../../events/kinds.ts";
import { kindOf, type Words } from "../../../events/log.ts";
import type { MemoryView } from "../../../core/state/memory.ts";
import { Status } from "../../../core/state/views.ts";
import type { Probe } from "../claim.ts";

const ARMED = 1; // the status of a log of the first mode

export function dirtyLog({ status }: MemoryView): Probe {
  let logMode = -1, discarded = 0;
  return {
    after(words: Words, index: number): void {
      const kind = kindOf(words, index);
      if (kind === Kind.LogArmed) logMode = status[Status.LogMode] - ARMED;
      else if (kind === Kind.PageDiscarded) discarded++;
    },
    facts: () => ({ logMode, discarded }),
  };
}
