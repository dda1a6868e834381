import { assertEquals } from "@std/assert";
import { eventsOf, imported } from "../../support/traces.ts";

const FREE = "mm_page_free: page=00000000f34d942f pfn=0x6918 order=1";

/** A line, the form it is of, and the event that it becomes. */
const lines: readonly [what: string, form: string, line: string, event: string][] = [
  [
    "ftrace",
    "ftrace",
    `            init-1       [000] .....     3.806890: ${FREE}`,
    "+0 page-freed actor=init-1 cpu=0 pfn=0x6918 order=1 unlisted=1",
  ],
  [
    "ftrace with a TGID column",
    "ftrace",
    `            init-1       (      1) [003] .....     3.806890: ${FREE}`,
    "+0 page-freed actor=init-1 cpu=3 pfn=0x6918 order=1 unlisted=1",
  ],
  [
    "ftrace with an unknown TGID",
    "ftrace",
    `            init-1       (-------) [003] .....     3.806890: ${FREE}`,
    "+0 page-freed actor=init-1 cpu=3 pfn=0x6918 order=1 unlisted=1",
  ],
  [
    "ftrace without a column for migration, as before 5.12",
    "ftrace",
    `            bash-1977    [000] d.h2 17284.993652: ${FREE}`,
    "+0 page-freed actor=bash-1977 cpu=0 ctx=hardirq irqs=off preempt=off pfn=0x6918 order=1 unlisted=1",
  ],
  [
    "the clock `counter`",
    "ftrace",
    `     kworker/0:2-105     [001] dNs3.            5: ${FREE}`,
    "+0 page-freed actor=kworker/0:2-105 cpu=1 ctx=softirq irqs=off preempt=off pfn=0x6918 order=1 unlisted=1",
  ],
  [
    "a softirq with interrupts on",
    "ftrace",
    `    ksoftirqd/0-14      [000] ..s..     3.806890: ${FREE}`,
    "+0 page-freed actor=ksoftirqd/0-14 cpu=0 ctx=softirq pfn=0x6918 order=1 unlisted=1",
  ],
  [
    "an nmi with softirqs and interrupts off",
    "ftrace",
    `          <idle>-0       [000] DNZ1.     3.806890: ${FREE}`,
    "+0 page-freed actor=<idle>-0 cpu=0 ctx=nmi irqs=off preempt=off pfn=0x6918 order=1 unlisted=1",
  ],
  [
    "a task whose name holds blanks, brackets and dashes",
    "ftrace",
    `     a [000] -1 b-12     [002] .....     3.806890: ${FREE}`,
    "+0 page-freed actor=1 cpu=2 pfn=0x6918 order=1 unlisted=1",
  ],
  [
    "trace-cmd",
    "trace-cmd",
    `            init-1     [000]     3.806890: ${FREE.replace(": ", ":         ")}`,
    "+0 page-freed actor=init-1 cpu=0 pfn=0x6918 order=1 unlisted=1",
  ],
  [
    "trace-cmd in nanoseconds",
    "trace-cmd",
    `            init-1     [000]     3.806890123: ${FREE}`,
    "+0 page-freed actor=init-1 cpu=0 pfn=0x6918 order=1 unlisted=1",
  ],
  [
    "perf",
    "perf",
    `            perf   139 [000]     3.999917:              kmem:${FREE}`,
    "+0 page-freed actor=perf-139 cpu=0 pfn=0x6918 order=1 unlisted=1",
  ],
  [
    "perf with process and thread, and a name with a blank",
    "perf",
    `     Web Content  100/139 [012]  3999.917:  kmem:${FREE}`,
    "+0 page-freed actor=1 cpu=12 pfn=0x6918 order=1 unlisted=1",
  ],
  [
    "a decimal pfn, as before 5.11",
    "ftrace",
    "            init-1       [000] .....     3.806890: mm_page_free: page=ffffea0001a46000 pfn=26904 order=1",
    "+0 page-freed actor=init-1 cpu=0 pfn=0x6918 order=1 unlisted=1",
  ],
  [
    "an allocation",
    "ftrace",
    "            init-1       [000] .....     3.809728: mm_page_alloc: page=0000000054c8cb5e pfn=0x6906 order=0 migratetype=1 gfp_flags=GFP_HIGHUSER_MOVABLE|__GFP_COMP",
    "+0 page-allocated actor=init-1 cpu=0 pfn=0x6906 order=0 gfp=3596 type=movable unlisted=1",
  ],
  [
    "a failed allocation",
    "ftrace",
    "            init-1       [000] .....     3.809728: mm_page_alloc: page=0000000000000000 pfn=0x0 order=4 migratetype=0 gfp_flags=GFP_ATOMIC",
    "+0 allocation-failed actor=init-1 cpu=0 order=4 gfp=7",
  ],
  [
    "flags that have no name",
    "ftrace",
    "            init-1       [000] .....     3.809728: mm_page_alloc: page=1 pfn=0x10 order=4 migratetype=0 gfp_flags=none",
    "+0 page-allocated actor=init-1 cpu=0 pfn=0x10 order=4 unlisted=1",
  ],
  [
    "a removal",
    "ftrace",
    "              wl-138     [000] d..3.     3.809728: mm_page_alloc_zone_locked: page=1 pfn=0x6912 order=1 migratetype=2 percpu_refill=1",
    "+0 removal-seen actor=wl-138 cpu=0 irqs=off preempt=off pfn=0x6912 order=1 type=reclaimable percpu=1",
  ],
  [
    "a drain",
    "ftrace",
    "              wl-138     [000] d..3.     3.809728: mm_page_pcpu_drain: page=1 pfn=0x6913 order=0 migratetype=1",
    "+0 drain-seen actor=wl-138 cpu=0 irqs=off preempt=off pfn=0x6913 order=0 type=movable",
  ],
  [
    "a steal",
    "ftrace",
    "              wl-138     [000] d..3.     3.809728: mm_page_alloc_extfrag: page=1 pfn=0x7000 alloc_order=1 fallback_order=9 pageblock_order=9 alloc_migratetype=0 fallback_migratetype=1 fragmenting=0 change_ownership=1",
    "+0 steal-seen actor=wl-138 cpu=0 irqs=off preempt=off pfn=0x7000 order=1 found=9 from=movable owned=1",
  ],
  [
    "carriage returns",
    "ftrace",
    `            init-1       [000] .....     3.806890: ${FREE}\r`,
    "+0 page-freed actor=init-1 cpu=0 pfn=0x6918 order=1 unlisted=1",
  ],
];

for (const [what, form, line, event] of lines) {
  Deno.test(`a line of a trace becomes an event: ${what}`, () => {
    const importer = imported(`${line}\n`);
    assertEquals(importer.report.form, form);
    assertEquals(eventsOf(importer), [event]);
    assertEquals([...importer.report.skipped], []);
  });
}

Deno.test("a text may change its form on the way, as joined files do", () => {
  const importer = imported(`            init-1       [000] .....     3.000001: ${FREE}
            perf   139 [000]     3.000003:              kmem:${FREE}
            init-1     [000]     3.000007: ${FREE}
`);
  assertEquals(eventsOf(importer).map((event) => event.split(" ").slice(0, 3).join(" ")), [
    "+0 page-freed actor=init-1",
    "+2000 page-freed actor=perf-139",
    "+4000 page-freed actor=init-1",
  ]);
});
