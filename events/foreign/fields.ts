/**
 * The fields of kmem tracepoints, `key=value` apart by blanks (domain facts, D10; measured on 6.1:
 * kernel-6.1 facts, rules 24 to 31). `page=` is of no use and passed over; pfns are decimal or 0x.
 * @module
 */
import { ByteNames } from "./names.ts";
import { isDigit, type Line } from "./line.ts";

/** Bits of {@linkcode Fields.seen}: which fields the line has. */
export const Seen = {
  Pfn: 1,
  Order: 2,
  Type: 4,
  Gfp: 8,
  Percpu: 16,
  AllocOrder: 32,
  FallbackOrder: 64,
  AllocType: 128,
  FallbackType: 256,
  Owned: 512,
  Fragmenting: 1024,
} as const;

const KEY_MAX = 32; // no key is longer
const EQUALS = 61, MINUS = 45, X = 120, ZERO = 48, SPACE = 32, TAB = 9;
const NEWLINE = 10, RETURN = 13;

/** First letter and length tell the keys apart. */
const keys = new Map<number, number>(
  ([
    ["pfn", Seen.Pfn],
    ["order", Seen.Order],
    ["migratetype", Seen.Type],
    ["gfp_flags", Seen.Gfp],
    ["percpu_refill", Seen.Percpu],
    ["alloc_order", Seen.AllocOrder],
    ["fallback_order", Seen.FallbackOrder],
    ["alloc_migratetype", Seen.AllocType],
    ["fallback_migratetype", Seen.FallbackType],
    ["change_ownership", Seen.Owned],
    ["fragmenting", Seen.Fragmenting],
  ] as const).map(([key, bit]) => [codeOf(key.charCodeAt(0), key.length), bit]),
);
const bitOfKey = Int32Array.from({ length: 256 * KEY_MAX }, (_, code) => keys.get(code) ?? 0);

function codeOf(letter: number, length: number): number {
  return letter * KEY_MAX + Math.min(length, KEY_MAX - 1);
}

/** What one line's fields say; the caller brings it. */
export class Fields {
  /** Bits of `Seen`. */
  seen = 0;
  pfn = 0;
  order = 0;
  type = 0;
  /** Id of the flags' text in `gfpNames`. */
  gfp = 0;
  percpu = 0;
  allocOrder = 0;
  fallbackOrder = 0;
  allocType = 0;
  fallbackType = 0;
  owned = 0;
  fragmenting = 0;
  /** Every value of `gfp_flags=` that was met. */
  readonly gfpNames = new ByteNames();

  /**
   * Reads the fields of a line, up to its end or `until`; a value that is no number leaves its field
   * unseen.
   * @returns where it ends: at a newline, or `until`
   */
  read(line: Line, bytes: Uint8Array, until: number): number {
    this.seen = 0;
    let at = line.fieldsFrom;
    while (at < until && bytes[at] !== NEWLINE) {
      const from = at;
      while (at < until && bytes[at] > EQUALS) at++; // letters and the underscore lie above it
      const bit = at < until && bytes[at] === EQUALS ? bitOfKey[codeOf(bytes[from], at - from)] : 0;
      const value = at + (bit === 0 ? 0 : 1);
      at = valueEnd(bytes, value, until);
      const end = bytes[at - 1] === RETURN ? at - 1 : at;
      if (bit !== 0 && end > value) this.put(bit, bytes, value, end);
      if (at < until && bytes[at] !== NEWLINE) at++;
    }
    return at;
  }

  private put(bit: number, bytes: Uint8Array, from: number, until: number): void {
    if (bit === Seen.Gfp) {
      this.gfp = this.gfpNames.idOf(bytes, from, until);
      this.seen |= bit;
      return;
    }
    const value = numberIn(bytes, from, until);
    if (Number.isNaN(value)) return;
    this.seen |= bit;
    switch (bit) {
      case Seen.Pfn:
        this.pfn = value;
        return;
      case Seen.Order:
        this.order = value;
        return;
      case Seen.Type:
        this.type = value;
        return;
      case Seen.Percpu:
        this.percpu = value;
        return;
      case Seen.AllocOrder:
        this.allocOrder = value;
        return;
      case Seen.FallbackOrder:
        this.fallbackOrder = value;
        return;
      case Seen.AllocType:
        this.allocType = value;
        return;
      case Seen.FallbackType:
        this.fallbackType = value;
        return;
      case Seen.Owned:
        this.owned = value;
        return;
      case Seen.Fragmenting:
        this.fragmenting = value;
        return;
    }
  }
}

/** Behind a value: a blank, a line's end, or `until`. Other bytes below a blank belong to it. */
function valueEnd(bytes: Uint8Array, at: number, until: number): number {
  for (; at < until; at++) {
    const byte = bytes[at];
    if (byte <= SPACE && (byte === SPACE || byte === TAB || byte === NEWLINE)) return at;
  }
  return at;
}

/** A decimal or 0x number, with or without a minus; NaN if it is none. */
function numberIn(bytes: Uint8Array, from: number, until: number): number {
  let value = 0;
  if (bytes[from] === ZERO && bytes[from + 1] === X && from + 2 < until) {
    for (let at = from + 2; at < until; at++) {
      const byte = bytes[at];
      const digit = isDigit(byte)
        ? byte - 48
        : (byte | 32) >= 97 && (byte | 32) <= 102
        ? (byte | 32) - 87
        : -1;
      if (digit < 0) return NaN;
      value = value * 16 + digit;
    }
    return value;
  }
  const minus = bytes[from] === MINUS ? 1 : 0;
  if (from + minus === until) return NaN;
  for (let at = from + minus; at < until; at++) {
    if (!isDigit(bytes[at])) return NaN;
    value = value * 10 + bytes[at] - 48;
  }
  return minus ? -value : value;
}
