/**
 * The events of a block as bytes that compress well: columns by head, each number told by how far it
 * lies from what stood before it. `format.md` draws it byte by byte.
 *
 * ```text
 * events   A pfn 8   B pfn 8   A pfn 9   B pfn 9        heads (words 0)   A B
 *                                                       which             0 1 0 1
 * pfns of A: from the last of A         +8 +1           low bytes, high bytes only where there are any
 * pfns of B: from the actor's last       0  0
 * ```
 * Two passes read it: one walks each head's numbers, which lie side by side, the other deals them out
 * to the events; neither has a branch that an event decides.
 * @module
 */
import { STRIDE } from "../log.ts";

/** Most events of a block. */
export const BLOCK_EVENTS = 65536;
const HEAD_BYTES = 8; // number of heads, unit of the gaps
const ENTRY_BYTES = 7; // of a head: its word, a code for each column
const COLUMNS = STRIDE - 1, ACTORS = 256;
/** With more heads than these, an event names its head by two bytes. */
const BYTE_HEADS = 256;

/** What a number is told from: a code in the low four bits, above it the bytes of a number. */
const From = { Zero: 0, Head: 1, Actor: 2 } as const;
const FROMS = 3, WIDTH_SHIFT = 4, WIDTH_MAX = 4;

/** Most bytes of the columns of so many events. */
export function columnBytesMax(events: number): number {
  return HEAD_BYTES + events * (ENTRY_BYTES + 2 + COLUMNS * WIDTH_MAX);
}

// One block at a time is packed or unpacked, so its workplace is made once.
const slots = new Uint16Array(BLOCK_EVENTS);
const numbers = new Int32Array(FROMS * BLOCK_EVENTS);
const lasts = new Int32Array(COLUMNS * ACTORS);

/** A small number for one near zero: 0, -1, 1, -2 become 0, 1, 2, 3. */
const fold = (distance: number): number => (distance << 1) ^ (distance >> 31);
const unfold = (folded: number): number => (folded >>> 1) ^ -(folded & 1);

/** The bytes of a block's events. */
export function encodeColumns(words: Int32Array): Uint8Array {
  const events = words.length / STRIDE;
  const { heads, begins } = slotsOf(words, events);
  const unit = unitOf(words, events);
  const indexBytes = heads.length > BYTE_HEADS ? 2 : 1;
  const bytes = new Uint8Array(columnBytesMax(events));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, heads.length, true);
  view.setUint32(4, unit, true);
  heads.forEach((head, slot) => view.setInt32(HEAD_BYTES + slot * 4, head, true));
  let at = HEAD_BYTES + heads.length * ENTRY_BYTES;
  for (let event = 0; event < events; event++) bytes[at + event] = slots[event];
  if (indexBytes === 2) {
    for (let event = 0; event < events; event++) bytes[at + events + event] = slots[event] >>> 8;
  }
  at += events * indexBytes;
  for (let column = 1; column <= COLUMNS; column++) {
    const codesAt = HEAD_BYTES + heads.length * (3 + column);
    const codes = bytes.subarray(codesAt, codesAt + heads.length);
    measure(words, events, column, column === COLUMNS ? unit : 1, begins, codes);
    at = emit(bytes, at, begins, codes);
  }
  return bytes.subarray(0, at);
}

/** The heads by first appearance, and where the numbers of each begin; each event's goes to `slots`. */
function slotsOf(words: Int32Array, events: number): { heads: number[]; begins: Int32Array } {
  const known = new Map<number, number>(), heads: number[] = [];
  const counts = new Int32Array(events + 1);
  for (let event = 0; event < events; event++) {
    const head = words[event * STRIDE];
    let slot = known.get(head);
    if (slot === undefined) {
      known.set(head, slot = heads.length);
      heads.push(head);
    }
    slots[event] = slot;
    counts[slot + 1]++;
  }
  for (let slot = 0; slot < heads.length; slot++) counts[slot + 1] += counts[slot];
  return { heads, begins: counts.subarray(0, heads.length + 1) };
}

/** The greatest number that every gap is a multiple of: a clock that ticks in microseconds gives 1000. */
function unitOf(words: Int32Array, events: number): number {
  let unit = 0;
  for (let event = 0; event < events && unit !== 1; event++) {
    for (let rest = Math.abs(words[event * STRIDE + COLUMNS]); rest !== 0;) {
      [unit, rest] = [rest, unit % rest];
    }
  }
  return Math.max(1, unit);
}

