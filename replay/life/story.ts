/**
 * Entries of a life as lines: columns, wrapped texts, and long stretches of routine shortened.
 * @module
 */
import { count, many, offset, WIDTH, wrapped } from "../text.ts";
import type { Entry } from "./facts.ts";

const STRETCH_MAX = 4; // routine between two major entries; longer stretches keep first and last
const MAJOR_MAX = 60; // major entries; more keep half of that at either end
const INDENT = 2;

/** A gap in the story: how many entries it leaves out, of what. */
interface Gap {
  readonly left: readonly Entry[];
}

type Piece = Entry | Gap;

const plural = (noun: string): string => /(s|ch)$/.test(noun) ? `${noun}es` : `${noun}s`;
const isGap = (piece: Piece): piece is Gap => "left" in piece;

function stretch(entries: readonly Entry[]): Piece[] {
  if (entries.length <= STRETCH_MAX) return [...entries];
  return [entries[0], { left: entries.slice(1, -1) }, entries[entries.length - 1]];
}

/** Leaves out the middle of routine, and of a life with too many turns. */
export function shortened(entries: readonly Entry[]): Piece[] {
  const pieces: Piece[] = [];
  let routine: Entry[] = [];
  for (const entry of entries) {
    if (!entry.major) {
      routine.push(entry);
      continue;
    }
    pieces.push(...stretch(routine), entry);
    routine = [];
  }
  pieces.push(...stretch(routine));
  if (pieces.length <= MAJOR_MAX) return pieces;
  const half = MAJOR_MAX / 2;
  const middle = pieces.slice(half, -half).flatMap((piece) => isGap(piece) ? piece.left : [piece]);
  return [...pieces.slice(0, half), { left: middle }, ...pieces.slice(-half)];
}

/** `... 412 more writes by writer cpu1`, or what there was of each. */
function gapText({ left }: Gap): string {
  const nouns = new Map<string, number>(), names = new Set<string>();
  for (const { noun, who } of left) {
    nouns.set(noun, (nouns.get(noun) ?? 0) + 1);
    names.add(who);
  }
  const by = names.size > 3 ? `${names.size} actors` : [...names].join(", ");
  const parts = [...nouns].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  if (parts.length === 1) {
    const [noun, number] = parts[0];
    return `... ${count(number)} more ${number === 1 ? noun : plural(noun)} by ${by}`;
  }
  const list = parts.slice(0, 4).map(([noun, number]) =>
    `${count(number)} ${number === 1 ? noun : plural(noun)}`
  );
  return `... ${many(left.length, "more event")}: ${list.join(", ")}` +
    `${parts.length > 4 ? " and others" : ""} by ${by}`;
}

/** How a story is told. */
export interface Telling {
  /** The time that times are told from. */
  readonly zero: number;
  /** Every entry, routine too. */
  readonly all: boolean;
  readonly clock: "ns" | "counter";
}

/** What the story tells of an event, or, where `event` is null, of several; words are not laid out. */
export interface StoryItem {
  readonly event: number | null;
  readonly time: string;
  readonly who: string;
  readonly text: string;
}

const timeText = (entry: Entry, { clock, zero }: Telling): string =>
  clock === "ns" ? offset(entry.time - zero) : `${count(entry.time - zero)} counts`;

const piecesOf = (entries: readonly Entry[], { all }: Telling): readonly Piece[] =>
  all ? entries : shortened(entries);

/** What an entry tells, in one sentence. */
export const wholeText = ({ text, right }: Entry): string => right ? `${text}; ${right}` : text;

/** The story for whoever lays it out. */
export function itemsOf(entries: readonly Entry[], telling: Telling): StoryItem[] {
  return piecesOf(entries, telling).map((piece) => {
    if (isGap(piece)) return { event: null, time: "", who: "", text: gapText(piece) };
    const { event, who } = piece;
    return { event, time: timeText(piece, telling), who, text: wholeText(piece) };
  });
}

/** The story as lines of 80 columns. */
export function linesOf(entries: readonly Entry[], telling: Telling): string[] {
  const { clock } = telling, pieces = piecesOf(entries, telling);
  const told = pieces.filter((piece) => !isGap(piece)) as Entry[];
  const widthOf = (head: string, part: (entry: Entry) => string): number =>
    Math.max(head.length, ...told.map((entry) => part(entry).length));
  const eventOf = (entry: Entry): string => count(entry.event);
  const timeOf = (entry: Entry): string =>
    clock === "ns" ? aligned(timeText(entry, telling)) : timeText(entry, telling);
  const wide = {
    event: widthOf("event", eventOf),
    time: widthOf("time", timeOf),
    who: widthOf("who", (entry) => entry.who),
  };
  const columns = wide.event + wide.time + wide.who + 3 * INDENT;
  const room = WIDTH - columns;
  const gap = " ".repeat(INDENT);
  const head = `${"event".padStart(wide.event)}${gap}${"time".padStart(wide.time - 3)}   ${gap}who`;
  const lines: string[] = [head];
  for (const piece of pieces) {
    if (isGap(piece)) {
      lines.push(
        ...wrapped(gapText(piece), WIDTH - wide.event - INDENT).map((line) =>
          `${" ".repeat(wide.event)}${gap}${line}`
        ),
      );
      continue;
    }
    const head =
      `${eventOf(piece).padStart(wide.event)}${gap}${timeOf(piece).padStart(wide.time)}` +
      `${gap}${piece.who.padEnd(wide.who)}${gap}`;
    const texts = withRight(wrapped(piece.text, room), piece.right, room);
    texts.forEach((text, at) => lines.push((at === 0 ? head : " ".repeat(columns)) + text));
  }
  return lines;
}

/** A place more behind `s`, so that units stand under each other: `+1.602 s `, `+1.412 ms`. */
const aligned = (time: string): string => / (s|)$/.test(time) ? `${time} ` : time;

/** Puts what belongs to the right behind the last line, or on a line of its own. */
function withRight(lines: readonly string[], right: string, room: number): string[] {
  if (right === "") return [...lines];
  const last = lines[lines.length - 1];
  const padding = room - last.length - right.length;
  if (padding < 2) return [...lines, `  ${right}`];
  return [...lines.slice(0, -1), last + " ".repeat(padding) + right];
}
