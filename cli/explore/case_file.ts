/**
 * Case files: what a search is to look at, found by name or path, and checked.
 * @module
 */
import { z } from "zod";
import { hosts } from "../../core/decide/hosts/mod.ts";
import { designs } from "../../core/run/designs/mod.ts";
import type { CaseSpec } from "../../core/run/search/cases.ts";
import { didYouMean } from "../command.ts";
import { InputError, systemError } from "../errors.ts";
import { lineColumn, nodeAt, pathText, propertyOf, valueOf } from "../scenario/places.ts";
import { readTree } from "../scenario/syntax.ts";
import { namesOf } from "../scenario/tasks.ts";

const bundled = new URL("../../fixtures/cases/", import.meta.url);
const EXTENSION = /\.jsonc?$/;

const flag = (sentence: string) => z.boolean().optional().describe(sentence);
const few = (most: number, sentence: string) =>
  z.number().int().min(0).max(most).describe(sentence);

const caseSchema = z.strictObject({
  $schema: z.string().optional().describe("Path of this schema, for an editor."),
  story: z.string().min(1).max(200).describe("What is switched, in a few words."),
  source: z.string().max(200).default("").describe("A commit, a row of a table, a mail."),
  host: z.enum(namesOf(hosts)).describe("The hypervisor."),
  hostSwitches: z.strictObject({
    checksId: flag("A START counts only with the id issued last."),
    startsOnlyOnRequest: flag("A START counts only while hinting is requested."),
    stopsBeforeSync: flag("Hinting is stopped before each sync."),
    clearsLogOnHint: flag("A hint clears the dirty log of its chunk."),
    clearsBeforeRead: flag("A page's bit is cleared before the page is read."),
    discardsOnHint: flag("A hint gives the memory back."),
    doneOnFailure: flag("DONE is told when a migration fails."),
    chunkOrder: few(8, "Order of the chunks in which the log is cleared.").optional(),
  }).default({}).describe("What this host does otherwise."),
  design: z.enum(namesOf(designs)).describe("The guest's driver."),
  designSwitches: z.strictObject({
    idByReference: flag("START names the driver's word, read when it is received."),
    repeatsId: flag("The driver may announce the id that it read last again."),
  }).default({}).describe("What this driver does otherwise."),
  bounds: z.strictObject({
    rounds: few(4, "Rounds before the guest is stopped."),
    writes: few(4, "Writes of the guest."),
    returns: few(4, "Blocks that the shrinker gives back."),
    queue: few(8, "Descriptors of the queue.").min(2),
  }).describe("How far the search goes."),
  expected: z.enum(["safe", "violation"]).describe("The verdict that is expected."),
}).meta({ title: "hintlab case", description: "A small world for `deno task explore`." });

/** Its JSON Schema, as an editor wants it. */
export function caseSchemaText(): string {
  return `${JSON.stringify(z.toJSONSchema(caseSchema, { io: "input" }), null, 2)}\n`;
}

/** Names of the bundled cases. */
export function caseNames(): string[] {
  return [...Deno.readDirSync(bundled)]
    .filter(({ name }) => EXTENSION.test(name))
    .map(({ name }) => name.replace(EXTENSION, ""))
    .sort();
}

/**
 * A case by the name of a bundled one, or by path.
 * @throws InputError if there is none, or it is not right
 */
export function loadCase(word: string): CaseSpec {
  const isPath = word.includes("/") || EXTENSION.test(word);
  const names = caseNames();
  if (!isPath && !names.includes(word)) {
    throw new InputError(
      `unknown case "${word}"${didYouMean(word, names)} (deno task explore lists them; ` +
        `or give a path to a .jsonc file)`,
    );
  }
  const path = isPath ? word : decodeURIComponent(new URL(`${word}.jsonc`, bundled).pathname);
  let text: string;
  try {
    text = Deno.readTextFileSync(path);
  } catch (error) {
    throw systemError(error, `read ${word}`) ?? error;
  }
  return parseCase(text, word, word.replace(/^.*\//, "").replace(EXTENSION, ""));
}

/** @throws InputError with file, line and column */
export function parseCase(text: string, file: string, name: string): CaseSpec {
  const root = readTree(text, "the case", (offset, why) => {
    throw new InputError(`${file}:${lineColumn(text, offset)}: ${why}`);
  });
  const { success, data, error } = caseSchema.safeParse(valueOf(root));
  if (success) {
    const { $schema: _, ...spec } = data;
    return { name, ...spec };
  }
  const issue = error.issues[0];
  const key = issue.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  const node = nodeAt(root, issue.path);
  const { offset } = (key === undefined ? undefined : propertyOf(node, key)) ?? node;
  const where = pathText(issue.path) || "the case";
  throw new InputError(`${file}:${lineColumn(text, offset)}: ${where}: ${issue.message}`);
}
