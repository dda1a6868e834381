/**
 * Numbers for people: bytes, times, counts, and lines that fit 80 columns.
 * @module
 */

const PAGE_BYTES = 4096;
const KIB = 1024, MIB = 1024 ** 2, GIB = 1024 ** 3;

export function count(number: number): string {
  return number.toLocaleString("en-US");
}

export function bytes(number: number): string {
  if (number >= GIB) return `${(number / GIB).toFixed(2)} GiB`;
  if (number >= 10 * MIB) return `${(number / MIB).toFixed(0)} MiB`;
  if (number >= MIB) return `${(number / MIB).toFixed(1)} MiB`;
  return `${(number / KIB).toFixed(0)} KiB`;
}

export function pages(number: number): string {
  return bytes(number * PAGE_BYTES);
}

export function time(ns: number): string {
  if (ns >= 1e9) return `${(ns / 1e9).toFixed(2)} s`;
  if (ns >= 1e6) return `${(ns / 1e6).toFixed(ns >= 1e7 ? 0 : 1)} ms`;
  if (ns >= 1e3) return `${(ns / 1e3).toFixed(ns >= 1e4 ? 0 : 1)} us`;
  return `${ns} ns`;
}

/** Breaks a text into lines of at most `width` characters, each after `indent`. */
export function wrap(text: string, width = 80, indent = ""): string {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(/\s+/)) {
    if (line.length > indent.length && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent;
    }
    line += (line.length > indent.length ? " " : "") + word;
  }
  return [...lines, line].join("\n");
}
