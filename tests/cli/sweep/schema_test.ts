/**
 * Sweep files: the schema, the bundled ones, and what is said of wrong ones.
 * @module
 */
import { assertEquals, assertRejects } from "@std/assert";
import { InputError } from "../../../cli/errors.ts";
import { sweepNames } from "../../../cli/sweep/file.ts";
import { loadSweep } from "../../../cli/sweep/load.ts";
import { sweepJsonSchema, sweepSchemaText } from "../../../cli/sweep/schema.ts";
import type { JsonSchema } from "../../../cli/scenario/schema.ts";
import { inFolder } from "../front_desk.ts";

const fixtures = new URL("../../../fixtures/", import.meta.url);

Deno.test("the file of the sweeps' schema is what --schema prints", async () => {
  assertEquals(
    await Deno.readTextFile(new URL("sweep.schema.json", fixtures)),
    sweepSchemaText(),
    "write it again: deno task sweep --schema > fixtures/sweep.schema.json",
  );
});

Deno.test("every key of a sweep file has a sentence", () => {
  const bare: string[] = [];
  const look = (schema: JsonSchema, path: string): void => {
    for (const [key, inner] of Object.entries(schema.properties ?? {})) {
      if (!(inner as { description?: string }).description) bare.push(`${path}.${key}`);
      look(inner, `${path}.${key}`);
    }
    for (const inner of schema.oneOf ?? []) look(inner, path);
    if (schema.items !== undefined) look(schema.items, path);
  };
  look(sweepJsonSchema, "");
  assertEquals(bare, []);
});

Deno.test("every bundled sweep can be run", async () => {
  for (const name of sweepNames()) {
    const { plan } = await loadSweep(name);
    assertEquals(plan.runs > 0, true, name);
  }
});

const axis = (text: string): string => `{ "scenario": "small",\n  "axes": [{ ${text} }] }`;
const mib = '"name": "a", "key": "guest.mib"';
const link = '"name": "b", "key": "host.linkMbit"';

