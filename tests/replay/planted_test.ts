/**
 * Faults planted in the log of a whole run: each is found, by its rule, at its event. What the run did
 * itself is innocent.
 */
import { assert, assertEquals } from "@std/assert";
import { Kind } from "../../events/kinds.ts";
import { actorOf, kindOf, packHead, pfnOf, STRIDE, valueOf } from "../../events/log.ts";
import { namesOf } from "../../core/run/simulate.ts";
import { Memory } from "../../core/state/memory.ts";
import { Audit, type Audited } from "../../replay/audit.ts";
import { designs } from "../../core/run/designs/mod.ts";
import { rules } from "../../replay/rules/mod.ts";
import { runOf, scenario, small } from "../support/runs.ts";

/** The words of a run, to be changed; events are named by index. */
class Planted {
  words: number[];
  /** The index of the event that is to be accused. */
  guilty = -1;

  constructor(design: string) {
    this.words = [...small(design).words];
  }

  get view(): Int32Array {
    return Int32Array.from(this.words);
  }

  /** The first event from `from` on that a test lets through. */
  find(test: (words: Int32Array, index: number) => boolean, from = 0): number {
    const words = this.view;
    for (let index = from; index < words.length / STRIDE; index++) {
      if (test(words, index)) return index;
    }
    throw new RangeError("Cannot plant: no event of the run fits");
  }

  first(kind: number, from = 0): number {
    return this.find((words, index) => kindOf(words, index) === kind, from);
  }

  /** Puts an event before the one at an index, by the actor and on the cpu of that one. */
  insert(index: number, kind: Kind, pfn: number, value: number, order = 0): this {
    const head = this.words[index * STRIDE] & 0x0fffff00;
    const packed = packHead(kind, 0, 0, 0, order) | head;
    this.words.splice(index * STRIDE, 0, packed, pfn, value, 0);
    return this;
  }

  remove(index: number): this {
    this.words.splice(index * STRIDE, STRIDE);
    return this;
  }
}

function audited(words: Int32Array, design: string): Audited {
  const { run } = small(design);
  const facts = { lanes: namesOf(run.actors), declared: "task", imported: false };
  const events = words.length / STRIDE;
  const audit = new Audit(new Memory(run.geometry), rules, facts, events);
  audit.run(words, 0, events, 0);
  return audit.finish(events);
}

const BALLOON = 4; // behind the world and the tasks of `small`

