import { assertEquals, assertMatch } from "@std/assert";
import { unpacked } from "../../cli/compressed.ts";
import { assertRefused, filesIn, inFolder, run } from "./front_desk.ts";

/** What of a dump's zone is damaged here. */
interface ZoneText {
  start_pfn: number;
  free_area: { lists: number[][] }[];
  pcp: unknown[];
  pages: { rle: [number, number][] };
  pageblocks: { migratetype: number[] };
}

const traces = new URL("../../fixtures/traces/", import.meta.url).pathname;
const FRAG = [
  `${traces}frag-256.ftrace.zst`,
  "--start",
  `${traces}frag-256.start.json.zst`,
  "--end",
  `${traces}frag-256.end.json.zst`,
];

Deno.test("match of the bundled trace prints what was predicted, and how much was exact", () =>
  inFolder(async (folder) => {
    const { code, out } = await run("match", [], { folder });
    assertEquals(code, 0);
    assertMatch(
      out,
      /^272,735 events of base-256\.ftrace\.zst, predicted by the rules of linux-6\.1\n/,
    );
    assertMatch(out, /zone removals +45,183 +45,183 +100 %\n/);
    assertMatch(out, /per-cpu allocations +64,155 +64,157 +99\.99 %\n/);
    assertMatch(out, /end: zone lists +110 +110 +100 %\n/);
    assertMatch(out, /M1: 2 misses, first at event #189,929 of the trace/);
    assertEquals(filesIn(folder), []);
  }));

Deno.test("match --json has the keys that are promised", () =>
  inFolder(async (folder) => {
    const { code, out } = await run("match", [...FRAG, "--json"], { folder });
    const json = JSON.parse(out);
    assertEquals([code, json.events, json.unexplained, json.misses], [0, 285_791, 0, []]);
    assertEquals(json.removals, { exact: 53_030, total: 53_030 });
    assertEquals(json.endPcpLists, { identical: 28, total: 28 });
  }));

Deno.test("match --log writes the kernel's history as a log: replay gives its buddyinfo, audit is clean", () =>
  inFolder(async (folder) => {
    await run("match", [...FRAG, "--log", "kernel.log"], { folder });
    assertMatch((await run("verify", ["kernel.log"], { folder })).out, /checksums and chain hold/);
    const audit = await run("audit", ["kernel.log"], { folder });
    assertEquals(audit.code, 0, audit.out);
    const text = (await run("replay", ["kernel.log", "--show", "buddyinfo"], { folder })).out;
    // The kernel's own /proc/buddyinfo, read by a program just after the last event.
    assertEquals(text.split("\n").length, 3);
    assertMatch(text, /^Node 0, zone {6}DMA( +\d+){11} \nNode 0, zone {4}DMA32( +\d+){11} \n$/);
  }));

Deno.test("another kernel's rules do not explain this kernel", async () => {
  const { code, out } = await run("match", [...FRAG, "--profile", "linux-4.17"]);
  assertEquals(code, 1);
  assertMatch(out, /unexplained: [\d,]+ misses/);
});

Deno.test("match of a folder: a row a trace, the rules of all; what simulate is told of them is current", () =>
  inFolder(async (folder) => {
    const home = traces.replace(/\/$/, "");
    const { code, out } = await run("match", [home, "--evidence", "e.json"], { folder });
    assertEquals(code, 0);
    assertMatch(out, /^9 traces, predicted by the rules of linux-6\.1: exact/);
    assertMatch(out, /disk-128 +99,444 +100 +100 +100 +100 +99\.99 +0 +-\n/);
    assertEquals(
      await Deno.readTextFile(`${folder}/e.json`),
      await Deno.readTextFile(`${traces}evidence.json`),
      "Again: deno task match fixtures/traces --evidence fixtures/traces/evidence.json",
    );
    assertRefused(await run("match", ["."], { folder }), /^match: \.: no trace with lists in it/);
  }));

Deno.test("match --start unknown says what is sure, from which event on, and for which lists", async () => {
  const { code, out } = await run("match", [FRAG[0], "--start", "unknown"]);
  assertEquals(code, 0);
  assertMatch(out, /zone removals +12,657 +12,657 +100 % +53,030\n/);
  assertMatch(out, /The first sure prediction is of event #55; \d+ lists became sure\./);
  assertMatch(out, /cpu 0 of zone DMA32, order 0, movable +#63 +\d+,\d+\n/);
  const json = JSON.parse((await run("match", ["--start", "unknown", "--json"])).out);
  assertEquals([json.removals.total + json.unsure.removals, json.endLists], [45_183, null]);
  assertEquals(json.sureLists[0].list, "cpu 0 of zone DMA32, order 0, movable");
  assertRefused(
    await run("match", ["--start", "unknown", "--end", FRAG[4]]),
    /--end needs the lists of the start/,
  );
});

Deno.test("lists of another instant explain nothing, whatever classes there are", () =>
  inFolder(async (folder) => {
    const { code, out } = await run("match", [FRAG[0], "--start", FRAG[4], "--json"], { folder });
    const { misses, unexplained } = JSON.parse(out);
    assertEquals(code, 1);
    assertEquals(unexplained > 10_000, true);
    assertEquals(misses.map((miss: { class: string }) => miss.class).includes("M2"), false);
  }));

Deno.test("match refuses a trace without lists, lists that are none, and lists of another guest", () =>
  inFolder(async (folder) => {
    const [trace] = FRAG;
    assertRefused(
      await run("match", [trace], { folder }),
      /its lists are needed: give --start START\.json/,
    );
    assertRefused(
      await run("match", ["--start", FRAG[2]], { folder }),
      /--start belongs to a trace: name the trace too/,
    );
    await Deno.writeTextFile(`${folder}/s.json`, "{}");
    assertRefused(
      await run("match", [trace, "--start", "s.json"], { folder }),
      /s\.json: no dump of a kernel's lists: format: /,
    );
    await Deno.writeTextFile(`${folder}/s.json`, "hello");
    assertRefused(
      await run("match", [trace, "--start", "s.json"], { folder }),
      /s\.json: not JSON/,
    );
    assertRefused(
      await run("match", [`${traces}smp2-512.ftrace.zst`, ...FRAG.slice(1)], { folder }),
      /it describes 65,501 page frames and 1 cpu, the trace names 130,904 and 2/,
    );
    const lists = new TextDecoder().decode(unpacked(await Deno.readFile(FRAG[2]), "zstd"));
    const damages: [damage: (zone: ZoneText) => void, why: RegExp][] = [
      [
        ({ free_area: [{ lists }] }) => lists[0].push(10_280, 10_280),
        /page \d+ is on a list already/,
      ],
      [({ free_area: [{ lists }] }) => lists[0].push(10), /block 10 of order 0 lies outside/],
      [({ free_area }) => free_area[4].lists[0].push(4097), /block 4097 of order 4 is not aligned/],
      [(zone) => zone.pcp = [], /lists of cpu 0 are there 0 times/],
      [(zone) => zone.start_pfn = 100, /zone DMA32 begins at 100: in a zone before/],
      [({ pages }) => pages.rle.push([1e9, 1]), /its runs of pages are not those of pages/],
      [({ pageblocks }) => pageblocks.migratetype.push(1, 1), /its pageblocks are not those of/],
    ];
    for (const [damage, why] of damages) {
      const dump = JSON.parse(lists) as { zones: ZoneText[] };
      damage(dump.zones[1]);
      await Deno.writeTextFile(`${folder}/s.json`, JSON.stringify(dump));
      assertRefused(await run("match", [trace, "--start", "s.json"], { folder }), why);
    }
  }));
