/**
 * How far to trust a simulation: counted under the rules that real traces confirm, and no further.
 */
import { assertEquals, assertMatch } from "@std/assert";
import { hosts } from "../../core/decide/hosts/mod.ts";
import { linux417 } from "../../core/decide/profiles/linux_4_17.ts";
import { linux61 } from "../../core/decide/profiles/linux_6_1.ts";
import type { Profile } from "../../core/decide/profiles/profile.ts";
import { type Evidence, isConfirmed } from "../../core/run/match/evidence.ts";
import { emptyFigures } from "../../replay/views/figures.ts";
import { trustOf, trustText } from "../../cli/simulate/trust.ts";

/** The trust block's line about the allocator, of a run with these decisions. */
function said(
  profile: Profile,
  decisions: Record<string, number>,
  stealsInNormal = 0,
  ofTopOrder = 0,
): string {
  const figures = { ...emptyFigures(), decisions, stealsInNormal, ofTopOrder };
  const text = trustText(trustOf([figures], profile, {}, [true]), profile, hosts[0], "");
  return text.replace(/\s+/g, " ").replace(/^.*allocator (.*) host .*$/, "$1");
}

Deno.test("what traces confirm is told with the traces", () => {
  const text = said(linux61, { PageAllocated: 10, PageblockStolen: 2 });
  assertMatch(text, /^linux-6\.1: all of 12 decisions fall under rules that real traces confirm/);
  assertMatch(text, /page for page \(\d+ traces, [\d,]+ events\); 2 steals among them$/);
});

Deno.test("a steal in a Normal zone, and a failed allocation, are confirmed by none", () => {
  const text = said(linux61, { PageAllocated: 10, PageblockStolen: 2, AllocationFailed: 3 }, 1);
  assertMatch(
    text,
    /^linux-6\.1: 73\.33 % of 15 decisions .*, all but 4 \(1 steal in a Normal zone\)/,
  );
});

Deno.test("decisions about blocks of the highest order are confirmed by none", () => {
  const text = said(linux61, { PageAllocated: 10, BlockTaken: 4, PageblockStolen: 0 }, 0, 2);
  assertMatch(
    text,
    /^linux-6\.1: 85\.71 % of 14 .*, all but 2 \(2 about blocks of order 10\); 0 steals/,
  );
});

Deno.test("a profile that no trace is held against has nothing confirmed", () => {
  assertEquals(
    said(linux417, { PageAllocated: 10, PageblockStolen: 1 }),
    "linux-4.17: no real trace is held against its rules; 11 decisions, 1 steal among them",
  );
});

Deno.test("a rule is confirmed if it was exercised, was right, and nothing is unexplained", () => {
  const evidence = (right: number, exercised: number, unexplained = 0): Evidence => ({
    profile: "p",
    traces: [{ trace: "t", events: 1, unexplained }],
    rules: { 2: [right, exercised] },
  });
  assertEquals(isConfirmed(evidence(5, 5), 2), true);
  assertEquals(isConfirmed(evidence(9990, 10_000), 2), true);
  assertEquals(isConfirmed(evidence(4, 5), 2), false);
  assertEquals(isConfirmed(evidence(0, 0), 2), false);
  assertEquals(isConfirmed(evidence(5, 5, 1), 2), false);
  assertEquals(isConfirmed(evidence(5, 5), 3), false);
});
