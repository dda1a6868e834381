/**
 * The lint rules of the house, each with guilty and innocent lines.
 * @module
 */
import { assertEquals, assertStringIncludes } from "@std/assert";
import plugin from "../../.lint/rooms.ts";

/** What the rules say of one file: the rule and what its message names, one finding a line. */
function lint(path: string, source: string): string[] {
  return Deno.lint.runPlugin(plugin, path, source)
    .map(({ id, message }) => `${id}: ${message.split(": ")[0]}`);
}

const refused = (
  path: string,
  target: string,
) => [`rooms/imports: ${path} may not import ${target}`];
const banned = (path: string, name: string) => [`rooms/pure: ${path} may not use ${name}`];

Deno.test("rooms/imports lets imports point downhill only", () => {
  const ladder = ["events", "core/state", "core/decide", "core/run", "cli"];
  for (const [height, room] of ladder.entries()) {
    for (const [depth, other] of ladder.entries()) {
      const path = `${room}/a.ts`, target = `${other}/b.ts`;
      const up = "../".repeat(room.split("/").length);
      assertEquals(
        lint(path, `import { b } from "${up}${target}"; b();`),
        depth <= height ? [] : refused(path, target),
      );
    }
  }
});

Deno.test("rooms/imports keeps designs, actors and chance out of replay", () => {
  const path = "replay/diff.ts";
  for (const target of ["core/decide/buddy.ts", "core/run/sim.ts", "cli/log.ts"]) {
    assertEquals(lint(path, `import "../${target}";`), refused(path, target));
  }
  for (const target of ["core/state/apply.ts", "events/log.ts", "replay/replay.ts"]) {
    assertEquals(lint(path, `import "../${target}";`), []);
  }
  for (const path of ["events/a.ts", "core/run/a.ts"]) {
    const up = path.startsWith("core") ? "../../" : "../";
    assertEquals(lint(path, `import "${up}replay/b.ts";`), refused(path, "replay/b.ts"));
  }
  assertEquals(lint("cli/a.ts", `import "../replay/b.ts";`), []);
});

Deno.test("rooms/imports sees every form of import", () => {
  const path = "events/a.ts", spec = "../core/state/b.ts";
  for (
    const line of [
      `import { b } from "${spec}";`,
      `import type { B } from "${spec}";`,
      `import "${spec}";`,
      `export * from "${spec}";`,
      `export { b } from "${spec}";`,
      `export type { B } from "${spec}";`,
      `const b = await import("${spec}");`,
      `let b: import("${spec}").B;`,
    ]
  ) assertEquals(lint(path, line), refused(path, "core/state/b.ts"), line);
  assertEquals(
    lint(path, "await import(`./${name}.ts`);"),
    refused(path, "a name worked out at run time"),
  );
  assertEquals(lint("cli/a.ts", "await import(`./${name}.ts`);"), []);
});

Deno.test("rooms/imports leaves the front door and tests to tests", () => {
  assertEquals(lint("cli/a.ts", `import "../mod.ts";`), refused("cli/a.ts", "mod.ts"));
  assertEquals(lint("mod.ts", `export * from "./tests/a.ts";`), refused("mod.ts", "tests/a.ts"));
  assertEquals(lint("cli/a.ts", `import "../tests/a.ts";`), refused("cli/a.ts", "tests/a.ts"));
  assertEquals(lint("mod.ts", `export * from "./cli/a.ts";`), refused("mod.ts", "cli/a.ts"));
  assertEquals(lint("mod.ts", `export * from "./core/run/a.ts";`), []);
  assertEquals(
    lint("tests/a.ts", `import "../mod.ts"; import "./b.ts"; import "../cli/c.ts";`),
    [],
  );
  assertEquals(lint("replay/mod.ts", `import "./a.ts";`), [], "another mod.ts is a list");
  assertEquals(lint("replay/a.ts", `import "./mod.ts";`), []);
});

Deno.test("rooms/imports keeps packages out of events, core and replay", () => {
  for (const room of ["events", "core/state", "core/decide", "core/run", "replay"]) {
    const path = `${room}/a.ts`;
    for (const name of ["npm:zod", "node:zlib", "jsr:@std/assert", "zod", "@std/cli/parse-args"]) {
      assertEquals(lint(path, `import "${name}";`), refused(path, `"${name}"`));
    }
  }
  assertEquals(lint("cli/a.ts", `import "node:zlib"; import "zod";`), []);
  assertEquals(lint("tests/a.ts", `import "fast-check";`), []);
});

