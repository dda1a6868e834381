/**
 * What a rule of the audit is: it listens to kinds of events, before or after they are applied, and
 * accuses. A new rule is one file, one line in `mod.ts`, and a guilty and an innocent log in
 * `fixtures/rules/`.
 * @module
 */
import type { Words } from "../../events/log.ts";
import type { MemoryView } from "../../core/state/memory.ts";
import type { Lane } from "../views/view.ts";

/** What a rule sees of a log, and how it speaks. */
export interface Scene {
  /** The state: before the event in `before`, after it in `after`. */
  readonly memory: MemoryView;
  /** Name and cpu of each lane. */
  readonly lanes: readonly Lane[];
  /** The context that the log's design declares for its calls: `task` or `any`; null if it says none. */
  readonly declared: string | null;
  /** True if the log was made from a kernel's trace. */
  readonly imported: boolean;
  /** Events of the whole log, those behind the last one judged among them. */
  readonly events: number;
  /**
   * Accuses.
   * @param event number of the event, from 1
   * @param pfn the page or block that it is about; NONE if none
   * @param message who did what, where, in one sentence
   */
  report(event: number, pfn: number, message: string): void;
  /** Says why the rule cannot judge this log at all. */
  notRun(reason: string): void;
  /** Says what of the rule could not be judged, and why. */
  partly(reason: string): void;
}

/** Called with the words, the event's index in them, and its number in the log. */
export type See = (words: Words, index: number, number: number) => void;

/** What to do at each kind of event, by the kind's number. */
export type Listeners = Readonly<Record<number, See>>;

/** The same thing to do at several kinds. */
export function listen(see: See, ...kinds: readonly number[]): Listeners {
  return Object.fromEntries(kinds.map((kind) => [kind, see]));
}

/** A rule at work on one log. */
export interface Watcher {
  /** Called before an event is applied. */
  readonly before?: Listeners;
  /** Called after an event is applied. */
  readonly after?: Listeners;
  /** Called behind the last event judged, with its number. */
  end?(at: number): void;
}

/** A rule: what must hold, and who watches over it. */
export interface Rule {
  /** As findings name it, in kebab case. */
  readonly name: string;
  /** What must hold. */
  readonly sentence: string;
  /** Where the rule comes from: a rule of the domain facts (R1 to R21), a claim, a source. */
  readonly source: string;
  /** Without an event of one of these kinds the rule has nothing to judge and is named as not run. */
  readonly feeds: readonly number[];
  /** Begins to watch over a log. */
  begin(scene: Scene): Watcher;
}
