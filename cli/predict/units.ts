/**
 * Amounts as an operator writes them: `16G`, `60%`, `20MB/s`, `10Gbit`, `300ms`.
 * @module
 */

/** MiB of a unit of memory; a plain G is a GiB, as `free -h` has it. */
const SIZES: Readonly<Record<string, number>> = {
  k: 1 / 1024,
  m: 1,
  g: 1024,
  t: 1024 * 1024,
  kib: 1 / 1024,
  mib: 1,
  gib: 1024,
  tib: 1024 * 1024,
  kb: 1e3 / 2 ** 20,
  mb: 1e6 / 2 ** 20,
  gb: 1e9 / 2 ** 20,
  tb: 1e12 / 2 ** 20,
};

const BITS: Readonly<Record<string, number>> = { kbit: 1e-3, mbit: 1, gbit: 1000 };
const MBIT_A_MIB = 8.388608;
const AMOUNT = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/;

function amountOf(text: string): { value: number; unit: string } | undefined {
  const match = AMOUNT.exec(text.trim().toLowerCase());
  return match === null ? undefined : { value: Number(match[1]), unit: match[2] };
}

/** MiB of `16G`, `512MiB`; undefined if it is no size. */
export function mibOf(text: string): number | undefined {
  const amount = amountOf(text);
  const unit = amount && SIZES[amount.unit];
  return unit === undefined ? undefined : amount!.value * unit;
}

/** MiB of `60%` of a whole, or of a size. */
export function shareOf(text: string, wholeMib: number): number | undefined {
  const percent = /^(\d+(?:\.\d+)?)\s*%$/.exec(text.trim());
  if (percent !== null) {
    return Number(percent[1]) <= 100 ? (wholeMib * Number(percent[1])) / 100 : undefined;
  }
  return mibOf(text);
}

/** MiB a second of `20MB/s`. */
export function rateOf(text: string): number | undefined {
  const size = /^(.*)\/s(?:ec)?$/i.exec(text.trim())?.[1];
  return size === undefined ? (text.trim() === "0" ? 0 : undefined) : mibOf(size);
}

/** Megabits a second of `10Gbit`, `1Gbit/s`, `100MiB/s`. */
export function mbitOf(text: string): number | undefined {
  const bits = amountOf(text.replace(/(\/s|ps)$/i, ""));
  const unit = bits && BITS[bits.unit.replace(/s$/, "")];
  if (unit !== undefined) return bits!.value * unit;
  const rate = rateOf(text);
  return rate === undefined ? undefined : rate * MBIT_A_MIB;
}

/** Milliseconds of `300ms`, `0.3s`. */
export function msOf(text: string): number | undefined {
  const amount = amountOf(text);
  const scale = amount && ({ ms: 1, s: 1000 } as Record<string, number>)[amount.unit];
  return scale === undefined ? undefined : amount!.value * scale;
}
