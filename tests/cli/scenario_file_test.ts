/**
 * Scenario files: what is right is read, what is not is named with line and column.
 * @module
 */
import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { loadScenario, parseScenario, scenarioNames } from "../../cli/scenario_file.ts";
import { InputError } from "../../cli/errors.ts";

const least = `{
  "guest": { "mib": 64, "usedMib": 16 },
  "host": {}
}`;

const says = (text: string, why: string): void => {
  const error = assertThrows(() => parseScenario(text, "my.json", "my"), InputError);
  assertStringIncludes(error.message, why);
};

Deno.test("every bundled scenario is right", async () => {
  for (const name of scenarioNames()) assertEquals((await loadScenario(name)).name, name);
});

Deno.test("what a scenario leaves out has a default", () => {
  const scenario = parseScenario(least, "my.json", "my");
  assertEquals(scenario.guest.profile, "linux-4.17");
  assertEquals(scenario.host.linkMbit, 10_000);
  assertEquals(scenario.designs, ["none", "v33"]);
  assertEquals(scenario.seed, 1);
});

Deno.test("comments and trailing commas are allowed", () => {
  const scenario = parseScenario(`// mine\n${least.replace("16 }", "16, }")}`, "my.json", "my");
  assertEquals(scenario.guest.usedMib, 16);
});

Deno.test("what is not right is named with line and column", () => {
  says("", "my.json:1:1: not JSON");
  says("{", "my.json:1:2: not JSON");
  says("[]", "my.json:1:1");
  says(least.replace("mib", "mb"), 'my.json:2:14: unknown key "mb"; did you mean "mib"?');
  says(least.replace("64", '"64"'), "my.json:2:21: guest.mib");
  says(least.replace("64", "3"), "my.json:2:21: guest.mib");
  says(
    least.replace('"host": {}', '"host": { "downtimeMs": -1 }'),
    "my.json:3:27: host.downtimeMs",
  );
});

Deno.test("what does not fit together is named", () => {
  says(least.replace("16 }", "64 }"), "guest.usedMib + guest.oldDataMib must be below guest.mib");
  const task = '"host": {}, "tasks": [{ "kind": "idle", "cpu": 4 }]';
  says(least.replace('"host": {}', task), "tasks[0].cpu is 4, but the guest has 1 cpus (0 to 0)");
  const writer = '"host": {}, "tasks": [{ "kind": "writer", "mib": 20, "mibPerSecond": 1 }]';
  says(least.replace('"host": {}', writer), "need 20");
});