/** Numbers of a column from each of `FROMS`, by head; each head's code says what tells it in the fewest bits. */
function measure(
  words: Int32Array,
  events: number,
  column: number,
  unit: number,
  begins: Int32Array,
  codes: Uint8Array,
): void {
  const heads = codes.length;
  const next = begins.slice(0, heads), last = new Int32Array(heads);
  const bits = new Float64Array(FROMS * heads), used = new Int32Array(FROMS * heads);
  lasts.fill(0, 0, ACTORS);
  for (let event = 0; event < events; event++) {
    const at = event * STRIDE, slot = slots[event], actor = (words[at] >>> 8) & 0xff;
    const number = unit === 1 ? words[at + column] : words[at + column] / unit;
    const zero = fold(number), head = fold((number - last[slot]) | 0);
    const own = fold((number - lasts[actor]) | 0);
    const place = next[slot]++ * FROMS, sums = slot * FROMS;
    numbers[place] = zero;
    numbers[place + 1] = head;
    numbers[place + 2] = own;
    bits[sums] += 32 - Math.clz32(zero);
    bits[sums + 1] += 32 - Math.clz32(head);
    bits[sums + 2] += 32 - Math.clz32(own);
    used[sums] |= zero;
    used[sums + 1] |= head;
    used[sums + 2] |= own;
    last[slot] = lasts[actor] = number;
  }
  for (let slot = 0; slot < heads; slot++) {
    let from = 0;
    for (let other = 1; other < FROMS; other++) {
      if (bits[slot * FROMS + other] < bits[slot * FROMS + from]) from = other;
    }
    const width = (39 - Math.clz32(used[slot * FROMS + from])) >> 3;
    codes[slot] = from | (width << WIDTH_SHIFT);
  }
}

/** Writes the numbers of a column: the low bytes of all heads, then the higher ones of those that have them. */
function emit(
  bytes: Uint8Array,
  begin: number,
  begins: Int32Array,
  codes: Uint8Array,
): number {
  let at = begin;
  for (let plane = 0; plane < WIDTH_MAX; plane++) {
    for (let slot = 0; slot < codes.length; slot++) {
      if (codes[slot] >>> WIDTH_SHIFT <= plane) continue;
      const from = codes[slot] & 15;
      for (let place = begins[slot]; place < begins[slot + 1]; place++) {
        bytes[at++] = numbers[place * FROMS + from] >>> (8 * plane);
      }
    }
  }
  return at;
}

/**
 * The words of a block's events.
 * @param room where they are put if there is enough of it, as the begin of it; else in an array of their own
 * @throws SyntaxError if the bytes are not those of so many events
 */
export function decodeColumns(bytes: Uint8Array, events: number, room?: Int32Array): Int32Array {
  if (bytes.length < HEAD_BYTES || events > BLOCK_EVENTS) fail();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getUint32(0, true), unit = view.getUint32(4, true);
  const indexBytes = count > BYTE_HEADS ? 2 : 1;
  const indexAt = HEAD_BYTES + count * ENTRY_BYTES;
  if (count < 1 || count > events || indexAt + events * indexBytes > bytes.length) fail();
  const heads = new Int32Array(count);
  for (let slot = 0; slot < count; slot++) heads[slot] = view.getInt32(HEAD_BYTES + slot * 4, true);
  const begins = readSlots(bytes, indexAt, events, count);
  const codesAt = HEAD_BYTES + count * 4;
  let at = indexAt + events * indexBytes;
  for (let column = 0; column < COLUMNS; column++) {
    const codes = bytes.subarray(codesAt + column * count, codesAt + (column + 1) * count);
    at = unpack(bytes, at, column * BLOCK_EVENTS, begins, codes);
  }
  if (at !== bytes.length) fail();
  return deal(heads, begins, bytes.subarray(codesAt, indexAt), wordsIn(room, events), unit);
}

/** Room for so many events. */
const wordsIn = (room: Int32Array | undefined, events: number): Int32Array =>
  room !== undefined && room.length >= events * STRIDE
    ? room.subarray(0, events * STRIDE)
    : new Int32Array(events * STRIDE);

