/**
 * Scenario files that are right: found, read, and completed by defaults.
 * @module
 */
import { assertEquals } from "@std/assert";
import { loadScenario, scenarioNames } from "../../cli/scenario/file.ts";
import { parseScenario } from "../../cli/scenario/parse.ts";
import { assertRefused, inFolder, run } from "./front_desk.ts";
import { least } from "./scenario_support.ts";

Deno.test("every bundled scenario is right", async () => {
  for (const name of scenarioNames()) assertEquals((await loadScenario(name)).name, name);
});

Deno.test("what a scenario leaves out has a default", () => {
  const scenario = parseScenario(least, "my.json", "my");
  assertEquals([scenario.guest.profile, scenario.guest.cpus], ["linux-6.1", 1]);
  assertEquals(scenario.host.linkMbit, 10_000);
  assertEquals(scenario.designs, ["none", "v33", "merged"]);
  assertEquals(scenario.seed, 1);
});

Deno.test("comments and trailing commas are allowed", () => {
  const scenario = parseScenario(`// mine\n${least.replace("16 }", "16, }")}`, "my.json", "my");
  assertEquals(scenario.guest.usedMib, 16);
});

Deno.test("a file with a byte order mark and Windows line ends is read", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/my.json`, `\ufeff${least.replaceAll("\n", "\r\n")}`);
    assertEquals((await loadScenario(`${folder}/my.json`)).guest.mib, 64);
  }));

Deno.test("standard input is a scenario too, and a device without end is not", async () => {
  const stdin = new TextEncoder().encode(least.replace("64", "3"));
  assertRefused(
    await run("simulate", ["-"], { stdin }),
    /^simulate: standard input:2:21: guest.mib/,
  );
  assertRefused(await run("simulate", ["/dev/zero"]), /^simulate: \/dev\/zero: too large for a/);
  assertRefused(await run("simulate", ["./"]), /^simulate: cannot read \.\/: it is a directory/);
});
