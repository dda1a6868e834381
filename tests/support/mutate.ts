/**
 * Damaged inputs, by chance: bytes turned, swapped, left out and put in; words of text exchanged for
 * others of it, for huge numbers, for deep nesting. The same seed and number give the same input.
 * @module
 */
import { draw } from "../../core/run/prng.ts";

const OPS_MAX = 4;
/** Longer inputs are cut: mutations that repeat must not grow without end. */
const BYTES_MAX = 1 << 20;
const NESTED = 10_000;

/** Words that break what was not thought of. */
const WORDS = [
  "0",
  "-1",
  "1",
  "255",
  "256",
  "65536",
  "2147483647",
  "2147483648",
  "4294967295",
  "4294967296",
  "268435455",
  "268435456",
  "9007199254740993",
  "18446744073709551615",
  "0xffffffff",
  "0xfffffffffffffff",
  "1e308",
  "1e999",
  "-0",
  "NaN",
  "null",
  "true",
  "[]",
  "{}",
  '""',
  '"__proto__"',
  "constructor",
  "((((",
  "%s%n",
  "\u0000",
  "\ud83d\ude00",
  "9".repeat(400),
  "a".repeat(5000),
  "[".repeat(NESTED),
  '{"a":'.repeat(NESTED),
  "(".repeat(NESTED),
];

/** Numbers that a field of a binary form may be set to. */
const NUMBERS = [0, 1, 0x7f, 0xff, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, 0xffffffff];

/** Draws for one input. */
export class Chance {
  private which = 0;

  constructor(private readonly seed: number, private readonly number: number) {}

  below(limit: number): number {
    return draw(this.seed, 0, this.number, this.which++) % Math.max(1, limit);
  }

  of<T>(list: readonly T[]): T {
    return list[this.below(list.length)];
  }
}

function spliced(bytes: Uint8Array, from: number, until: number, by: Uint8Array): Uint8Array {
  const made = new Uint8Array(Math.min(BYTES_MAX, bytes.length - (until - from) + by.length));
  const put = (piece: Uint8Array, at: number): void => {
    if (at < made.length) made.set(piece.subarray(0, made.length - at), at);
  };
  put(bytes.subarray(0, from), 0);
  put(by, from);
  put(bytes.subarray(until), from + by.length);
  return made;
}

const text = new TextEncoder();

/** Where a word of text begins and ends, near a place. */
function wordAt(bytes: Uint8Array, at: number): [number, number] {
  const isWord = (byte: number): boolean =>
    (byte >= 48 && byte <= 57) || (byte >= 65 && byte <= 90) || (byte >= 97 && byte <= 122) ||
    byte === 95 || byte === 46 || byte === 45;
  let from = at;
  while (from < bytes.length && !isWord(bytes[from])) from++;
  while (from > 0 && isWord(bytes[from - 1])) from--;
  let until = from;
  while (until < bytes.length && isWord(bytes[until])) until++;
  return [from, until];
}

function lineAt(bytes: Uint8Array, at: number): [number, number] {
  const from = bytes.lastIndexOf(10, at) + 1, end = bytes.indexOf(10, at);
  return [Math.min(from, at), end < 0 ? bytes.length : end + 1];
}

type Op = (bytes: Uint8Array, chance: Chance, other: Uint8Array) => Uint8Array;

/** Ops that keep every byte in its place. */
const inPlace: readonly Op[] = [
  (bytes, chance) => {
    const at = chance.below(bytes.length * 8);
    bytes[at >> 3] ^= 1 << (at & 7);
    return bytes;
  },
  (bytes, chance) => {
    bytes[chance.below(bytes.length)] = chance.below(256);
    return bytes;
  },
  (bytes, chance) => {
    const left = chance.below(bytes.length), right = chance.below(bytes.length);
    [bytes[left], bytes[right]] = [bytes[right], bytes[left]];
    return bytes;
  },
  (bytes, chance) => {
    const at = chance.below(bytes.length - 3), view = new DataView(bytes.buffer, bytes.byteOffset);
    if (bytes.length >= 4) view.setUint32(at, chance.of(NUMBERS), true);
    return bytes;
  },
];

const moving: readonly Op[] = [
  (bytes, chance) => {
    const from = chance.below(bytes.length);
    return spliced(
      bytes,
      from,
      Math.min(bytes.length, from + 1 + chance.below(64)),
      text.encode(""),
    );
  },
  (bytes, chance) => bytes.slice(0, chance.below(bytes.length)),
  (bytes, chance) => {
    const at = chance.below(bytes.length);
    const by = Uint8Array.from({ length: 1 + chance.below(16) }, () => chance.below(256));
    return spliced(bytes, at, at, by);
  },
  (bytes, chance) => {
    const from = chance.below(bytes.length), until = from + 1 + chance.below(256);
    return spliced(bytes, from, from, bytes.slice(from, until));
  },
  (bytes, chance, other) => {
    const from = chance.below(bytes.length), at = chance.below(other.length);
    const until = Math.min(bytes.length, from + chance.below(200));
    return spliced(bytes, from, until, other.slice(at, at + chance.below(400)));
  },
];

const worded: readonly Op[] = [
  (bytes, chance) => {
    const [from, until] = wordAt(bytes, chance.below(bytes.length));
    return spliced(bytes, from, until, text.encode(chance.of(WORDS)));
  },
  (bytes, chance, other) => {
    const [from, until] = wordAt(bytes, chance.below(bytes.length));
    const [begin, end] = wordAt(other, chance.below(other.length));
    return spliced(bytes, from, until, other.slice(begin, end));
  },
  (bytes, chance) => {
    const [from, until] = lineAt(bytes, chance.below(bytes.length));
    return spliced(bytes, from, until, new Uint8Array());
  },
  (bytes, chance) => {
    const [from, until] = lineAt(bytes, chance.below(bytes.length));
    const line = bytes.slice(from, until), times = 1 + chance.below(50);
    const by = new Uint8Array(Math.min(line.length * times, 1 << 16));
    for (let at = 0; at < by.length; at += line.length) {
      by.set(line.subarray(0, by.length - at), at);
    }
    return spliced(bytes, from, from, by);
  },
  (bytes, chance) => {
    const at = chance.below(bytes.length);
    return spliced(bytes, at, at, text.encode(chance.of(WORDS)));
  },
];

const OPS = {
  inPlace,
  any: [...inPlace, ...moving],
  text: [...inPlace, ...moving, ...worded, ...worded],
};

/**
 * A damaged form of one of several inputs.
 * @param form `inPlace` keeps every byte in its place, `text` exchanges words and lines, too
 */
export function mutated(
  inputs: readonly Uint8Array[],
  chance: Chance,
  form: keyof typeof OPS,
): Uint8Array {
  let bytes: Uint8Array = chance.of(inputs).slice();
  const other = chance.of(inputs);
  for (let ops = 1 + chance.below(OPS_MAX); ops > 0 && bytes.length > 0; ops--) {
    bytes = chance.of(OPS[form])(bytes, chance, other);
  }
  return bytes;
}
