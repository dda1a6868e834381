/**
 * One event <-> one line of text, both ways without loss, by the table of kinds.
 *
 * ```text
 * #201871 +1412 hint-read actor=balloon cpu=3 irqs=off pfn=0x5a000 order=10 index=412
 * ```
 * `#N` (the number) and `+ns` (the gap) may be left out on the way in; fields that are 0 may be left
 * out both ways. Bits that no field of the kind covers stand in `raw0` to `raw2`, so every word
 * survives. Anything behind `//` is a comment.
 * @module
 */
import { CONTEXTS, type Field, Kind, type KindName, kindNames, kinds, textName } from "./kinds.ts";
import {
  actorOf,
  contextOf,
  cpuOf,
  gapOf,
  HOST_CPU,
  irqsOffOf,
  kindOf,
  NONE,
  orderOf,
  packHead,
  pfnOf,
  preemptOffOf,
  valueOf,
  type Words,
} from "./log.ts";
import { nearest } from "./nearest.ts";

/** Words of one event. */
export interface ParsedEvent {
  readonly head: number;
  readonly pfn: number;
  readonly value: number;
  readonly gap: number;
}

const byTextName = new Map<string, number>(
  (Object.keys(kinds) as KindName[]).map((name) => [textName(name), Kind[name]]),
);

const maskOf = (field: Field): number =>
  field.bits === 32 ? -1 : ((1 << field.bits) - 1) << field.shift;

function read(field: Field, word: number): number {
  if (field.bits === 32) return word;
  return (word >>> field.shift) & ((1 << field.bits) - 1);
}

/** Fields of a kind number; none if no kind has it. */
function fieldsOf(kind: number): readonly Field[] {
  const name = kindNames[kind];
  return name === undefined ? [] : kinds[name].fields;
}

function hex(number: number): string {
  return `0x${(number >>> 0).toString(16)}`;
}

function formatField(field: Field, number: number): string {
  if (Array.isArray(field.form)) return field.form[number] ?? String(number);
  if (field.form === "frame") return number === NONE ? "none" : hex(number);
  if (field.form === "id" && number < 0) return hex(number); // ids of QEMU have the highest bit
  return String(field.form === "signed" ? number : number >>> 0);
}

/** Bits of a word that no field covers. */
function uncovered(kind: number, word: Field["word"], bits: number): number {
  return fieldsOf(kind)
    .filter((field) => field.word === word)
    .reduce((left, field) => left & ~maskOf(field), bits);
}

/** The name of a lane if that reads back as the same lane, else its number. */
function laneName(lane: number, actors: readonly string[]): string {
  const name = actors[lane];
  const tells = name !== undefined && actors.indexOf(name) === lane &&
    /^[^\s\d]\S*$/.test(name) && !name.includes("//");
  return tells ? name : String(lane);
}

/** A lane by name; digits alone are its number, whatever the lanes are called. */
function parseLane(word: string, text: string, actors: readonly string[]): number {
  return /^\d+$/.test(text) ? number(word, text, 0, 255) : named(word, text, actors, 255);
}

/**
 * The line of one event.
 * @param actors names of the lanes; a lane whose name does not tell it apart is its number
 * @param number the event's number in its log
 */
export function formatEvent(
  words: Words,
  index: number,
  actors: readonly string[],
  number = index + 1,
): string {
  const kind = kindOf(words, index), cpu = cpuOf(words, index);
  const name = kindNames[kind];
  const parts = [
    `#${number}`,
    `+${gapOf(words, index)}`,
    name === undefined ? `kind-${kind}` : textName(name),
    `actor=${laneName(actorOf(words, index), actors)}`,
    `cpu=${cpu >= HOST_CPU ? `host${cpu - HOST_CPU}` : cpu}`,
  ];
  if (contextOf(words, index) !== 0) parts.push(`ctx=${CONTEXTS[contextOf(words, index)]}`);
  if (irqsOffOf(words, index) !== 0) parts.push("irqs=off");
  if (preemptOffOf(words, index) !== 0) parts.push("preempt=off");
  const by = {
    order: orderOf(words, index),
    pfn: pfnOf(words, index),
    value: valueOf(words, index),
  };
  for (const field of fieldsOf(kind)) {
    const value = read(field, by[field.word]);
    const shown = field.name === "pfn" || field.name === "order" || value !== 0;
    if (shown) parts.push(`${field.name}=${formatField(field, value)}`);
  }
  (["order", "pfn", "value"] as const).forEach((word, at) => {
    const left = uncovered(kind, word, by[word]);
    if (left !== 0) parts.push(`raw${at}=${hex(left)}`);
  });
  return parts.join(" ");
}

/** What the words of a line add up to. */
interface Draft {
  kind: number;
  actor: number;
  cpu: number;
  flags: number;
  order: number;
  pfn: number;
  value: number;
  gap: number;
}

const SHOWN_MAX = 80; // of a word that is not right

