/**
 * Every rule finds its guilty log guilty, at the event that the log names, and nothing else; every
 * innocent log is innocent of all rules.
 */
import { assertEquals, assertMatch } from "@std/assert";
import { rules } from "../../replay/rules/mod.ts";
import { judged, storyOf, WORLD } from "../support/stories.ts";

for (const { name } of rules) {
  Deno.test(`${name}: its guilty log is guilty of it, where it says, and of nothing else`, () => {
    const text = storyOf(name, "guilty");
    const named = [...text.matchAll(/^\/\/ finding: (\S+) #(\d+)$/gm)]
      .map(([, rule, event]) => [rule, Number(event)]);
    assertEquals(judged(text).findings.map(({ rule, event }) => [rule, event]), named);
    assertEquals(named.length, 1);
  });

  Deno.test(`${name}: its innocent log is innocent of everything, and the rule ran`, () => {
    const { findings, ran } = judged(storyOf(name, "innocent"));
    assertEquals(findings, []);
    assertEquals(ran.includes(name), true);
  });
}

const LOCK = "interrupts-off actor=task cpu=0\nlock-acquired actor=task cpu=0 irqs=off lock=1\n";
const UNLOCK =
  "lock-released actor=task cpu=0 irqs=off lock=1\ninterrupts-on actor=task cpu=0 irqs=off\n";
const TAKE = `${LOCK}block-taken actor=task cpu=0 irqs=off pfn=0x10 order=1 found=3 list=movable
${UNLOCK}page-allocated actor=task cpu=0 pfn=0x10 order=1 gfp=12 type=movable\n`;
const CALL = "hint-call-begun actor=balloon cpu=1 array=none order=3 capacity=4\n";
const SOFTIRQ = "context-entered actor=task cpu=0 context=softirq\n";
const FILL = "descriptor-filled actor=balloon cpu=1 message=hint number=3\n";

/** Other ways to break a rule: what happens, and what the finding says. */
const others: readonly [rule: string, what: string, happens: string, says: RegExp][] = [
  [
    "list-unlocked",
    "another holds the lock",
    `${LOCK}block-put actor=balloon cpu=1 pfn=0x10 order=3 merged=3 list=movable`,
    /balloon puts a block on a list of zone Normal, whose lock task holds/,
  ],
  [
    "not-restored",
    "another releases the lock",
    `${LOCK}lock-released actor=balloon cpu=1 lock=1`,
    /balloon releases the Normal zone lock, which task holds/,
  ],
  [
    "not-restored",
    "nobody holds the lock",
    "lock-released actor=task cpu=0 lock=1",
    /which nobody holds/,
  ],
  [
    "not-restored",
    "another turns interrupts on",
    "interrupts-off actor=task cpu=0\ninterrupts-on actor=balloon cpu=0",
    /balloon turns interrupts on on cpu 0, where task had turned them off/,
  ],
  [
    "not-restored",
    "interrupts go on in a hardirq",
    "context-entered actor=task cpu=0 context=hardirq\ninterrupts-off actor=task cpu=0 ctx=hardirq\ninterrupts-on actor=task cpu=0 ctx=hardirq irqs=off",
    /which is in a hardware interrupt/,
  ],
  [
    "not-restored",
    "a call returns with the lock",
    `${CALL}interrupts-off actor=balloon cpu=1\nlock-acquired actor=balloon cpu=1 irqs=off lock=1\nhint-call-ended actor=balloon cpu=1 irqs=off`,
    /the call of balloon ends with the Normal zone lock held/,
  ],
  [
    "not-restored",
    "a call leaves interrupts off",
    `${CALL}interrupts-off actor=balloon cpu=1\nhint-call-ended actor=balloon cpu=1 irqs=off`,
    /found interrupts of cpu 1 on and leaves them off/,
  ],
  [
    "interrupts-on",
    "a lock in an nmi",
    "context-entered actor=task cpu=0 context=nmi\nlock-acquired actor=task cpu=0 ctx=nmi irqs=off lock=1",
    /in an nmi/,
  ],
  [
    "sleep-in-atomic",
    "an allocation under the lock",
    `${LOCK}page-allocated actor=task cpu=0 irqs=off pfn=0x4 order=0 gfp=4 type=movable`,
    /task allocates under the Normal zone lock/,
  ],
  [
    "sleep-in-atomic",
    "a failed one, too",
    `${LOCK}allocation-failed actor=task cpu=0 irqs=off order=2 gfp=4`,
    /task tries to allocate under the Normal zone lock/,
  ],
  [
    "sleep-in-atomic",
    "direct reclaim in a softirq",
    `${SOFTIRQ}allocation-failed actor=task cpu=0 ctx=softirq order=2 gfp=12`,
    /in softirq context, which may sleep/,
  ],
  [
    "sleep-in-atomic",
    "direct reclaim with interrupts off",
    "interrupts-off actor=task cpu=0\nallocation-failed actor=task cpu=0 irqs=off order=2 gfp=12",
    /with interrupts off, which may sleep/,
  ],
  [
    "sleep-in-atomic",
    "a driver called under the lock",
    `${LOCK}descriptor-filled actor=task cpu=0 irqs=off message=hint`,
    /task fills a descriptor under the Normal zone lock/,
  ],
  [
    "sleep-in-atomic",
    "direct reclaim begun with interrupts off",
    "interrupts-off actor=task cpu=0\ndirect-reclaim-began actor=task cpu=0 irqs=off",
    /task reclaims with interrupts off, which may sleep/,
  ],
  [
    "sleep-in-atomic",
    "the shrinker called under a zone's lock",
    `${LOCK}shrinker-called actor=task cpu=0 irqs=off pages=128`,
    /task calls the shrinker under the Normal zone lock/,
  ],
  [
    "sleep-in-atomic",
    "the balloon's target read in a hardirq",
    "context-entered actor=task cpu=0 context=hardirq\nballoon-target-read actor=task cpu=0 ctx=hardirq pages=1",
    /task reads the config space in hardirq context, which may sleep/,
  ],
  [
    "sleep-in-atomic",
    "the config space read under the driver's own lock",
    "lock-acquired actor=balloon cpu=1 lock=4\nid-read actor=balloon cpu=1 id=7",
    /balloon reads the config space under the free_page_list_lock, which may sleep/,
  ],
  [
    "list-lock-held",
    "an allocation that may not sleep",
    "lock-acquired actor=task cpu=0 lock=4\nallocation-failed actor=task cpu=0 order=3 gfp=2",
    /task asks for memory under free_page_list_lock/,
  ],
  [
    "list-lock-held",
    "the shrinker called",
    "lock-acquired actor=task cpu=0 lock=4\nshrinker-called actor=task cpu=0 pages=128",
    /task calls the shrinker under free_page_list_lock/,
  ],
  [
    "list-lock-held",
    "taken in a softirq",
    `${SOFTIRQ}lock-acquired actor=task cpu=0 ctx=softirq lock=4`,
    /task takes free_page_list_lock in softirq context/,
  ],
  [
    "deadlock",
    "a softirq waits for a lock of the task that it interrupts",
    "lock-acquired actor=task cpu=0 lock=1\ncontext-entered actor=host cpu=0 context=softirq\n" +
    "lock-contended actor=host cpu=0 ctx=softirq lock=1",
    /host waits in softirq context for the Normal zone lock, held by task, which it interrupts/,
  ],
  [
    "hint-array",
    "a bit behind the bitmap",
    `hint-call-begun actor=balloon cpu=1 array=none order=0 capacity=16
    interrupts-off actor=balloon cpu=1\nlock-acquired actor=balloon cpu=1 irqs=off lock=1
    hint-marked actor=balloon cpu=1 irqs=off pfn=0x10 order=3 bit=16`,
    /balloon marks bit 23 \(from 0\) in a bitmap of 16/,
  ],
  [
    "hint-trusted",
    "a struct page used behind a hint",
    `hint-marked actor=balloon cpu=1 pfn=0x10 order=3 bit=16\nstruct-page-used actor=balloon cpu=1 pfn=0x11`,
    /balloon uses the struct page of a page that it read as a hint and that nobody has taken/,
  ],
  [
    "hint-trusted",
    "a page written that was marked as free",
    `hint-marked actor=balloon cpu=1 pfn=0x10 order=3 bit=16\npage-written actor=balloon cpu=1 pfn=0x11 order=0`,
    /balloon writes a page that it read as a hint and that nobody has taken/,
  ],
  [
    "hint-after-sync",
    "a mark applied after a sync",
    `hint-marked actor=balloon cpu=1 pfn=0x10 order=3 bit=16
    log-fetched actor=host cpu=host0 pfn=0x0 count=40\nlog-merged actor=host cpu=host0 pfn=0x0 count=40
    hint-applied actor=host cpu=host0 pfn=0x10 order=3`,
    /the host applies the hint that was read at #10, before the sync of #11/,
  ],
  [
    "buffer-reused",
    "a bitmap cleared that is queued",
    `${TAKE}hint-call-begun actor=task cpu=0 array=0x10 order=0 capacity=32768
    descriptor-filled actor=task cpu=0 pfn=0x10 message=bitmap\ndescriptor-queued actor=task cpu=0 slot=0
    bitmap-cleared actor=task cpu=0 first=0x0`,
    /task writes the hint bitmap of descriptor 0, which is queued and not used yet/,
  ],
  [
    "call-context",
    "a call with interrupts off",
    `interrupts-off actor=balloon cpu=1\n${CALL}`,
    /balloon calls with interrupts off; the design declares "task"/,
  ],
  [
    "order-unchecked",
    "a call that returns a count",
    "hint-call-begun actor=balloon cpu=1 array=none order=11 capacity=4\nhint-call-ended actor=balloon cpu=1 returned=0",
    /asks for order 11 of 0 to 3, and the call returns a count instead of refusing/,
  ],
  [
    "hint-array",
    "an entry in the guest's order",
    `interrupts-off actor=balloon cpu=1\nlock-acquired actor=balloon cpu=1 irqs=off lock=1\nhint-read actor=balloon cpu=1 irqs=off pfn=0x10 order=3 swapped=1`,
    /stores entry 0 big-endian, and the host reads little-endian/,
  ],
  [
    "double-use",
    "a block handed out twice",
    `${TAKE}page-allocated actor=balloon cpu=1 pfn=0x10 order=1 gfp=12 type=movable`,
    /balloon is given a block of order 1 that is in use at order 1/,
  ],
  [
    "double-use",
    "a block on a list handed out",
    "page-allocated actor=balloon cpu=1 pfn=0x8 order=3 gfp=12 type=movable",
    /on a zone list at order 3/,
  ],
  [
    "double-use",
    "a free block given back",
    "page-freed actor=task cpu=0 pfn=0x8 order=3 type=movable",
    /gives back a block of order 3 that is on a zone list/,
  ],
  [
    "double-use",
    "a part of a block given back",
    `${TAKE}page-freed actor=task cpu=0 pfn=0x11 order=0 type=movable`,
    /gives back order 0 of the block of order 1 at 0x10/,
  ],
  [
    "broken-books",
    "a merge with a buddy in use",
    `${TAKE}${LOCK}block-taken actor=task cpu=0 irqs=off pfn=0x12 order=1 found=1 list=movable\nblock-put actor=task cpu=0 irqs=off pfn=0x12 order=1 merged=2 list=movable\n${UNLOCK}`,
    /task merges a block with a buddy that is not free/,
  ],
  [
    "broken-books",
    "a block that is on no list",
    `${LOCK}block-taken actor=task cpu=0 irqs=off pfn=0x12 order=1 found=1 list=movable\n${UNLOCK}`,
    /takes a block off the list of order 1, movable, but it stands on none/,
  ],
  [
    "buffer-reused",
    "a descriptor filled once too often",
    FILL.repeat(5),
    /balloon fills descriptor 0, which is filled, not free/,
  ],
];

/** The world of the stories, with the lock of the driver's list (4) behind the host's two, and a device. */
const FULL = WORLD.replace('"locks":1', '"locks":3,"device":1');

for (const [rule, what, happens, says] of others) {
  Deno.test(`${rule}: ${what}`, () => {
    const findings = judged(FULL + happens).findings.filter((finding) => finding.rule === rule);
    assertEquals(findings.length, 1, JSON.stringify(findings));
    assertMatch(findings[0].message, says);
  });
}

Deno.test("entries behind the first array's lie on the pages of the next array", () => {
  const header = WORLD.replace('"array":1024', '"array":1024,"arraySpan":512');
  const take = (pfn: string): string =>
    TAKE.replaceAll("0x10", pfn).replaceAll("order=1", "order=0").replaceAll(
      "task cpu=0",
      "balloon cpu=1",
    );
  const { findings } = judged(
    header + take("0x10") + take("0x18") +
      `hint-call-begun actor=balloon cpu=1 array=0x10 order=3 capacity=1024
      interrupts-off actor=balloon cpu=1\nlock-acquired actor=balloon cpu=1 irqs=off lock=1
      hint-read actor=balloon cpu=1 irqs=off pfn=0x20 order=3 index=511
      array-begun actor=balloon cpu=1 irqs=off array=0x18
      hint-read actor=balloon cpu=1 irqs=off pfn=0x20 order=3 index=512
      lock-released actor=balloon cpu=1 irqs=off lock=1\ninterrupts-on actor=balloon cpu=1 irqs=off
      hint-call-ended actor=balloon cpu=1 returned=513`,
  );
  assertEquals(findings, []);
});

const TRACE = { imported: { form: "ftrace", begin: "0" } };
/** A kernel's trace: no world, no lists. */
const trace = (...lines: string[]): string => [WORLD.split("\n")[0], ...lines].join("\n");
const GOT = "page-allocated actor=task cpu=0 pfn=0x10 order=1 unlisted=1";
const GAVE = "page-freed actor=task cpu=0 pfn=0x10 order=1 unlisted=1";

/** What a trace proves, and what it does not. */
const traces: readonly [what: string, text: string, findings: RegExp[], unproven: RegExp | null][] =
  [
    ["a block in use handed out again", trace(GOT, GOT), [
      /is given a block of order 1 that is in use/,
    ], null],
    [
      "a block of order 1 given back twice",
      trace(GOT, GAVE, GAVE),
      [/was given back already/],
      null,
    ],
    [
      "a page given back twice",
      trace(GAVE.replace("order=1", "order=0"), GAVE.replace("order=1", "order=0")),
      [],
      /1 page given back again with no allocation between/,
    ],
    [
      "a block given back in pieces",
      trace(GOT, GAVE.replace("order=1", "order=0")),
      [],
      /smaller pieces/,
    ],
    ["a block given back larger", trace(GOT, GAVE.replace("order=1", "order=2")), [
      /gives back order 2 of a block of order 1/,
    ], null],
    [
      "anything behind lost events",
      trace(GOT, "events-lost events=7", GOT),
      [],
      /behind events that the tracer lost/,
    ],
    [
      "direct reclaim in a softirq",
      trace(GOT.replace("cpu=0", "cpu=0 ctx=softirq") + " gfp=8"),
      [/in softirq context, which may sleep/],
      null,
    ],
    [
      "an allocation in an nmi",
      trace(GOT.replace("cpu=0", "cpu=0 ctx=nmi")),
      [],
      /1 event of allocating and freeing in an nmi: newer kernels have/,
    ],
    [
      "direct reclaim with preemption off",
      trace(`${GOT} gfp=8 `.replace("cpu=0", "cpu=0 preempt=off")),
      [/with preemption off/],
      null,
    ],
  ];

for (const [what, text, says, unproven] of traces) {
  Deno.test(`in a kernel's trace: ${what}`, () => {
    const { findings, notRun } = judged(text, undefined, TRACE);
    assertEquals(findings.length, says.length, JSON.stringify(findings));
    says.forEach((say, at) => assertMatch(findings[at].message, say));
    const partly = notRun.filter((not) => not.partly && not.rule !== "sleep-in-atomic");
    assertEquals(partly.length, unproven === null ? 0 : 1, JSON.stringify(notRun));
    if (unproven !== null) assertMatch(partly[0].reason, unproven);
  });
}
