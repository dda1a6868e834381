/**
 * The audit: all rules in one pass over a log. A rule is called for the kinds that it listens to only,
 * and nothing is allocated for an event that no rule accuses.
 *
 * The events up to WorldReady describe a world and are not judged; a log made from a kernel's trace
 * has no such part, and is judged from its first event.
 * @module
 */
import { apply, applyAll } from "../core/state/apply.ts";
import type { Memory } from "../core/state/memory.ts";
import { Kind, kindNames, textName } from "../events/kinds.ts";
import { cpuOf, kindOf, STRIDE, type Words } from "../events/log.ts";
import type { Blocks } from "./replay.ts";
import type { Rule, Scene, See, Watcher } from "./rules/rule.ts";
import type { Lane } from "./views/view.ts";

/** What a rule says of an event. */
export interface Finding {
  /** The rule's name. */
  readonly rule: string;
  /** Number of the event, from 1. */
  readonly event: number;
  /** The page or block that it is about; null if none. */
  readonly pfn: number | null;
  /** Who did what, where, in one sentence. */
  readonly message: string;
}

/** A rule, or a part of it, that the log's events cannot feed. */
export interface NotRun {
  /** The rule's name. */
  readonly rule: string;
  /** Why. */
  readonly reason: string;
  /** True if the rest of the rule was judged. */
  readonly partly: boolean;
}

/** What an audit found. */
export interface Audited {
  /** Findings in all, those that were not kept among them. */
  readonly count: number;
  /** By event, then by rule as listed; at most `FINDINGS_MAX` a rule. */
  readonly findings: readonly Finding[];
  /** Rules with more findings than are kept, and how many more. */
  readonly leftOut: readonly { readonly rule: string; readonly count: number }[];
  /** What could not be judged. */
  readonly notRun: readonly NotRun[];
  /** Names of the rules that ran, in part or whole. */
  readonly ran: readonly string[];
}

/** What the log's header says that rules ask for. */
export interface Facts {
  /** Name and cpu of each lane. */
  readonly lanes: readonly Lane[];
  /** The context that the log's design declares for its calls; null if the log says none. */
  readonly declared: string | null;
  /** True if the log was made from a kernel's trace. */
  readonly imported: boolean;
}

/** Findings of one rule that are kept; more are counted. */
export const FINDINGS_MAX = 10_000;
const KINDS = 256;
const NOT_READY = "the world that the log begins with is not ready";

/** A finding of a rule, before it is sorted among the others'. */
interface Kept {
  readonly findings: Finding[];
  more: number;
  notRun: string | null;
  readonly partly: string[];
}

/** Rules at work: feed it events, then ask what was found. */
export class Audit {
  private readonly seen = new Uint8Array(KINDS);
  /** By kind: who is called before and after an event of it; null where nobody is. */
  private readonly before = new Array<See[] | null>(KINDS).fill(null);
  private readonly after = new Array<See[] | null>(KINDS).fill(null);
  private readonly watchers: Watcher[];
  private readonly kept: Kept[];
  /** False until WorldReady. */
  private judging: boolean;

  /**
   * Rules at the beginning of a log.
   * @param memory the state before the log's first event
   * @param events events of the whole log
   * @param heads words of one event a cpu: word 0 becomes that of the cpu's last event; may be empty
   */
  constructor(
    private readonly memory: Memory,
    private readonly rules: readonly Rule[],
    facts: Facts,
    events: number,
    private readonly heads: Int32Array = new Int32Array(0),
  ) {
    this.judging = facts.imported;
    this.kept = rules.map(() => ({ findings: [], more: 0, notRun: null, partly: [] }));
    this.watchers = rules.map((rule, at) => {
      const watcher = rule.begin({ ...facts, memory, events, ...speaker(rule, this.kept[at]) });
      for (const [kind, see] of Object.entries(watcher.before ?? {})) {
        (this.before[Number(kind)] ??= []).push(see);
      }
      for (const [kind, see] of Object.entries(watcher.after ?? {})) {
        (this.after[Number(kind)] ??= []).push(see);
      }
      return watcher;
    });
  }

