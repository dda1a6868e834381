/**
 * What the page and its worker say to each other. The worker holds one log and one state that stands at
 * one event; the page asks, by number, and is answered by that number. A page with two logs has two workers.
 * @module
 */
import type { StoryItem } from "../life/story.ts";

/** Where a log's bytes come from. */
export type LogFrom =
  /** By ranges from our server, and its file of checkpoints (`.seek`) if there is one. */
  | { readonly url: string; readonly seek: string | null; readonly name: string }
  /** A file that was dropped on the page. */
  | { readonly file: Blob; readonly name: string }
  /** Bytes that the page brought along. */
  | { readonly bytes: Uint8Array; readonly name: string };

/**
 * What the page is told when it begins: JSON in its `<script type="application/json" id="boot">`, which
 * `index.html` has empty and cli/view fills (`{"worker":"worker.js","logs":[]}` would do for a page alone).
 *
 * The page is served as `index.html`, `page.js`, `style.css` and `worker.js`, in one folder: it names them,
 * and logs, by relative URLs only, because the path bears the token that every request must have. In one
 * self-contained file (`export --html`, `view --build`) cli/view puts script and style into the page, in
 * place of `<script type="module" src="page.js"></script>` and `<link rel="stylesheet" href="style.css">`.
 * Its policy knows no inline script and no `style="..."` in HTML (`element.style` and rules in `style.css`
 * are good), no `blob:` or outside pictures (`data:` is good; give the page a `data:` icon), no `eval`.
 */
export interface Boot {
  /**
   * URL of the worker's code, a classic script (no `type: "module"`, no `await` at its top); null: the code is
   * the text of `<script type="text/plain" id="worker">`, to be started from a blob.
   */
  readonly worker: string | null;
  /** None: the page waits for a file to be dropped. Two: side by side. */
  readonly logs: readonly BootLog[];
}

/** A log that the page opens when it begins. Where to (`at=N`) stands in the page's hash. */
export type BootLog =
  /**
   * By ranges. The page hands URLs on as absolute ones: a worker from a blob knows no others. `seek` answers
   * 404 until the server has made the file: whoever wants it asks again at the next far seek. A refusal says
   * why in one line of text, to be shown.
   */
  | { readonly name: string; readonly url: string; readonly seek: string | null }
  /** In the page: base64, the text of the element that has this id. */
  | { readonly name: string; readonly element: string };

/** What is known of a log once it is open. */
export interface LogFacts {
  readonly name: string;
  /** Design and seed, or what else the log says of itself. */
  readonly title: string;
  readonly events: number;
  /** Page frames from 0 on: the size of every map. */
  readonly frames: number;
  readonly zones: readonly {
    readonly name: string;
    readonly start: number;
    readonly end: number;
  }[];
  readonly pageblockOrder: number;
  readonly cpus: number;
  /** Names of the lanes (actors), by number. */
  readonly lanes: readonly string[];
  /** The unit of times: ns, or counts of a clock that tells none. */
  readonly clock: "ns" | "counter";
  /** What is wrong with the file, and that what is whole is shown; null if nothing is. */
  readonly damage: string | null;
  /** The readings that this log can feed, in the order of the list. */
  readonly readings: readonly ReadingFacts[];
  /** Steps of a counterexample's way, each with the event that it ends with; empty for other logs. */
  readonly steps: readonly { readonly event: number; readonly text: string }[];
}

/**
 * What a class's colour is to say; the page has the colours, for light and dark:
 * `none`: there is no memory; `quiet`: what needs no look (the usual, the unknown); `kind`: one of several
 * kinds, told apart by hue; `ramp`: one of a row with an order (free orders, rounds), from pale to strong, and
 * `ramp-2` of another such row; `alarm`: must be seen, also as one page among thousands (lost, stale and written).
 */
export type Tone = "none" | "quiet" | "kind" | "ramp" | "ramp-2" | "alarm";

/** A reading: what a map's numbers mean. */
export interface ReadingFacts {
  readonly name: string;
  readonly sentence: string;
  /**
   * By number in the map: what it is called, a sign (one character) for those who do not see its
   * colour, and what the colour is to say (`kind`, if left out).
   */
  readonly classes: readonly {
    readonly word: string;
    readonly sign: string;
    readonly tone?: Tone;
  }[];
}

/** Where the worker stands. */
export interface Stand {
  readonly event: number;
  /** In the log's clock, since its begin; relative to the migration's begin in `migration`, if one has begun. */
  readonly time: number;
  readonly migration: number | null;
  /** The event in words; empty at 0. */
  readonly text: string;
  readonly round: number;
  readonly phase: string;
}

/** A map: one number a page frame, and how many frames have each. It is sent as `map_wire.ts` has it. */
export interface PageMap {
  readonly reading: string;
  readonly event: number;
  readonly classes: Uint8Array;
  readonly counts: readonly number[];
}

