/**
 * Numbers, sizes and times in words, and back.
 * @module
 */

const PAGE_BYTES = 4096;
const SIZES: readonly (readonly [bytes: number, name: string])[] = [
  [2 ** 40, "TiB"],
  [2 ** 30, "GiB"],
  [2 ** 20, "MiB"],
  [2 ** 10, "KiB"],
];
const TIMES: readonly (readonly [ns: number, name: string])[] = [
  [1e9, "s"],
  [1e6, "ms"],
  [1e3, "us"],
  [1, "ns"],
];

/** `1,234,567` */
export function count(number: number): string {
  return String(Math.trunc(number)).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `0x5a3c1` */
export function frame(pfn: number): string {
  return `0x${pfn.toString(16)}`;
}

export function bytes(number: number): string {
  const [unit, name] = SIZES.find(([unit]) => Math.abs(number) >= unit) ?? [1, "B"];
  const value = number / unit;
  return `${unit === 1 ? value : value >= 100 ? value.toFixed(0) : value.toPrecision(3)} ${name}`;
}

export function pages(number: number): string {
  return bytes(number * PAGE_BYTES);
}

/** A time of the log: `1.234567 s`, `12.5 us`; a clock that tells no time gives a plain count. */
export function time(value: number, clock: "ns" | "counter"): string {
  if (clock === "counter") return count(value);
  if (value === 0) return "0 s";
  const [unit, name] = TIMES.find(([unit]) => Math.abs(value) >= unit) ?? TIMES[3];
  const parts = (value / unit).toFixed(unit === 1 ? 0 : unit === 1e9 ? 6 : 3);
  return `${parts} ${name}`;
}

/** A time for a mark of an axis whose marks lie `step` apart: just as many digits as tell them apart. */
export function tick(value: number, step: number, clock: "ns" | "counter"): string {
  if (clock === "counter") return count(value);
  const [unit, name] = TIMES.find(([unit]) => Math.max(Math.abs(value), step) >= unit) ?? TIMES[3];
  const digits = Math.max(0, -Math.floor(Math.log10(step / unit) + 1e-9));
  return `${(value / unit).toFixed(Math.min(digits, 9))} ${name}`;
}

/**
 * The event's number or the time that was typed: `1,234`, `1.5 ms`, `+2s`; null if it is neither.
 * A number without a unit is an event, or, of a clock that tells no time, whatever it stands for.
 */
export function typedNumber(text: string): number | null {
  const digits = text.trim().replace(/[,_\s]/g, "").replace(/^#/, "");
  if (!/^\d{1,15}$/.test(digits)) return null;
  return Number(digits);
}

/** A time in ns that was typed: `1.5 ms`, `2s`, `300 us`; of a counter `1,234`. Null if it is none. */
export function typedTime(text: string, clock: "ns" | "counter"): number | null {
  if (clock === "counter") return typedNumber(text);
  const parts = text.trim().replace(/,/g, "").match(/^([+-]?\d+(?:\.\d+)?)\s*(ns|us|µs|ms|s)$/);
  if (parts === null) return null;
  const name = parts[2] === "µs" ? "us" : parts[2];
  const unit = TIMES.find((entry) => entry[1] === name)![0];
  return Math.round(Number(parts[1]) * unit);
}

/** A page's number that was typed: `0x5a3c1` or `369601`; null if it is none. */
export function typedFrame(text: string): number | null {
  const trimmed = text.trim();
  if (/^0x[\da-f]{1,8}$/i.test(trimmed)) return parseInt(trimmed, 16);
  return typedNumber(trimmed);
}