Deno.test("rooms/imports: a design sees neither designs nor who acts", () => {
  const path = "core/run/designs/v33.ts";
  for (const name of ["designs/merged.ts", "designs/mod.ts", "actors/taker.ts", "search/find.ts"]) {
    const spec = name.replace(/^designs\//, "./").replace(/^(actors|search)/, "../$1");
    assertEquals(lint(path, `import "${spec}";`), refused(path, `core/run/${name}`));
  }
  for (
    const spec of [
      "./design.ts",
      "./_queue.ts",
      "./common.ts",
      "./v33/call.ts",
      "../sim.ts",
      "../../state/views.ts",
      "../../decide/allocator.ts",
      "../../../events/kinds.ts",
    ]
  ) assertEquals(lint(path, `import "${spec}";`), [], spec);
  assertEquals(lint("core/run/designs/mod.ts", `import "./v33.ts"; import "./merged.ts";`), []);
  assertEquals(lint("core/run/designs/v33/call.ts", `import "../design.ts";`), []);
  assertEquals(lint("core/run/actors/shrinker.ts", `import "../designs/merged.ts";`), []);
});

Deno.test("rooms/imports: rules and views do not see their neighbours", () => {
  for (const [folder, contract] of [["replay/rules", "rule.ts"], ["replay/views", "view.ts"]]) {
    const path = `${folder}/lost.ts`;
    assertEquals(lint(path, `import "./stale.ts";`), refused(path, `${folder}/stale.ts`));
    assertEquals(lint(path, `import "./stale/a.ts";`), refused(path, `${folder}/stale/a.ts`));
    assertEquals(lint(path, `import "./${contract}"; import "./common.ts";`), []);
    assertEquals(lint(path, `import "./_pages/a.ts"; import "./lost/a.ts";`), []);
    assertEquals(lint(`${folder}/mod.ts`, `import "./lost.ts"; import "./stale.ts";`), []);
  }
});

Deno.test("rooms/pure bans clocks, chance and the runtime from what must repeat", () => {
  const lines: [name: string, guilty: string][] = [
    ["Deno", "Deno.args;"],
    ["Deno", "let file: Deno.FsFile;"],
    ["Deno", "globalThisOr(Deno);"],
    ["globalThis", "globalThis.Deno;"],
    ["Date", "Date.now();"],
    ["Date", "new Date();"],
    ["Date", "Date();"],
    ["performance", "performance.now();"],
    ["crypto", "crypto.randomUUID();"],
    ["setTimeout", "setTimeout(step, 1);"],
    ["setInterval", "setInterval(step, 1);"],
    ["process", "const all = { process };"],
    ["process", "lanes[process];"],
    ["console", "console.log(1);"],
  ];
  for (const path of ["events/a.ts", "core/state/a.ts", "core/run/a.ts", "replay/a.ts"]) {
    for (const [name, line] of lines) assertEquals(lint(path, line), banned(path, name), line);
  }
  for (const path of ["cli/a.ts", "tests/a.ts", "replay/viewer/page.ts"]) {
    for (const [, line] of lines) assertEquals(lint(path, line), [], line);
  }
});

Deno.test("rooms/pure leaves labels and types alone", () => {
  const source = `
    lane.process; event.Date;
    const names = { Deno: 1, console: 2, process() {} };
    class Clock { performance = 1; process() {} }
    interface Host { crypto: number; process(console: number): void }
    let date: Date; type Timer = typeof setTimeout;
    // Deno and Math.random in a comment, and "Date.now()" in a text
  `;
  assertEquals(lint("core/state/a.ts", source), []);
});

Deno.test("rooms/pure bans Math.random everywhere", () => {
  const guilty = ["Math.random();", `Math["random"]();`, "const { random } = Math;"];
  for (const path of ["core/run/a.ts", "cli/a.ts", "tests/a_test.ts", "replay/viewer/a.ts"]) {
    for (const line of guilty) {
      assertEquals(lint(path, line).length, 1, line);
      assertStringIncludes(lint(path, line)[0], "rooms/pure: Math.random has no seed");
    }
    assertEquals(lint(path, "Math.floor(2.5); dice.random();"), []);
  }
});
