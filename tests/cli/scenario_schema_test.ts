/**
 * The JSON Schema of scenario files: what editors complete and explain.
 * @module
 */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { scenarioNames } from "../../cli/scenario/file.ts";
import { parseScenario } from "../../cli/scenario/parse.ts";
import { type JsonSchema, jsonSchema } from "../../cli/scenario/schema.ts";
import { COSTS } from "../../core/decide/costs.ts";
import { hosts } from "../../core/decide/hosts/mod.ts";
import { profiles } from "../../core/decide/profiles/mod.ts";
import { designs } from "../../core/run/designs/mod.ts";
import { inFolder, run } from "./front_desk.ts";

const fixtures = new URL("../../fixtures/", import.meta.url);

/** Every key of the schema with its path. */
function* keysIn(schema: JsonSchema, path = ""): Generator<[path: string, schema: JsonSchema]> {
  for (const [key, inner] of Object.entries(schema.properties ?? {})) {
    yield [`${path}.${key}`, inner];
    yield* keysIn(inner, `${path}.${key}`);
  }
  for (const branch of schema.oneOf ?? []) {
    yield* keysIn(branch, `${path}(${branch.properties?.kind?.const})`);
  }
  if (schema.items) yield* keysIn(schema.items, `${path}[]`);
}

Deno.test("--schema prints the schema, and the file beside the scenarios is the same", async () => {
  const { code, out, err } = await run("simulate", ["--schema"]);
  assertEquals([code, err], [0, ""]);
  assertEquals(JSON.parse(out).$schema, "https://json-schema.org/draft/2020-12/schema");
  const file = await Deno.readTextFile(new URL("scenario.schema.json", fixtures));
  assertEquals(
    file,
    out,
    "write it again: deno task simulate --schema > fixtures/scenario.schema.json",
  );
});

Deno.test("every key of the schema has one sentence, with its unit and default", () => {
  let count = 0;
  for (const [path, schema] of keysIn(jsonSchema)) {
    const { description = "" } = schema as { description?: string };
    assertMatch(description, /^[A-Z].*\.$/, path);
    const key = path.replace(/^.*\./, "");
    for (const [ending, unit] of [["Mib", /MiB/], ["Ms", /ms/], ["Mbit", /megabit\/s/]] as const) {
      if (key.endsWith(ending)) assertMatch(description, unit, path);
    }
    const { default: standard } = schema as { default?: unknown };
    if (["string", "number"].includes(typeof standard) && standard !== "") {
      assert(description.includes(`Default: ${standard}.`), `${path}: ${description}`);
    }
    count++;
  }
  assert(count > 50);
});

Deno.test("an editor is offered every name of a design, profile, host and cost", () => {
  const { designs: list, guest, host, costs } = jsonSchema.properties!;
  const names = (rows: readonly { name: string }[]): string[] => rows.map(({ name }) => name);
  assertEquals(list.items?.enum, names(designs));
  assertEquals(guest.properties?.profile.enum, names(profiles));
  assertEquals(host.properties?.name.enum, names(hosts));
  assertEquals(Object.keys(costs.properties!), Object.keys(COSTS));
});

Deno.test("the bundled scenarios name the schema by a path that leads to it", () => {
  for (const name of scenarioNames()) {
    const file = new URL(`scenarios/${name}.json`, fixtures);
    const { $schema } = JSON.parse(Deno.readTextFileSync(file));
    assertEquals(new URL($schema, file).href, new URL("scenario.schema.json", fixtures).href);
  }
});

Deno.test("a scenario that names the schema runs wherever it lies", () =>
  inFolder(async (folder) => {
    const text = await Deno.readTextFile(new URL("scenarios/small.json", fixtures));
    const moved = text.replace("../scenario.schema.json", "./no-such-file.json");
    await Deno.writeTextFile(`${folder}/mine.jsonc`, `// mine\n${moved}`);
    const { code, err } = await run("simulate", ["mine.jsonc", "--design", "none"], { folder });
    assertEquals(code, 0, err);
  }));

Deno.test("the scenarios that README shows are right, and lead to the schema from its folder", async () => {
  const readme = new URL("../README.md", fixtures);
  const text = await Deno.readTextFile(readme);
  for (const [, block] of text.matchAll(/^```jsonc\n([\s\S]*?)^```$/gm)) {
    parseScenario(block, "README.md", "mine");
    const path = /"\$schema": "(.*?)"/.exec(block)?.[1] ?? "";
    assertEquals(new URL(path, readme).href, new URL("scenario.schema.json", fixtures).href);
  }
});
