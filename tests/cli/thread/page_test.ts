/**
 * `thread --html` as a reader meets it: one file, the mails in order, and the numbers of the runs.
 * @module
 */
import { assert, assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { charts, chartsOf } from "../../../cli/thread/page/charts.ts";
import { documentOf, mailsOf } from "../../../cli/thread/page/document.ts";
import { figureOf, lengthOf } from "../../../cli/thread/page/drawing.ts";
import type { Guest } from "../../../cli/thread/guests.ts";
import { mails } from "../../../cli/thread/page/mails.ts";
import type { Trial, Tried } from "../../../cli/thread/verdicts.ts";
import { figure } from "../../../replay/claims/claim.ts";
import { claims } from "../../../replay/claims/mod.ts";
import { assertRefused, filesIn, inFolder, run } from "../front_desk.ts";
import { assertSame, assertSound, sectionsOf, textOf, type Told } from "./page_reading.ts";

Deno.test("thread --html writes a page with the verdicts and numbers that --json prints", () =>
  inFolder(async (folder) => {
    const args = ["T6", "T13", "T9", "T7", "--json", "--html", "page.html"];
    const { code, out, err } = await run("thread", args, { folder });
    assertEquals(code, 0, err);
    assertStringIncludes(err, "page.html");
    assertEquals(filesIn(folder), ["out", "page.html"]);
    const page = await Deno.readTextFile(`${folder}/page.html`);
    assertSound(page);

    const { claims: told }: { claims: Told[] } = JSON.parse(out);
    const read = sectionsOf(page).flatMap(({ claims }) => claims);
    assertEquals(read.map(({ id }) => id), ["T6", "T7", "T9", "T13"]);
    for (const claim of read) assertSame(claim, told.find(({ id }) => id === claim.id)!);
    assertStringIncludes(page, "Claims run: 4, of 18 in the thread");
    assertStringIncludes(page, "<code>out/thread</code>");
    // A scenario is told by its file's title.
    assertStringIncludes(textOf(page), "the sketch of mail 3 as it stands");
  }));

/** A claim tried, with figures made up: `value` each, under the names that its charts draw. */
function madeUp(id: string, value: number, text = "fails"): Tried {
  const claim = claims.find((one) => one.id === id)!;
  const names = charts[id]?.flatMap(({ names }) => names) ?? ["one"];
  const figures = names.map((name) => figure(name.replace(/^[~!]/, ""), text, value, "pages"));
  const trialOf = (scenario: string, holds: boolean): Trial => ({
    scenario,
    judged: { holds, met: holds, figures },
    verdict: holds ? "holds" : text,
    log: text,
    command: text,
  });
  const also = [trialOf(`${id}-also`, true)], counters = [trialOf(`${id}-counter`, false)];
  return { claim, trial: trialOf(id, true), also, counters };
}

const needs = (order: number, arrays: number): Guest["orders"][number] => ({
  order,
  entries: arrays,
  arrays,
});
const guests: Guest[] = [
  { gib: 16, past: "fresh", run: true, orders: [needs(10, 1), needs(0, 9)] },
  { gib: 1024, past: "at most", run: false, orders: [needs(10, 9), needs(0, 524288)] },
];

Deno.test("the page has all mails and claims in the thread's order, then what became of it", () => {
  const page = documentOf(claims.map(({ id }) => madeUp(id, 3)), guests, new Map(), "out");
  assertSound(page);
  const sections = sectionsOf(page);
  assertEquals(sections.map(({ id, claims }) => [id, ...claims.map(({ id }) => id)].join(" ")), [
    "mail-patch T1 T2 T3 T4 T5 T6",
    "mail-1 T7 T17",
    "mail-2",
    "mail-3 T8 T9 T16 T18",
    "mail-4 T10",
    "mail-5 T11",
    "mail-6",
    "mail-7 T12",
    "mail-8 T13",
    "mail-9 T14 T15",
    "epilogue",
    "verdicts",
  ]);
  const sized = page.split('<figure class="guests">')[1].split("</figure>")[0];
  const numbers = (pattern: RegExp): number[] => [...sized.matchAll(pattern)].map(([, n]) => +n);
  assertEquals(numbers(/data-order="\d+" data-value="(\d+)"/g), [1, 9, 9, 524288]);
  assertEquals(numbers(/<data value="(\d+)">/g), [1, 9, 9, 524288]);
  assertStringIncludes(sized, "1 TiB at most (counted)");
  mails.forEach(({ author, says }, at) => {
    assertStringIncludes(sections[at].head, author);
    assertStringIncludes(textOf(page), says);
  });
  const after = page.slice(page.indexOf('id="epilogue"'));
  for (const word of ["4.20", "86a559787e6f", "page_reporting", "WAIT_ON_ACK", "3143577d6a"]) {
    assertStringIncludes(after, word);
  }
  const rows = page.slice(page.indexOf('id="verdicts"')).match(/<th scope="row">/g);
  assertEquals(rows?.length, claims.length);
});

Deno.test("whatever a title, path or label holds, the page shows it as text", () => {
  const text = `a < b & "c" > 'd' </title><script>`;
  const page = documentOf([madeUp("T2", 3, text)], [], new Map([["T2", text]]), text);
  assertSound(page);
  const told = textOf(page);
  assertStringIncludes(told, text);
  assertEquals(sectionsOf(page)[0].claims[0].commands, [text, text, text]);
});

Deno.test("bars are as long as their numbers, none is drawn for none, and few is not none", () => {
  const whole = lengthOf(80, 80);
  assertEquals(lengthOf(20, 80), whole / 4);
  assertEquals([lengthOf(0, 80), lengthOf(-3, 80)], [0, 0]);
  assert(lengthOf(1, 1e9) > 0);
  const bars = (value: number): string[] =>
    [...documentOf([madeUp("T1", value)], [], new Map(), "").matchAll(/<rect class="bar" [^>]*>/g)]
      .map(([bar]) => /width="([^"]+)"/.exec(bar)![1]);
  assertEquals(bars(0), []);
  assertEquals(bars(7), Array(12).fill(String(whole)));
});

Deno.test("a claim without a drawing of its own shows what its first figure can be held against", () => {
  const figures = [figure("a", "", 1, "ns"), figure("b", "", 2, "pages"), figure("c", "", 3, "ns")];
  assertEquals(chartsOf("T0", figures), [{ kind: "bars", names: ["a", "c"] }]);
  assertThrows(() => figureOf(figures, "~d"), RangeError, "Cannot draw ~d");
  assertEquals(mailsOf("#3-#5"), ["#3", "#4", "#5"]);
  assertThrows(() => mailsOf("#10"), RangeError, "no mail is named #10");
});

Deno.test("a place where no page can be written is named before anything runs", () =>
  inFolder(async (folder) => {
    const refused = async (html: string, why: RegExp): Promise<void> =>
      assertRefused(await run("thread", ["T6", `--html=${html}`], { folder }), why);
    await refused("nowhere/x.html", /cannot write nowhere\/x\.html: there is no such file/);
    await refused(".", /cannot write \.: it is a directory/);
    await refused("-", /--html -: the verdicts go there; give the name of a file/);
    await refused("", /--html needs a value: --html FILE/);
    assertEquals(filesIn(folder), []);
  }));
