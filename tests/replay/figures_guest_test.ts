/**
 * Figures of the guest, each told by a short log: lane 1 is a task, lane 2 hints.
 * @module
 */
import { assertEquals } from "@std/assert";
import { figuresOfText } from "../support/figures.ts";

const WORLD = `
  block-on-list pfn=0 order=3 list=movable
  block-on-list pfn=16 order=3 list=movable
  world-ready`;

Deno.test("a failed request of the guest counts, of the hinting lane it does not", () => {
  const { guest } = figuresOfText(`${WORLD}
    id-read           actor=2 id=2
    allocation-failed actor=2 order=3 gfp=8
    allocation-failed actor=1 order=0 gfp=8
    allocation-failed actor=1 order=0 gfp=7`);
  assertEquals([guest.allocationsFailed, guest.atomicFailed], [2, 1]);
});

Deno.test("a request without a warning has a fallback, and is counted apart", () => {
  const { guest } = figuresOfText(`${WORLD}
    allocation-failed actor=1 order=1 gfp=48`);
  assertEquals([guest.allocationsFailed, guest.optionalFailed], [0, 1]);
});

/** Takes page 0 from a list; `lane` and `gap` say who, and how long after the event before. */
const takes = (lane: number, gap = 0): string => `
  +${gap} block-taken actor=${lane} pfn=0 order=0 found=3 list=movable
  page-allocated actor=${lane} pfn=0 order=0 type=movable`;

Deno.test("an allocation that waited for a lock is slowed, from the first try to the grant", () => {
  const { guest } = figuresOfText(`${WORLD}
         lock-acquired  actor=3 cpu=1 lock=0
         lock-contended actor=1 lock=0
    +300 lock-contended actor=1 lock=0
    +200 lock-released  actor=3 cpu=1 lock=0
    ${takes(1, 40)}`);
  assertEquals(guest.allocationsSlowed, 1);
  assertEquals(guest.slowedNs, { p50: 540, p99: 540, max: 540 });
});

Deno.test("what a free waited for is no allocation's wait", () => {
  const { guest } = figuresOfText(`${WORLD} ${takes(1)}
         lock-contended actor=1 lock=0
    +900 page-freed     actor=1 pfn=0 order=0 type=movable
         block-put      actor=1 pfn=0 order=0 merged=3 list=movable
    ${takes(1)}`);
  assertEquals(guest.allocationsSlowed, 0);
});

Deno.test("a softirq that waited frees and takes in one step: the wait is its allocation's", () => {
  const { guest } = figuresOfText(`${WORLD} ${takes(1)}
         lock-contended  actor=1 lock=0
    +900 context-entered actor=1 context=softirq
         page-freed      actor=1 ctx=softirq pfn=0 order=0 type=movable
         block-put       actor=1 ctx=softirq pfn=0 order=0 merged=3 list=movable
         ${takes(1).replaceAll("actor=1", "actor=1 ctx=softirq")}
         context-left    actor=1 ctx=softirq context=task`);
  assertEquals([guest.allocationsSlowed, guest.slowedNs.max], [1, 900]);
});

Deno.test("who reclaims is slowed, whatever it gives back and waits for meanwhile", () => {
  const { guest } = figuresOfText(`${WORLD} ${takes(1)}
         direct-reclaim-began actor=1
    +100 page-freed           actor=1 pfn=0 order=0 type=movable
         block-put            actor=1 pfn=0 order=0 merged=3 list=movable
         lock-contended       actor=1 lock=0
    +700 direct-reclaim-ended actor=1
    ${takes(1)}`);
  assertEquals([guest.allocationsSlowed, guest.slowedNs.max], [1, 800]);
});

Deno.test("who waits for a page of the source is slowed", () => {
  const { guest } = figuresOfText(
    `${WORLD}
          postcopy-begun actor=3 cpu=host0
          fault-asked    actor=1 pfn=4
    +5000 fault-answered actor=1 pfn=4`,
    { nodes: 1 },
  );
  assertEquals([guest.allocationsSlowed, guest.slowedNs.max], [1, 5000]);
});

Deno.test("the hinting lane's own waits, and kswapd's, slow no allocation", () => {
  const { guest } = figuresOfText(`${WORLD}
         id-read        actor=2 id=2
         lock-contended actor=2 lock=0
         lock-contended actor=3 cpu=1 lock=1
    ${takes(2, 500)}`);
  assertEquals(guest.allocationsSlowed, 0);
});

Deno.test("free memory is low while it is nearer to its lowest than to what it began with", () => {
  const { guest } = figuresOfText(`${WORLD}
    +900 migration-begun actor=3 cpu=host0
    +100 block-taken     actor=1 pfn=0 order=1 found=3 list=movable
         page-allocated  actor=1 pfn=0 order=1 type=movable
    +200 block-taken     actor=1 pfn=16 order=3 found=3 list=movable
         page-allocated  actor=1 pfn=16 order=3 type=movable
    +400 page-freed      actor=1 pfn=16 order=3 type=movable
         block-put       actor=1 pfn=16 order=3 merged=3 list=movable
    +800 page-relied     actor=1 pfn=0`);
  assertEquals([guest.freePagesAtBegin, guest.freePagesMin, guest.freeLowNs], [16, 6, 400]);
});

Deno.test("a zone's lock and a guest cpu's interrupts count, the host's locks do not", () => {
  const { guest } = figuresOfText(`${WORLD}
         interrupts-off actor=1
    +10  lock-acquired  actor=1 lock=0
    +30  lock-released  actor=1 lock=0
    +5   interrupts-on  actor=1
         lock-acquired  actor=3 cpu=host0 lock=2
    +900 lock-released  actor=3 cpu=host0 lock=2`);
  assertEquals([guest.lockHoldNsMax, guest.irqsOffNsMax], [30, 45]);
});

Deno.test("a stolen block of several pageblocks converts them all, one that is not owned none", () => {
  const { guest } = figuresOfText(`${WORLD}
    pageblock-stolen actor=1 pfn=0 order=3 from=movable to=unmovable whole=1 owned=1
    pageblock-stolen actor=1 pfn=16 order=3 from=movable to=unmovable`);
  assertEquals(guest.pageblocksConverted, 2);
});
