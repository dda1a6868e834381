/**
 * `simulate --svg` as a user meets it. What needs the packages that draw is skipped where they cannot be had.
 * @module
 */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "@std/assert";
import { cannotDraw, DRAW, OF_PLOT } from "../support/plot.ts";
import { flawOf } from "../support/xml.ts";
import { assertRefused, filesIn, inFolder, run } from "./front_desk.ts";

/** Texts of a drawing, in their order. */
const textsOf = (svg: string): string[] =>
  [...svg.matchAll(/<(?:text|tspan)[^>]*>([^<]+)/g)].map(([, words]) => words);

Deno.test({
  name: "simulate --svg draws each design with its rounds, and leaves nothing half-written",
  ignore: cannotDraw,
  fn: () =>
    inFolder(async (folder) => {
      const args = ["small", "--design", "none,v33,merged", "--svg", "x.svg"];
      const { code, out, err } = await run("simulate", args, { folder });
      assertEquals(code, 0, err);
      assertStringIncludes(out, "LOST PAGES");
      assertStringIncludes(err, " svg    x.svg");
      assertEquals(filesIn(folder), ["out", "x.svg"]);

      const svg = await Deno.readTextFile(`${folder}/x.svg`);
      assertEquals(flawOf(svg), null);
      assertMatch(svg, /^<\?xml .*\?>\n<svg [^>]*xmlns="http:\/\/www\.w3\.org\/2000\/svg"/);
      assertMatch(svg, /<rect [^>]*fill="#ffffff"/);
      assert(!/NaN|undefined|Infinity/.test(svg));
      const texts = textsOf(svg);
      for (const name of ["none", "v33", "merged"]) assert(texts.includes(name), name);
      for (const round of ["1", "2", "3"]) assert(texts.includes(round), `round ${round}`);
      for (const words of ["free memory", "held by the design", "remaining to be sent", "MiB"]) {
        assert(texts.includes(words), words);
      }
      assertEquals(texts.filter((words) => words === "switched over").length, 3);
      assert(texts.includes("time since the migration began (ms)"));
      assertEquals(svg.match(/aria-description="remaining"/g)?.length, 3);
      assertEquals(svg.match(/aria-description="first and last hint"/g)?.length, 2);
    }),
});

Deno.test({
  name: "the same seed is drawn the same, and a title may hold any sign",
  ignore: cannotDraw,
  fn: () =>
    inFolder(async (folder) => {
      const title = `title=a < b & "c" > d`;
      for (const svg of ["a.svg", "b.svg"]) {
        const args = ["small", "--set", title, "--design", "v33", "--json", "--svg", svg];
        const { code, out, err } = await run("simulate", args, { folder });
        assertEquals(code, 0, err);
        JSON.parse(out);
      }
      const drawn = await Deno.readTextFile(`${folder}/a.svg`);
      assertEquals(flawOf(drawn), null);
      assertStringIncludes(drawn, "a &lt; b &amp; ");
      assertEquals(await Deno.readTextFile(`${folder}/b.svg`), drawn);
    }),
});

Deno.test({
  name: "the picture in README is what its command draws",
  ignore: cannotDraw,
  fn: () =>
    inFolder(async (folder) => {
      await run("simulate", ["--svg", "course.svg"], { folder });
      const kept = new URL("../../fixtures/pictures/course.svg", import.meta.url);
      assert(
        await Deno.readTextFile(`${folder}/course.svg`) === await Deno.readTextFile(kept),
        "draw it anew, and look at it: deno task simulate --svg fixtures/pictures/course.svg",
      );
    }),
});

Deno.test("a place where no picture can be written is named before anything runs", () =>
  inFolder(async (folder) => {
    const refused = async (svg: string, why: RegExp): Promise<void> =>
      assertRefused(await run("simulate", ["small", `--svg=${svg}`], { folder }), why);
    await refused("nowhere/x.svg", /cannot write nowhere\/x\.svg: there is no such file/);
    await refused(".", /cannot write \.: it is a directory/);
    await refused("-", /--svg -: the table goes there; give the name of a file/);
    await refused("", /--svg needs a value: --svg FILE/);
    assertEquals(filesIn(folder), []);
  }));

Deno.test("without the packages that draw simulate says so in one line, and leaves nothing", () =>
  inFolder(async (folder) => {
    // A Deno that may not start another stands in for one that finds no packages.
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: [
        "run",
        "--no-prompt",
        "--allow-read",
        "--allow-write",
        new URL("../../cli/simulate.ts", import.meta.url).pathname,
        "small",
        "--svg=x.svg",
      ],
      cwd: folder,
      env: { NO_COLOR: "1" },
    }).output();
    const said = new TextDecoder().decode(stderr);
    assertEquals(code, 2, said);
    assertMatch(said, /^simulate: cannot start the program that draws: [^\n]+\n$/);
    assertEquals(filesIn(folder), []);
  }));

Deno.test({
  name: "the program that draws has sound types: deno check of the house passes it by",
  ignore: cannotDraw,
  fn: async () => {
    const { success, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["check", ...OF_PLOT, DRAW],
      env: { NO_COLOR: "1" },
    }).output();
    assert(success, new TextDecoder().decode(stderr));
  },
});