/** What is planted, and the index of the event that is to be accused. */
const plants: Readonly<Record<string, [design: string, plant: (log: Planted) => number]>> = {
  "list-unlocked": ["v33", (log) => {
    const read = log.first(Kind.HintRead);
    const lock = log.find(
      (words, index) =>
        kindOf(words, index) === Kind.LockAcquired && actorOf(words, index) === BALLOON,
      read - 4,
    );
    log.remove(lock);
    return log.first(Kind.HintRead);
  }],
  "not-restored": ["v33", (log) => {
    const on = log.first(Kind.InterruptsOn, log.first(Kind.WorldReady));
    log.insert(on, Kind.InterruptsOn, 0, 0);
    return on + 1;
  }],
  "interrupts-on": ["v33", (log) => {
    const lock = log.find((words, index) =>
      kindOf(words, index) === Kind.LockAcquired && actorOf(words, index) === BALLOON
    );
    log.words[lock * STRIDE] &= ~(1 << 26);
    log.remove(lock - 1);
    return lock - 1;
  }],
  "nested-zone-locks": ["v33", (log) => {
    const read = log.first(Kind.HintRead);
    log.insert(read, Kind.LockReleased, 1, 0).insert(read, Kind.LockAcquired, 1, 0);
    return read;
  }],
  "sleep-in-atomic": ["v33", (log) => {
    const read = log.first(Kind.HintRead);
    log.insert(read, Kind.IdRead, 0, 7);
    return read;
  }],
  "wake-under-lock": ["v33", (log) => {
    const read = log.first(Kind.HintRead);
    log.insert(read, Kind.KswapdWoken, 0, 0);
    return read;
  }],
  "list-lock-held": ["merged", (log) => {
    const held = log.first(Kind.BlockHeld);
    log.insert(held, Kind.DirectReclaimBegan, 0, 0);
    return held;
  }],
  "deadlock": ["merged", (log) => {
    const held = log.first(Kind.BlockHeld);
    const lock = log.view[(held - 1) * STRIDE + 1];
    log.insert(held, Kind.LockContended, lock, 0);
    return held;
  }],
  "long-hold": ["v33", (log) => {
    const released = log.first(Kind.LockReleased, log.first(Kind.HintRead));
    log.words[released * STRIDE + 3] += 4_000_000;
    return released;
  }],
  "pattern-lost": ["page-reporting", (log) => {
    // Of a block that was free and held the pattern all along, before the world was ready too.
    const ready = log.first(Kind.WorldReady);
    const on = log.find((words, index) => kindOf(words, index) === Kind.BlockOnList && index > 100);
    const pfn = log.words[on * STRIDE + 1], order = log.words[on * STRIDE] >>> 28;
    log.insert(ready, Kind.PagesHold, pfn, (1 << order) | (2 << 28));
    log.insert(ready + 2, Kind.PageDiscarded, pfn, -1);
    return ready + 2;
  }],
  "unlinked-by-hand": ["first-chunk", (log) => log.first(Kind.BlockUnlinked)],
  "nmi-allocation": ["v33", (log) => {
    const allocated = log.first(Kind.PageAllocated);
    log.words[allocated * STRIDE] |= 3 << 24;
    return allocated;
  }],
  "call-context": ["v33", (log) => {
    const call = log.first(Kind.HintCallBegun);
    log.words[call * STRIDE] |= 1 << 24;
    return call;
  }],
  "order-unchecked": ["v33", (log) => {
    const call = log.first(Kind.HintCallBegun);
    log.words[call * STRIDE] |= 15 << 28;
    return call;
  }],
  "hint-array": ["v33", (log) => {
    const read = log.first(Kind.HintRead);
    log.words[read * STRIDE + 2] = 1 << 13; // behind the 16 pages of its array
    return read;
  }],
  "hint-trusted": ["v33", (log) => {
    const read = log.first(Kind.HintRead), pfn = log.words[read * STRIDE + 1];
    const end = log.first(Kind.HintCallEnded);
    log.insert(end, Kind.PageWritten, pfn, 0);
    return end;
  }],
  "double-use": ["v33", (log) => {
    const freed = log.find((words, index) =>
      kindOf(words, index) === Kind.PageFreed && (valueOf(words, index) & 8) !== 0
    );
    const words = log.words.slice(freed * STRIDE, (freed + 1) * STRIDE);
    log.words.splice((freed + 1) * STRIDE, 0, ...words);
    return freed + 1;
  }],
  "broken-books": ["v33", (log) => {
    const taken = log.first(Kind.PageRefilled);
    log.words[taken * STRIDE + 2] ^= 1 << 4; // another type's list
    return taken;
  }],
  "held-for-ever": ["merged", (log) => {
    const words = log.view;
    let last = words.length / STRIDE - 1;
    while (kindOf(words, last) !== Kind.BlockReturned) last--;
    const pfn = pfnOf(words, last);
    log.remove(last).remove(last); // the block is not freed either
    let held = last;
    while (kindOf(words, held) !== Kind.BlockHeld || pfnOf(words, held) !== pfn) held--;
    return held;
  }],
  "buffer-reused": ["v33", (log) => {
    const used = log.find((words, index) =>
      kindOf(words, index) === Kind.DescriptorReceived && valueOf(words, index) === 1
    );
    const array = log.words[log.first(Kind.HintCallBegun) * STRIDE + 1];
    log.insert(used + 1, Kind.PageWritten, array, 0);
    return used + 1;
  }],
  "hint-after-sync": ["v33", (log) => {
    const applied = log.first(Kind.HintApplied);
    const [head, pfn, value] = log.words.slice(applied * STRIDE);
    const merged = log.first(Kind.LogMerged, applied);
    log.words.splice((merged + 1) * STRIDE, 0, head, pfn, value, 0);
    return merged + 1;
  }],
  "page-lost": ["v33", (log) => {
    const paused = log.first(Kind.GuestPaused);
    const read = log.first(Kind.PagesRead, paused);
    log.remove(read);
    return log.first(Kind.SwitchedOver);
  }],
};

for (const rule of rules) {
  Deno.test(`a fault planted in a whole run is found: ${rule.name}`, () => {
    const found = plants[rule.name];
    assert(found, `no fault is planted for ${rule.name}`);
    const [design, plant] = found;
    const log = new Planted(design), guilty = plant(log);
    const { findings } = audited(log.view, design);
    const own = findings.filter((finding) => finding.rule === rule.name);
    assert(own.length > 0, `found: ${JSON.stringify(findings.slice(0, 5))}`);
    assertEquals(own[0].event, guilty + 1, JSON.stringify(own[0]));
  });
}

/** What sketches and early designs are guilty of, by rule; every other design is innocent. */
const guilty: Readonly<Record<string, readonly string[]>> = {
  "callback-v28": ["sleep-in-atomic"], // its callback is the driver, under the lock
  "first-chunk": ["hint-array", "unlinked-by-hand", "double-use"],
};

for (const { name } of designs) {
  const rulesBroken = guilty[name] ?? [];
  const what = rulesBroken.length > 0 ? `is guilty of ${rulesBroken.join(", ")}` : "is innocent";
  Deno.test(`the run of ${name} ${what}`, () => {
    const { words } = small(name);
    const found = new Set(audited(words, name).findings.map(({ rule }) => rule));
    assertEquals([...found].sort(), [...rulesBroken].sort());
  });
}

/** Waits, wakeups of kswapd, direct reclaim and calls of the shrinker: what locks are wrongly held in. */
const pressed = scenario("small", (of) => {
  of.guest.profile = "linux-6.1";
  of.tasks = [{ kind: "churn", cpu: 0, mib: 30, pagesPerSecond: 40_000 }];
  of.host.linkMbit = 200;
});

for (const design of ["merged", "alloc-pages", "balloon-shrinker"]) {
  Deno.test(`the run of ${design} under memory pressure is innocent`, () => {
    const { run, words } = runOf(pressed, design);
    const events = words.length / STRIDE;
    const facts = { lanes: namesOf(run.actors), declared: "task", imported: false };
    const audit = new Audit(new Memory(run.geometry), rules, facts, events);
    audit.run(words, 0, events, 0);
    const { findings, ran } = audit.finish(events);
    assertEquals(findings, []);
    assert(ran.includes("wake-under-lock"), `ran: ${ran.join(", ")}`);
  });
}