function fail(word: string, why: string): never {
  const shown = word.length > SHOWN_MAX ? `${word.slice(0, SHOWN_MAX)}...` : word;
  throw new SyntaxError(`Cannot read "${shown}": ${why}`);
}

function guess(word: string, known: readonly string[]): string {
  const found = nearest(word, known);
  return found === undefined ? "" : `; did you mean ${found}?`;
}

/** A decimal or 0x number from `min` to `max`. */
function number(word: string, text: string, min: number, max: number): number {
  if (!/^-?(0x[0-9a-f]+|\d+)$/i.test(text)) fail(word, "not a number");
  const value = text.startsWith("-") ? -Number(text.slice(1)) : Number(text);
  if (value < min || value > max) fail(word, `out of range (${min} to ${max})`);
  return value;
}

function named(word: string, text: string, names: readonly string[], max: number): number {
  const at = names.indexOf(text);
  if (at >= 0) return at;
  if (/^\d/.test(text)) return number(word, text, 0, max);
  return fail(word, `no such name${guess(text, names)}`);
}

function parseField(field: Field, word: string, text: string): number {
  const max = field.bits === 32 ? 0xffffffff : 2 ** field.bits - 1;
  if (Array.isArray(field.form)) return named(word, text, field.form, max);
  if (field.form === "frame" && text === "none") return NONE;
  if (field.form === "signed") return number(word, text, -(2 ** 31), 2 ** 31 - 1);
  return number(word, text, field.bits === 32 ? -(2 ** 31) : 0, max) | 0;
}

const HEAD_KEYS = ["actor", "cpu", "ctx", "irqs", "preempt", "raw0", "raw1", "raw2"];

function parseCpu(word: string, text: string): number {
  if (!text.startsWith("host")) return number(word, text, 0, 255);
  return HOST_CPU + number(word, text.slice(4), 0, 255 - HOST_CPU);
}

/** Puts `key=text` into the draft. */
function put(
  draft: Draft,
  word: string,
  key: string,
  text: string,
  actors: readonly string[],
): void {
  switch (key) {
    case "actor":
      draft.actor = parseLane(word, text, actors);
      return;
    case "cpu":
      draft.cpu = parseCpu(word, text);
      return;
    case "ctx":
      draft.flags |= named(word, text, CONTEXTS, 3);
      return;
    case "irqs":
    case "preempt":
      if (text === "off") draft.flags |= key === "irqs" ? 4 : 8;
      else if (text !== "on") fail(word, "on or off");
      return;
    case "raw0":
      draft.order |= number(word, text, 0, 15);
      return;
    case "raw1":
      draft.pfn |= number(word, text, 0, 0xffffffff);
      return;
    case "raw2":
      draft.value |= number(word, text, 0, 0xffffffff);
      return;
  }
  const fields = fieldsOf(draft.kind);
  const field = fields.find(({ name }) => name === key);
  if (field === undefined) {
    fail(word, `no such field${guess(key, [...fields.map(({ name }) => name), ...HEAD_KEYS])}`);
  }
  const bits = parseField(field, word, text);
  draft[field.word] |= field.bits === 32 ? bits : (bits << field.shift);
}

function parseKind(word: string): number {
  const known = byTextName.get(word);
  if (known !== undefined) return known;
  if (/^kind-\d+$/.test(word)) return number(word, word.slice(5), 0, 255);
  return fail(word, `no such kind of event${guess(word, [...byTextName.keys()])}`);
}

/**
 * The words of a line.
 * @returns null for a line that is blank or a comment
 * @throws SyntaxError that names the word that is not right
 */
export function parseEvent(line: string, actors: readonly string[]): ParsedEvent | null {
  const words = line.replace(/\/\/.*$/, "").trim().split(/\s+/).filter((word) => word !== "");
  if (words.length === 0) return null;
  const draft: Draft = { kind: 0, actor: 0, cpu: 0, flags: 0, order: 0, pfn: 0, value: 0, gap: 0 };
  if (words[0].startsWith("#")) number(words[0], words[0].slice(1), 0, 2 ** 31 - 1), words.shift();
  if (words[0]?.startsWith("+")) {
    const word = words.shift()!;
    draft.gap = number(word, word.slice(1), 0, 2 ** 31 - 1);
  }
  if (words.length === 0) fail(line.trim(), "it names no kind of event");
  draft.kind = parseKind(words[0]);
  const seen = new Set<string>();
  for (const word of words.slice(1)) {
    const at = word.indexOf("=");
    if (at < 1) fail(word, "not of the form key=value");
    const key = word.slice(0, at);
    if (seen.has(key)) fail(word, `${key} stands twice`);
    seen.add(key);
    put(draft, word, key, word.slice(at + 1), actors);
  }
  return {
    head: packHead(draft.kind, draft.actor, draft.cpu, draft.flags, draft.order),
    pfn: draft.pfn,
    value: draft.value,
    gap: draft.gap,
  };
}

/** The first line of a text log, before its events. */
export const TEXT_MAGIC = "hintlab-log 1 ";
