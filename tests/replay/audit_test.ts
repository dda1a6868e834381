import { assertEquals, assertMatch } from "@std/assert";
import { FINDINGS_MAX } from "../../replay/audit.ts";
import { judged, storyOf, WORLD } from "../support/stories.ts";

const GUILTY = storyOf("list-unlocked", "guilty");
const [, AT] = /finding: list-unlocked #(\d+)/.exec(GUILTY)!;

Deno.test("findings stand by event, with rule, page and reason", () => {
  assertEquals(judged(GUILTY).findings, [{
    rule: "list-unlocked",
    event: Number(AT),
    pfn: 16,
    message: "balloon reads a block off a list of zone Normal, whose lock nobody holds",
  }]);
});

Deno.test("up to an event, later events are not judged", () => {
  assertEquals(judged(GUILTY, Number(AT) - 1).count, 0);
  assertEquals(judged(GUILTY, Number(AT)).count, 1);
});

Deno.test("a rule that no event of the log can feed is named as not run, with the reason", () => {
  const { notRun, ran } = judged(WORLD);
  const reasons = new Map(notRun.map(({ rule, reason }) => [rule, reason]));
  assertEquals(reasons.get("nested-zone-locks"), "the log has no event of lock-acquired");
  assertMatch(
    reasons.get("not-restored")!,
    /no event of lock-released, interrupts-on or hint-call-ended/,
  );
  assertEquals(ran, ["broken-books"]);
});

Deno.test("a call's context is not judged where the log declares none", () => {
  const text = storyOf("call-context", "guilty");
  const { findings, notRun } = judged(text, undefined, { declares: undefined });
  assertEquals(findings, []);
  assertEquals(
    notRun.find(({ rule }) => rule === "call-context")?.reason,
    "the log's header declares no context for its calls",
  );
  assertEquals(judged(text, undefined, { declares: { context: "any", returns: "" } }).findings, []);
});

Deno.test("a held block is no finding while the log goes on, or the migration", () => {
  const text = storyOf("held-for-ever", "guilty");
  const events = text.split("\n").slice(1).filter((line) => /^[a-z]/.test(line)).length;
  const early = judged(text, events - 1);
  assertEquals(early.count, 0);
  assertMatch(early.notRun.find(({ rule }) => rule === "held-for-ever")!.reason, /the log goes on/);
  const running = judged(text.replace(/^migration-cancelled.*$/m, ""));
  assertMatch(running.notRun.find(({ rule }) => rule === "held-for-ever")!.reason, /is not over/);
});

Deno.test("findings without end are counted, and the first of a rule are kept", () => {
  const more = FINDINGS_MAX + 5;
  const { count, findings, leftOut } = judged(
    WORLD + "lock-released actor=task cpu=0 lock=1\n".repeat(more),
  );
  assertEquals([count, findings.length], [more, FINDINGS_MAX]);
  assertEquals(leftOut, [{ rule: "not-restored", count: 5 }]);
});

Deno.test("what describes the world is not judged, and without a world no rule runs", () => {
  const [world] = WORLD.split("world-ready");
  const lock = "lock-acquired actor=task cpu=0 lock=1\nlock-released actor=task cpu=0 lock=1\n";
  assertEquals(judged(`${world}${lock}world-ready\n`).count, 0);
  assertEquals(judged(`${world}world-ready\n${lock}`).findings.map(({ rule }) => rule), [
    "interrupts-on",
  ]);
  const { ran, notRun } = judged(`${world}${lock}`);
  assertEquals(ran, []);
  assertEquals([...new Set(notRun.map(({ reason }) => reason))], [
    "the world that the log begins with is not ready",
  ]);
});

Deno.test("giving up what nobody holds is told once, and not again at the next event", () => {
  const { findings } = judged(`${WORLD}block-returned actor=balloon cpu=1 pfn=0x10 order=0
    page-freed actor=task cpu=0 pfn=0x1 order=0`);
  assertEquals(findings.filter(({ rule }) => rule === "broken-books"), []);
});

Deno.test("a failed request that may sleep is accused by the context that its event names", () => {
  const { findings } = judged(
    `${WORLD}allocation-failed actor=balloon cpu=1 ctx=softirq order=3 gfp=8\n`,
  );
  assertEquals(findings.map(({ rule }) => rule), ["sleep-in-atomic"]);
});
