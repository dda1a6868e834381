/**
 * The steps of a counterexample, numbered as `explore` prints them. Its log's header says where each begins;
 * in one of before it did, a step lasts while one actor acts.
 * @module
 */
import type { LogHeader } from "../../../events/file/header.ts";
import { Kind } from "../../../events/kinds.ts";
import { actorOf, kindOf, type Words } from "../../../events/log.ts";
import { stepText } from "../../story.ts";
import type { LogFacts } from "../protocol.ts";
import type { BlockLog } from "./blocks.ts";

/** A counterexample is short: the longest that a search wrote has some hundred events. */
const EVENTS_MAX = 60_000;

/** What `explore` writes in place of a scenario. */
interface Story {
  readonly name: string;
  readonly title: string;
  /** By step: events before it. */
  readonly steps?: readonly number[];
}

/** The story of a header; null if it is that of another log: a scenario's file has many keys. */
function storyOf({ scenario }: LogHeader): Story | null {
  if (typeof scenario !== "object" || scenario === null) return null;
  const { name, title, steps, ...others } = scenario as Partial<Story>;
  if (typeof name !== "string" || typeof title !== "string") return null;
  if (Object.keys(others).length > 0) return null;
  const isRight = steps === undefined || (Array.isArray(steps) && steps.every(Number.isInteger));
  return { name, title, ...(isRight ? { steps } : {}) };
}

/** The steps of a log's way, each with the event that it ends with; none if it is no counterexample. */
export function stepsOf(log: BlockLog): LogFacts["steps"] {
  const story = storyOf(log.header);
  if (story === null || log.blocks !== 1 || log.events > EVENTS_MAX) return [];
  const words = log.wordsOf(0), begins = story.steps ?? beginsOf(words, log.events);
  return begins.filter((from) => from < log.events).map((from, at) => {
    const until = Math.min(begins[at + 1] ?? log.events, log.events);
    const lane = actorOf(words, from), name = log.header.actors[lane]?.name ?? `lane ${lane}`;
    return { event: until, text: `${name}: ${stepText(words, from, until)}` };
  });
}

/** Where another actor goes on, behind the world. */
function beginsOf(words: Words, events: number): number[] {
  const begins: number[] = [];
  let first = 0;
  while (first < events && kindOf(words, first) !== Kind.WorldReady) first++;
  for (let index = first + 1; index < events; index++) {
    const isNew = index === first + 1 || actorOf(words, index) !== actorOf(words, index - 1);
    if (isNew) begins.push(index);
  }
  return begins;
}