/** A line of the list of events. */
export interface EventLine {
  readonly event: number;
  readonly time: number;
  /** The event as `log` prints it, without number and time. */
  readonly text: string;
  readonly kind: string;
  readonly pfn: number | null;
}

/** What steps go by. */
export type StepBy = "event" | "hint" | "finding" | "round";

/** One series of the curves over all of the log. */
export interface Curve {
  readonly name: string;
  readonly unit: "pages" | "bytes";
  /** By sample: least, most and last value in it. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  readonly last: Float64Array;
}

/** A lane of time: spans that follow each other. */
export interface SpanLane {
  /** `cpu 0`, `zone lock Normal`, `rounds`, `hints` ... */
  readonly name: string;
  readonly group: "cpus" | "locks" | "waits" | "rounds" | "hints" | "guest";
  readonly from: Float64Array;
  readonly to: Float64Array;
  /** The event that each began with. */
  readonly event: Uint32Array;
  /** By span: its number in `words`. */
  readonly word: Uint16Array;
  readonly words: readonly string[];
}

/** The whole log on one axis of time; coarse where it is long. */
export interface Overview {
  /** Of the log's clock: the begin of the axis and its end. */
  readonly from: number;
  readonly to: number;
  /** End of each sample of the curves, and the last event in it. */
  readonly times: Float64Array;
  readonly events: Uint32Array;
  readonly curves: readonly Curve[];
  readonly lanes: readonly SpanLane[];
  /** Events up to which this goes: less than all while it is being made. */
  readonly until: number;
  /** What was met on the way that is damaged or impossible: it ends there; null if nothing was. */
  readonly damage: string | null;
}

/** The page under the mouse. */
export interface PageLife {
  readonly pfn: number;
  readonly zone: string;
  /** What it is now: name and value. */
  readonly now: readonly (readonly [name: string, value: string])[];
  /** Its life, from the log's first event to its last, and what came of it. */
  readonly lines: readonly StoryItem[];
  /** In pieces, if the log is long: `lines` is empty until all of it was read. Ask again. */
  readonly done: boolean;
}

/** A list of free blocks as it stands. */
export interface FreeList {
  /** `Normal` or `Normal cpu 0`. */
  readonly where: string;
  /** By order (zone lists), or by list (per-cpu lists): blocks, by migratetype. */
  readonly rows: readonly { readonly name: string; readonly blocks: readonly number[] }[];
  readonly columns: readonly string[];
}

export interface FoundByAudit {
  readonly rule: string;
  readonly event: number;
  readonly pfn: number | null;
  readonly message: string;
}

/** Where two logs part. */
export interface Parting {
  /** Null if they do not. */
  readonly event: number | null;
  readonly lines: readonly string[];
}

/**
 * Questions and their answers. All throw an error in one line, told in place of the answer; one that ends in
 * `ask again` is about what is still being read (`map("sent")`, `step("finding")` in a long log).
 */
export interface Asks {
  open(from: LogFrom): LogFacts;
  /** Goes to an event. */
  seek(event: number): Stand;
  /** The last event at or before a time. */
  eventAt(time: number): number;
  /** Number of the next event by something, or of the one before; null if there is none. */
  step(by: StepBy, back: boolean): number | null;
  /** The next event that matches, as `replay --find` has it; null if there is none. */
  find(match: string, back: boolean): number | null;
  /** The state as a map by one reading. */
  map(reading: string): PageMap;
  /** One number a page that differs where two logs' pages differ (owner, order, bits): for comparing maps. */
  signs(): Uint32Array;
  /** The digest of the state, as `replay` prints it. */
  digest(): string;
  /** Lines around the cursor that match (all, if the text is empty). */
  lines(around: number, count: number, match: string): readonly EventLine[];
  page(pfn: number): PageLife;
  lists(): readonly FreeList[];
  /**
   * Made in pieces, so that seeks are not held up: ask again while `until` is less than all. What takes long
   * begins when this is asked for the first time, so that the first picture waits for none of it: null then.
   */
  overview(): Overview | null;
  /** Spans and curves of a stretch of time, exact if its events are not too many; else null. */
  stretch(from: number, to: number): Overview | null;
  /** In pieces, too: `done` is false until all of the log was judged. The first 5,000; `count` counts all. */
  findings(): {
    readonly findings: readonly FoundByAudit[];
    readonly count: number;
    readonly done: boolean;
  };
  /** Where this log and another part; the other is opened for that. */
  parting(other: LogFrom): Parting;
}

export type Ask = keyof Asks;

/** From the page to the worker. */
export interface Question<name extends Ask = Ask> {
  readonly id: number;
  readonly ask: name;
  readonly words: Parameters<Asks[name]>;
}

/** From the worker to the page. */
export type Reply =
  | { readonly id: number; readonly answer: unknown }
  | { readonly id: number; readonly error: string };