/** A sweep file, and the place and reason of the refusal. */
const refusals: readonly (readonly [text: string, said: string])[] = [
  ["", "1:1: the sweep is empty"],
  ["{}", '1:1: the sweep: the key "scenario" is missing: text'],
  ['{ "scenario": "smal" }', '1:15: scenario: unknown scenario "smal"; did you mean small?'],
  ['{ "scenario": "./no.json" }', "1:15: scenario: cannot read"],
  ['{ "scenario": "small", "axis": [] }', '1:24: unknown key "axis"; did you mean axes?'],
  [
    '{ "scenario": "small", "designs": ["v3"] }',
    '1:36: designs[0]: unknown design "v3"; did you mean v33?',
  ],
  [
    '{ "scenario": "small", "set": { "guest.mb": 64 } }',
    '1:45: set.guest.mb: unknown key "guest.mb"; did you mean guest.mib?',
  ],
  [
    '{ "scenario": "small", "set": { "seed": 3 } }',
    "1:41: set.seed: seed is said by the sweep itself",
  ],
  [
    '{ "scenario": "small", "set": { "guest.usedMib": 64 } }',
    "1:31: set: guest.mib: 64 is too small",
  ],
  [
    '{ "scenario": "small", "seeds": { "count": 0 } }',
    "1:44: seeds.count: 0 is out of range; must be 1 to 10,000",
  ],
  [
    '{ "scenario": "small", "seeds": { "count": 9, "first": 2147483640 } }',
    "the last seed would be above",
  ],
  [axis('"key": "guest.mib", "values": [64]'), '2:12: axes[0]: the key "name" is missing'],
  [
    axis('"name": "a b", "key": "guest.mib", "values": [64]'),
    "2:22: axes[0].name: expected letters",
  ],
  [
    axis('"name": "bytes", "key": "guest.mib", "values": [64]'),
    "a column of the result has that name",
  ],
  [axis('"name": "a", "values": [64]'), "2:12: axes[0]: either key or keys says what it sets"],
  [axis(mib), "2:12: axes[0]: one of values, range, log, draw says its values; none is here"],
  [
    axis(`${mib}, "values": [64], "log": { "from": 1, "to": 2, "steps": 2 }`),
    "values and log are here",
  ],
  [
    axis(`"name": "a", "key": "guest.mb", "values": [64]`),
    '2:34: axes[0].key: unknown key "guest.mb"; did you',
  ],
  [
    axis(`"name": "a", "key": "tasks.7.mib", "values": [64]`),
    "there is no tasks.7; tasks has 3 entries",
  ],
  [axis(`"name": "a", "key": "seed", "values": [1]`), "seed is said by the sweep, not by an axis"],
  [axis(`${mib}, "values": [64, 64]`), "2:62: axes[0].values[1]: it is in the list already"],
  [axis(`${mib}, "values": [64, 1]`), "2:62: axes[0].values[1]: guest.mib: 1 is out of range"],
  [
    axis(`${mib}, "values": ["x"]`),
    "axes[0].values[0]: guest.mib: expected a whole number, got text",
  ],
  [axis(`${mib}, "values": [null]`), "expected a number, or text, or true or false, got null"],
  [axis(`${mib}, "values": [32, 64]`), "axes: with a=32: guest.mib: 32 is too small"],
  [
    axis(`${mib}, "log": { "from": 0, "to": 3, "steps": 2 }`),
    "axes[0].log.from: 0 is out of range; must be 0.001",
  ],
  [
    axis(`${mib}, "range": { "from": 9, "to": 3, "steps": 2 }`),
    "axes[0].range: from 9 must be below to 3",
  ],
  [
    axis(`${mib}, "draw": { "distribution": "unifrom", "from": 1, "to": 2, "count": 3 }`),
    'axes[0].draw.distribution: unknown distribution "unifrom"; did you mean uniform?',
  ],
  [
    axis(`${mib}, "draw": { "distribution": "uniform", "from": 1, "too": 2, "count": 3 }`),
    'unknown key "too"; did you mean to?',
  ],
  [
    axis(
      `${mib}, "draw": { "distribution": "normal", "mean": 1, "deviation": 1, "min": 99, "count": 3 }`,
    ),
    "axes[0].draw: cannot draw a value: 99 to Infinity is hardly ever met",
  ],
  [
    axis(`${mib}, "of": "guest.mi", "values": [1]`),
    'axes[0].of: unknown key "guest.mi"; did you mean',
  ],
  [axis(`${mib}, "of": "guest.profile", "values": [1]`), "axes[0].of: guest.profile is no number"],
  [
    axis(`${mib}, "of": "guest.mib *", "values": [1]`),
    "axes[0].of: expected keys and numbers joined by",
  ],
  [axis(`${mib}, "of": "guest.mib", "values": ["1"]`), "axes[0].values: a share is a number"],
  [axis(`${mib}, "along": "b", "values": [64]`), 'axes[0].along: no earlier axis is called "b"'],
  [
    axis(`${mib}, "values": [64] }, { ${link}, "along": "a", "values": [1, 2]`),
    "axes[1].along: it has 2 values, and a has 1 value",
  ],
  [
    axis(`${mib}, "values": [64] }, { "name": "c", "key": "guest.mib", "values": [1]`),
    "axis a sets it too",
  ],
];

Deno.test("what is wrong in a sweep file is told at its place", async () => {
  await inFolder(async (folder) => {
    for (const [text, said] of refusals) {
      await Deno.writeTextFile(`${folder}/s.jsonc`, text);
      await assertRejects(() => loadSweep(`${folder}/s.jsonc`), InputError, said, text);
    }
    await assertRejects(() => loadSweep("smal"), InputError, "did you mean small?");
    await assertRejects(() => loadSweep(`${folder}/no.jsonc`), InputError, "there is no such file");
  });
});