  /**
   * Judges and applies the events from index `from` up to, not including, `until`.
   * @param base how many events of the log lie before `words`
   * @throws RangeError if an event is impossible
   */
  run(words: Words, from: number, until: number, base: number): void {
    let index = from;
    if (!this.judging) {
      while (index < until && kindOf(words, index) !== Kind.WorldReady) index++;
      applyAll(this.memory, words, from, index, base);
      if (index === until) return;
      this.judging = true;
    }
    this.judge(words, index, until, base);
  }

  /** Judges and applies what comes behind the world. */
  private judge(words: Words, from: number, until: number, base: number): void {
    const { memory, seen, heads } = this;
    for (let index = from; index < until; index++) {
      const number = base + index + 1, kind = kindOf(words, index);
      seen[kind] = 1;
      const before = this.before[kind], after = this.after[kind];
      if (before !== null) {
        for (let at = 0; at < before.length; at++) before[at](words, index, number);
      }
      apply(memory, words, index, number);
      if (after !== null) {
        for (let at = 0; at < after.length; at++) after[at](words, index, number);
      }
      const cpu = cpuOf(words, index) * STRIDE;
      if (cpu < heads.length) heads[cpu] = words[index * STRIDE];
    }
  }

  /** What was found so far: by event, at most `FINDINGS_MAX` a rule; `count` counts the others too. */
  found(): { readonly findings: readonly Finding[]; readonly count: number } {
    const findings = this.kept.flatMap((kept) => kept.findings).sort((a, b) => a.event - b.event);
    return { findings, count: this.kept.reduce((sum, { more }) => sum + more, findings.length) };
  }

  /**
   * What was found.
   * @param at number of the last event judged
   */
  finish(at: number): Audited {
    const notRun: NotRun[] = [], ran: string[] = [];
    this.rules.forEach((rule, index) => {
      const { name } = rule, kept = this.kept[index];
      const fed = rule.feeds.some((kind) => this.seen[kind] !== 0);
      if (fed) this.watchers[index].end?.(at);
      const reason = fed ? kept.notRun : this.judging ? unfed(rule) : NOT_READY;
      if (reason !== null) notRun.push({ rule: name, reason, partly: false });
      else {
        ran.push(name);
        kept.partly.forEach((reason) => notRun.push({ rule: name, reason, partly: true }));
      }
    });
    const { findings, count } = this.found();
    const leftOut = this.rules.map(({ name }, index) => ({
      rule: name,
      count: this.kept[index].more,
    }))
      .filter(({ count }) => count > 0);
    return { count, findings, leftOut, notRun, ran };
  }
}

function speaker(rule: Rule, kept: Kept): Pick<Scene, "report" | "notRun" | "partly"> {
  return {
    report(event, pfn, message) {
      if (kept.findings.length >= FINDINGS_MAX) kept.more++;
      else kept.findings.push({ rule: rule.name, event, pfn: pfn < 0 ? null : pfn, message });
    },
    notRun: (reason) => kept.notRun = reason,
    partly: (reason) => kept.partly.push(reason),
  };
}

/**
 * Runs rules over a log from its first event up to event `at`; one block is in memory at a time.
 * @param memory the state before the log's first event; afterwards that at event `at`
 * @param heads words of one event a cpu: word 0 becomes that of the cpu's last event
 */
export function audit(
  memory: Memory,
  log: Blocks,
  at: number,
  facts: Facts,
  rules: readonly Rule[],
  heads?: Int32Array,
): Audited {
  const judge = new Audit(memory, rules, facts, log.events, heads);
  for (let block = 0; block < log.blocks; block++) {
    const base = log.baseOf(block);
    const end = block + 1 < log.blocks ? log.baseOf(block + 1) : log.events;
    if (base >= at) break;
    judge.run(log.wordsOf(block), 0, Math.min(end, at) - base, base);
  }
  return judge.finish(at);
}

function unfed({ feeds }: Rule): string {
  const names = feeds.map((kind) => textName(kindNames[kind] ?? "WorldReady"));
  return `the log has no event of ${names.join(", ").replace(/, ([^,]*)$/, " or $1")}`;
}
