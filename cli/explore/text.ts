/**
 * What a search found, for people: a line a case, and a counterexample as a numbered story.
 * @module
 */
import { Kind, kindNames, textName } from "../../events/kinds.ts";
import { kindOf, pfnOf, valueOf } from "../../events/log.ts";
import { count, table } from "../../replay/text.ts";
import type { Explored } from "./run.ts";

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

const ORACLE = "destination";
const WHAT = 6; // the last column, which is as long as it likes

/** A row a case. */
export function casesTable(found: readonly Explored[]): string {
  const rows = found.map(({ spec, verdict, length, states, seconds }) => [
    spec.name,
    verdict === spec.expected ? verdict : `${verdict}, NOT ${spec.expected}`,
    verdict === "violation" ? ORACLE : "-",
    verdict === "violation" ? count(length) : "-",
    count(states),
    seconds.toFixed(1),
    spec.story,
  ]);
  const head = ["case", "verdict", "oracle", "steps", "states", "s", "what"];
  const lines = table([head, ...rows].map((row) => row.slice(0, WHAT)), 3);
  return lines.map((line, at) => `${line}  ${at === 0 ? head[WHAT] : rows[at - 1][WHAT]}`).join(
    "\n",
  );
}

/** The shortest way to the violation, a line a step. */
export function story({ world, steps }: Explored): string[] {
  if (world === null) return [];
  const { words, length } = world.sim.machine.log;
  return steps.flatMap(({ actor, from }, at) => {
    const until = steps[at + 1]?.from ?? length;
    const said: string[] = [];
    for (let index = from; index < until; index++) {
      const kind = kindOf(words, index);
      if (!isSilent.has(kind)) {
        said.push(eventText(kind, pfnOf(words, index), valueOf(words, index)));
      }
    }
    const number = `${at + 1}`.padStart(3);
    return said.length === 0 ? [] : [`${number}  ${actor.padEnd(10)}  ${said.join(", ")}`];
  });
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
