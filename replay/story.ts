/**
 * A counterexample as a story: what an actor did in one step, in words.
 * @module
 */
import { Kind, kindNames, textName } from "../events/kinds.ts";
import { kindOf, pfnOf, valueOf, type Words } from "../events/log.ts";

/** Bookkeeping that is no part of a story. */
const isSilent = new Set<number>([
  Kind.LaneNoted,
  Kind.LockAcquired,
  Kind.LockReleased,
  Kind.InterruptsOff,
  Kind.InterruptsOn,
  Kind.DowntimeLimitSet,
  Kind.RateWindowBegun,
]);

/** What the events from index `from` up to, not including, `until` tell. */
export function stepText(words: Words, from: number, until: number): string {
  const said: string[] = [];
  for (let index = from; index < until; index++) {
    const kind = kindOf(words, index);
    if (isSilent.has(kind)) continue;
    said.push(eventText(kind, pfnOf(words, index), valueOf(words, index)));
  }
  return said.join(", ") || "goes on";
}

function eventText(kind: number, pfn: number, value: number): string {
  const name = textName(kindNames[kind]!).replaceAll("-", " ");
  switch (kind) {
    case Kind.IdIssued:
    case Kind.IdRead:
      return `${name} ${(value >>> 0) > 1 ? (value >>> 0) - 0x80000000 : value}`;
    case Kind.StatusChanged:
      return `${name} to ${["stop", "requested", "start", "done"][value & 3]}`;
    case Kind.DescriptorFilled: {
      const message = ["none", "START", "STOP", "a hint", "an array"][value & 7] ?? "a message";
      return `fills a descriptor with ${message}`;
    }
    case Kind.RoundBegun:
    case Kind.RoundEnded:
      return `${name} ${value}`;
    case Kind.HintApplied:
    case Kind.PageWritten:
    case Kind.BitsCleared:
      return `${name} (page ${pfn})`;
    default:
      return name;
  }
}
