/**
 * The claims of the thread: each turns with its counter-scenario, and what it names can be replayed.
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { claims } from "../../replay/claims/mod.ts";
import { scenarioFiles } from "../../cli/thread/run.ts";
import { flips, type Tried, tryClaims } from "../../cli/thread/verdicts.ts";
import { jsonOf, textOf } from "../../cli/thread/report.ts";
import { titlesOf } from "../../cli/thread/page/titles.ts";
import { documentOf } from "../../cli/thread/page/document.ts";
import { assertSame, assertSound, sectionsOf, type Told } from "./thread/page_reading.ts";
import { assertRefused, inFolder, run } from "./front_desk.ts";

const folder = Deno.makeTempDirSync({ prefix: "hintlab-thread-" });
const out = `${folder}/out/thread`;
globalThis.addEventListener("unload", () => Deno.removeSync(folder, { recursive: true }));
let kept: Promise<Tried[]> | undefined;
/** All claims, tried once. */
const tried = (): Promise<Tried[]> => kept ??= tryClaims(claims, out);

Deno.test("the claims are T1 to T18, and each has its scenario and a counter-scenario", () => {
  assertEquals(claims.map(({ id }) => id), Array.from({ length: 18 }, (_, at) => `T${at + 1}`));
  const files = scenarioFiles();
  for (const { id } of claims) {
    assert(files.includes(id), id);
    assert(files.some((name) => name.startsWith(`${id}-counter`)), id);
  }
});

Deno.test({
  name: "every claim's verdict turns with its counter-scenario, and its condition with it",
  sanitizeOps: false, // the threads that ran the scenarios end later
  sanitizeResources: false,
  async fn() {
    for (const one of await tried()) {
      const { claim, trial, also, counters } = one;
      assert(flips(one), claim.id);
      for (const { judged } of [trial, ...also, ...counters]) {
        const names = judged.figures.map(({ name }) => name);
        assertEquals(names, trial.judged.figures.map(({ name }) => name), claim.id);
        assert(judged.figures.every(({ value }) => Number.isFinite(value)), claim.id);
      }
    }
  },
});

Deno.test("no verdict is written: a claim judged on its counter-scenario's runs gives the counter's verdict", async () => {
  for (const { claim, trial, counters } of await tried()) {
    // One predicate gave both; what differs between them is in the runs alone.
    assert(
      trial.judged.figures.some(({ value }, at) => value !== counters[0].judged.figures[at].value),
      claim.id,
    );
  }
});

Deno.test("thread --json: id, verdict, counterVerdict, figures and log of every claim", async () => {
  const { claims: told } = jsonOf(await tried(), []) as {
    claims: Record<string, unknown>[];
  };
  assertEquals(told.length, 18);
  for (const { id, verdict, counterVerdict, figures, log } of told) {
    const words = /^(holds|holds if .+|fails)$/;
    assertMatch(String(verdict), words);
    assertMatch(String(counterVerdict), words);
    assert(
      String(verdict).startsWith("holds") !== String(counterVerdict).startsWith("holds"),
      String(id),
    );
    assert(Object.keys(figures as object).length > 0);
    assert((await Deno.stat(String(log))).size > 0);
  }
});

Deno.test("the text names each claim, its verdict and its command, within 80 columns", async () => {
  const all = await tried(), text = textOf(all, false, []);
  for (const { claim, trial } of all) {
    assert(text.includes(`${claim.id.padEnd(4)} ${claim.mail}: `));
    assert(text.includes(trial.command));
  }
  const lines = text.split("\n").filter((line) => !line.includes("deno task"));
  assertEquals(lines.filter((line) => line.length > 80), []);
});

Deno.test("the page has every claim, with the verdicts and numbers of --json", async () => {
  const all = await tried();
  const page = documentOf(all, [], await titlesOf(all), out);
  assertSound(page);
  const { claims: told } = jsonOf(all, []) as { claims: Told[] };
  const read = sectionsOf(page).flatMap(({ claims }) => claims);
  assertEquals(read.length, told.length);
  for (const claim of read) assertSame(claim, told.find(({ id }) => id === claim.id)!);
});

Deno.test("README shows what thread prints", async () => {
  const readme = await Deno.readTextFile(new URL("../../README.md", import.meta.url));
  const text = textOf(await tried(), false, []).replaceAll(`${out}/`, "out/thread/");
  // Lines break where the words do, which the folder's name decides for commands only.
  assert(readme.includes(`deno task thread\n\n${text}\n\`\`\``), text);
});

Deno.test("what a claim tells to replay can be replayed", async () => {
  const ids = ["T1", "T2", "T10", "T12", "T16", "T17"];
  const chosen = (await tried()).filter(({ claim }) => ids.includes(claim.id));
  for (const { trial, counters } of chosen) {
    for (const { command } of [trial, ...counters]) {
      const [, , task, ...words] = command.split(" ");
      const { code, out, err } = await run(task, words);
      assert(code <= 1 && out.length > 100, `${command}: exit ${code}: ${err}`);
    }
  }
});

Deno.test("an unknown claim is refused in one line", () =>
  inFolder(async (folder) => {
    assertRefused(await run("thread", ["T19"], { folder }), /unknown claim "T19".*T1 to T18/);
  }));
