/**
 * Numbers, times and tables for people, 80 columns wide.
 * @module
 */

export const WIDTH = 80;
const PAGES_A_MIB = 256;

/** `12,345` */
export function count(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `#12,345`: an event by its number. */
export const eventName = (number: number): string => `#${count(number)}`;

/** `0x5a3c1` */
export const frame = (pfn: number): string => pfn < 0 ? "none" : `0x${pfn.toString(16)}`;

/** `1 page`, `2 pages` */
export function many(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? "" : "s"}`;
}

/** Pages as MiB or GiB. */
export function mib(pages: number): string {
  const size = pages / PAGES_A_MIB;
  if (size >= 10_240) return `${(size / 1024).toFixed(1)} GiB`;
  return size >= 1 || size === 0 ? `${size.toFixed(1)} MiB` : `${(size * 1024).toFixed(0)} KiB`;
}

/** Bytes as MiB or GiB, with the exact number before it. */
export function bytes(value: number): string {
  const size = value / 2 ** 20;
  if (size >= 1024) return `${(size / 1024).toFixed(2)} GiB`;
  return size >= 1 ? `${size.toFixed(1)} MiB` : `${count(value)} bytes`;
}

/** A length of time: `31 us`, `1.412 ms`, `1.602 s`. */
export function span(ns: number): string {
  const size = Math.abs(ns);
  if (size >= 1e9) return `${(ns / 1e9).toFixed(3)} s`;
  if (size >= 1e6) return `${(ns / 1e6).toFixed(3)} ms`;
  if (size >= 1e5) return `${(ns / 1e3).toFixed(0)} us`;
  if (size >= 1e3) return `${(ns / 1e3).toFixed(1)} us`;
  return `${ns} ns`;
}

/** A length on a log's clock: of time, or of counts if the clock tells no time. */
export function length(value: number, clock: "ns" | "counter"): string {
  return clock === "ns" ? span(value) : `${count(value)} counts`;
}

/** A time before or after another: `-1.204 s`, `+1.412 ms`, `0`. */
export function offset(ns: number): string {
  return ns === 0 ? "0 " : ns > 0 ? `+${span(ns)}` : span(ns);
}

/** A table: the first column to the left, the others to the right; no line ends in spaces. */
export function table(rows: readonly (readonly string[])[], left = 1, gap = 2): string[] {
  const columns = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from(
    { length: columns },
    (_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)),
  );
  return rows.map((row) =>
    row.map((cell, at) => at < left ? cell.padEnd(widths[at]) : cell.padStart(widths[at]))
      .join(" ".repeat(gap)).trimEnd()
  );
}

/** Breaks a text at spaces into lines of at most `width` characters. */
export function wrapped(text: string, width = WIDTH): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    if (line !== "" && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else line = line === "" ? word : `${line} ${word}`;
  }
  return [...lines, line];
}

/** The first `limit` lines, and a last one that says how many more there are. */
export function cut(lines: readonly string[], limit: number): string[] {
  if (lines.length <= limit + 1) return [...lines];
  return [...lines.slice(0, limit), `... ${count(lines.length - limit)} more (--all shows them)`];
}

/** A command id: ids of QEMU begin at 0x80000000. */
export function idName(id: number): string {
  const bits = id >>> 0;
  return bits >= 0x80000000 ? `0x${bits.toString(16)}` : String(bits);
}