/** Where the numbers of each head begin; each event's head goes to `slots`. */
function readSlots(bytes: Uint8Array, at: number, events: number, heads: number): Int32Array {
  const begins = new Int32Array(heads + 1);
  const high = heads > BYTE_HEADS;
  for (let event = 0; event < events; event++) {
    const slot = bytes[at + event] | (high ? bytes[at + events + event] << 8 : 0);
    if (slot >= heads) fail();
    slots[event] = slot;
    begins[slot + 1]++;
  }
  for (let slot = 0; slot < heads; slot++) begins[slot + 1] += begins[slot];
  return begins;
}

// A loop within loops is compiled by itself when it runs for the first time, and left for slow code at each of its
// ends, so inner loops are functions: a page that is new has its first blocks sooner, and pays a little for it later.

/** Puts bytes from `at` on into `numbers`: as they are, or above what is there. */
function putBytes(
  bytes: Uint8Array,
  at: number,
  from: number,
  until: number,
  shift: number,
): number {
  if (at + until - from > bytes.length) fail();
  if (shift === 0) { for (let place = from; place < until; place++) numbers[place] = bytes[at++]; }
  else for (let place = from; place < until; place++) numbers[place] |= bytes[at++] << shift;
  return at;
}

/** Unfolds numbers; where they tell from the last of their head, sums them up. */
function unfoldAll(from: number, until: number, isSum: boolean): void {
  if (!isSum) {
    for (let place = from; place < until; place++) numbers[place] = unfold(numbers[place]);
    return;
  }
  let last = 0;
  for (let place = from; place < until; place++) {
    numbers[place] = last = (last + unfold(numbers[place])) | 0;
  }
}

/**
 * Puts a column together from its bytes, in `numbers` from `base` on, by head.
 * @returns where the next column begins
 */
function unpack(
  bytes: Uint8Array,
  begin: number,
  base: number,
  begins: Int32Array,
  codes: Uint8Array,
): number {
  let at = begin;
  for (let plane = 0; plane < WIDTH_MAX; plane++) {
    for (let slot = 0; slot < codes.length; slot++) {
      const from = base + begins[slot], until = base + begins[slot + 1];
      const width = codes[slot] >>> WIDTH_SHIFT;
      if (width > plane) at = putBytes(bytes, at, from, until, 8 * plane);
      else if (plane === 0) numbers.fill(0, from, until);
    }
  }
  for (let slot = 0; slot < codes.length; slot++) {
    const from = base + begins[slot], until = base + begins[slot + 1], code = codes[slot];
    if (code >>> WIDTH_SHIFT > WIDTH_MAX || (code & 15) >= FROMS) fail();
    unfoldAll(from, until, (code & 15) === From.Head);
  }
  return at;
}

/** Puts the events in their order into `words`, each with the next numbers of its head. */
function deal(
  heads: Int32Array,
  begins: Int32Array,
  codes: Uint8Array,
  words: Int32Array,
  unit: number,
): Int32Array {
  const events = words.length / STRIDE;
  const count = heads.length, next = begins.slice(0, count);
  const masks = Int32Array.from(codes, (code) => ((code & 15) === From.Actor ? -1 : 0));
  lasts.fill(0);
  for (let event = 0; event < events; event++) {
    const slot = slots[event], place = next[slot]++, at = event * STRIDE;
    const head = heads[slot], actor = (head >>> 8) & 0xff;
    const pfn = (numbers[place] + (lasts[actor] & masks[slot])) | 0;
    const value = (numbers[BLOCK_EVENTS + place] +
      (lasts[ACTORS + actor] & masks[count + slot])) | 0;
    const gap = (numbers[2 * BLOCK_EVENTS + place] +
      (lasts[2 * ACTORS + actor] & masks[2 * count + slot])) | 0;
    lasts[actor] = pfn;
    lasts[ACTORS + actor] = value;
    lasts[2 * ACTORS + actor] = gap;
    words[at] = head;
    words[at + 1] = pfn;
    words[at + 2] = value;
    words[at + 3] = Math.imul(gap, unit);
  }
  return words;
}

function fail(): never {
  throw new SyntaxError("a block's columns make no sense");
}
