/**
 * What each key does, in one table: the keyboard, the tooltips and the help all read it.
 * @module
 */

export type Command =
  | "next-event"
  | "prev-event"
  | "next-hint"
  | "prev-hint"
  | "next-finding"
  | "prev-finding"
  | "next-round"
  | "prev-round"
  | "begin"
  | "end"
  | "far-next"
  | "far-prev"
  | "play"
  | "faster"
  | "slower"
  | "go-to"
  | "filter"
  | "order"
  | "fit"
  | "map-in"
  | "map-out"
  | "focus-map"
  | "focus-time"
  | "time-in"
  | "time-out"
  | "time-all"
  | "next-tab"
  | "prev-tab"
  | "mark"
  | "parting"
  | "tie"
  | "theme"
  | "help"
  | "close"
  | "reading-1"
  | "reading-2"
  | "reading-3"
  | "reading-4"
  | "reading-5"
  | "reading-6"
  | "reading-7"
  | "reading-8"
  | "reading-9";

export interface KeyRow {
  readonly group: "Steps" | "Play" | "Map" | "Time" | "Two logs" | "Page";
  readonly command: Command;
  /** `Shift+ArrowRight`, `h`; the first is shown. */
  readonly keys: readonly string[];
  readonly does: string;
}

export const KEYS: readonly KeyRow[] = [
  { group: "Steps", command: "next-event", keys: ["ArrowRight", "j"], does: "next event" },
  { group: "Steps", command: "prev-event", keys: ["ArrowLeft", "k"], does: "event before" },
  { group: "Steps", command: "next-hint", keys: ["Shift+ArrowRight", "h"], does: "next hint" },
  { group: "Steps", command: "prev-hint", keys: ["Shift+ArrowLeft", "H"], does: "hint before" },
  {
    group: "Steps",
    command: "next-finding",
    keys: ["Ctrl+ArrowRight", "f"],
    does: "next finding of the audit",
  },
  {
    group: "Steps",
    command: "prev-finding",
    keys: ["Ctrl+ArrowLeft", "F"],
    does: "finding before",
  },
  {
    group: "Steps",
    command: "next-round",
    keys: ["Ctrl+Shift+ArrowRight", "r"],
    does: "next round",
  },
  {
    group: "Steps",
    command: "prev-round",
    keys: ["Ctrl+Shift+ArrowLeft", "R"],
    does: "round before",
  },
  { group: "Steps", command: "far-next", keys: ["PageDown"], does: "a hundredth of the log on" },
  { group: "Steps", command: "far-prev", keys: ["PageUp"], does: "a hundredth back" },
  { group: "Steps", command: "begin", keys: ["Home"], does: "before the first event" },
  { group: "Steps", command: "end", keys: ["End"], does: "the last event" },
  { group: "Steps", command: "go-to", keys: ["g"], does: "type an event's number" },
  { group: "Play", command: "play", keys: ["Space"], does: "play and pause" },
  { group: "Play", command: "faster", keys: [">", "."], does: "faster" },
  { group: "Play", command: "slower", keys: ["<", ","], does: "slower" },
  { group: "Map", command: "reading-1", keys: ["1"], does: "first reading; 2 to 9: the others" },
  { group: "Map", command: "order", keys: ["o"], does: "rows of pfns, or Hilbert's curve" },
  { group: "Map", command: "map-in", keys: ["+", "="], does: "nearer" },
  { group: "Map", command: "map-out", keys: ["-"], does: "farther" },
  { group: "Map", command: "fit", keys: ["0"], does: "all of the map" },
  {
    group: "Map",
    command: "focus-map",
    keys: ["m"],
    does: "to the map: arrows then choose a page, Enter keeps it",
  },
  { group: "Time", command: "focus-time", keys: ["y"], does: "to the time line" },
  { group: "Time", command: "time-in", keys: ["]"], does: "nearer, about the cursor" },
  { group: "Time", command: "time-out", keys: ["["], does: "farther" },
  { group: "Time", command: "time-all", keys: ["\\"], does: "all of the log" },
  { group: "Two logs", command: "tie", keys: ["c"], does: "tie the cursors another way" },
  { group: "Two logs", command: "parting", keys: ["d"], does: "to the first difference" },
  { group: "Two logs", command: "mark", keys: ["x"], does: "mark pages that differ" },
  { group: "Page", command: "filter", keys: ["/"], does: "filter the events" },
  { group: "Page", command: "next-tab", keys: ["}", "n"], does: "next panel" },
  { group: "Page", command: "prev-tab", keys: ["{", "N"], does: "panel before" },
  { group: "Page", command: "theme", keys: ["t"], does: "light, dark, as the system has it" },
  { group: "Page", command: "help", keys: ["?"], does: "this help" },
  { group: "Page", command: "close", keys: ["Escape"], does: "close; leave a box" },
];

const byKey = new Map(KEYS.flatMap(({ command, keys }) => keys.map((key) => [key, command])));
for (let digit = 1; digit <= 9; digit++) byKey.set(String(digit), `reading-${digit}` as Command);

/** What of a key press is needed. */
export interface Press {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
  readonly metaKey: boolean;
}

/** What a press asks for; null if nothing. Those with Alt or Meta are the browser's. */
export function commandOf(press: Press): Command | null {
  if (press.altKey || press.metaKey) return null;
  const key = press.key === " " ? "Space" : press.key;
  // A letter's or sign's Shift is in the letter itself; a named key bears it before its name.
  const shift = press.shiftKey && key.length > 1 ? "Shift+" : "";
  return byKey.get(`${press.ctrlKey ? "Ctrl+" : ""}${shift}${key}`) ?? null;
}

/** The key as it is shown: `Shift →`. */
export function keyName(key: string): string {
  return key.replace("ArrowRight", "→").replace("ArrowLeft", "←").replaceAll("+", " ").trim() ||
    "+";
}

/** The first key of a command, for its tooltip. */
export function keyOf(command: Command): string {
  const row = KEYS.find((row) => row.command === command);
  return row === undefined ? command.replace("reading-", "") : keyName(row.keys[0]);
}

/** The shortest of a command's keys, to be shown on its button; none if it takes a word. */
export function shortKeyOf(command: Command): string {
  const keys = KEYS.find((row) => row.command === command)?.keys ?? [];
  const names = keys.map(keyName).sort((a, b) => a.length - b.length);
  return (names[0] ?? "").length <= 1 || command === "play" ? names[0] ?? "" : "";
}
