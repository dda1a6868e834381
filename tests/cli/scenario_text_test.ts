/**
 * Files that are no scenario because they are no JSON, or no text.
 * @module
 */
import { gzipSync } from "node:zlib";
import { assertRefusals, least } from "./scenario_support.ts";

const utf16 = (text: string): Uint8Array =>
  Uint8Array.of(0xff, 0xfe, ...[...text].flatMap((char) => [char.charCodeAt(0), 0]));
const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (char) => char.charCodeAt(0));

const texts: [file: string, line: string][] = [
  ["", "s.json:1:1: the scenario is empty"],
  [" \n\n", "s.json:1:1: the scenario is empty"],
  ["// mine\n/* later */\n", "s.json:1:1: the scenario holds only comments"],
  ["/* mine", `s.json:1:1: this comment has no end: "*/" is missing`],
  [`{}\n/* mine`, `s.json:2:1: this comment has no end: "*/" is missing`],
  ["null", "s.json:1:1: the scenario: expected an object, { ... }, got null"],
  ["[]", "s.json:1:1: the scenario: expected an object, { ... }, got a list"],
  ['"guest"', "s.json:1:1: the scenario: expected an object, { ... }, got text"],
  ["guest: 64", "s.json:1:1: the key guest needs double quotes"],
  ["{ seed: 1 }", "s.json:1:3: the key seed needs double quotes"],
  ["{ 'seed': 1 }", "s.json:1:3: texts and keys stand in double quotes, not in single ones"],
  ["{ 1: 2 }", 's.json:1:3: expected a key in double quotes, got "1"'],
  ["{,}", 's.json:1:2: expected a value, got ","'],
  ['{ "seed": }', 's.json:1:11: expected a value, got "}"'],
  ['{ "seed" 1 }', 's.json:1:10: expected ":" between a key and its value, got "1"'],
  ['{ "seed" = 1 }', 's.json:1:10: expected ":" between a key and its value, got "="'],
  ['{ "seed": 1 "title": "" }', 's.json:1:13: expected "," before "title"'],
  ['{ "seed": 1"title": "" }', 's.json:1:12: expected "," before "title"'],
  ['{ "seed": 1; }', 's.json:1:12: ";" does not belong here'],
  ['{ "seed": 1,, }', 's.json:1:13: expected a key in double quotes, got ","'],
  [
    '{ "seed": NaN }',
    's.json:1:11: "NaN" is no value: a number, "text", true, false or null is',
  ],
  [
    '{ "seed": Infinity }',
    's.json:1:11: "Infinity" is no value: a number, "text", true, false or null is',
  ],
  [
    '{ "seed": True }',
    's.json:1:11: "True" is no value: a number, "text", true, false or null is',
  ],
  ['{ "seed": -Infinity }', 's.json:1:11: "-Infinity" is no number: write as 12, 0.5 or -1'],
  ['{ "seed": 01 }', 's.json:1:12: "01" is no number: write as 12, 0.5 or -1'],
  ['{ "seed": 0x10 }', 's.json:1:12: "0x10" is no number: write as 12, 0.5 or -1'],
  ['{ "seed": .5 }', 's.json:1:11: ".5" is no number: write as 12, 0.5 or -1'],
  ['{ "seed": +5 }', 's.json:1:11: "+5" is no number: write as 12, 0.5 or -1'],
  ['{ "seed": 1e }', 's.json:1:11: "1e" is no number: write as 12, 0.5 or -1'],
  ['{ "title": "a\n" }', "s.json:1:12: this text has no closing quote on its line"],
  [
    String.raw`{ "title": "C:\new\dir" }`,
    String.raw`s.json:1:12: this text has an unknown escape: a backslash itself is written \\`,
  ],
  [
    '{ "title": "a\tb" }',
    String.raw`s.json:1:12: this text has a control character: a tab is written \t`,
  ],
  ["{", 's.json:1:1: this "{" is never closed'],
  ['{\n  "guest": {\n    "mib": 64,\n', 's.json:2:12: this "{" is never closed'],
  ['{ "designs": ["none" }', 's.json:1:22: "}" cannot close the "[" of 1:14'],
  ['{\n  "seed": 1\n]', 's.json:3:1: "]" cannot close the "{" of 1:1'],
  [`${least}}`, 's.json:4:2: "}" stands behind the end of it all'],
  [`${least}\nmore`, 's.json:5:1: "more" stands behind the end of it all'],
  [
    least.replace("}", ', "mib": 65 }'),
    's.json:2:41: the key "mib" is here again: it is at 2:14 too',
  ],
  [
    least.replace("{}", '{},\n  "guest": {}'),
    's.json:4:3: the key "guest" is here again: it is at 2:3 too',
  ],
  ["\0", 's.json:1:1: "?" does not belong here'],
];

Deno.test("a text that is no JSON is refused in plain words, with its place", () =>
  assertRefusals(texts.map(([file, line]) => ({ file, line }))));

const bytes: [name: string, file: string | Uint8Array, line: string][] = [
  ["UTF-16", utf16(least), "s.json:1:1: not UTF-8 text but UTF-16: save it as UTF-8"],
  ["Latin-1", latin1('{\n  "title": "caf\xe9"\n}'), "s.json:2:16: not UTF-8 text"],
  ["cut in a character", latin1('{\n  "title": "caf\xc3'), "s.json:2:16: not UTF-8 text"],
  [
    "gzip, cut",
    gzipSync(least).slice(0, 30),
    "s.json: cannot decompress: the gzip data is cut or damaged",
  ],
  ["deep lists", "[".repeat(10_000), "s.json:1:33: nested deeper than 32 levels"],
  ["deep objects", '{"a":'.repeat(10_000), "s.json:1:161: nested deeper than 32 levels"],
  [
    "deep and closed",
    `${"[".repeat(10_000)}${"]".repeat(10_000)}`,
    "s.json:1:33: nested deeper than 32 levels",
  ],
  ["50 MB", " ".repeat(50_000_000), "s.json: too large for a scenario: more than 1 MiB"],
  [
    "50 MB, compressed",
    gzipSync(" ".repeat(50_000_000)),
    "s.json: too large for a scenario: more than 1 MiB",
  ],
  [
    "a list of a million bytes",
    `{ "tasks": [${"{},".repeat(300_000)}] }`,
    's.json:1:1: the scenario: the key "guest" is missing: an object, { ... }',
  ],
];

for (const [name, file, line] of bytes) {
  Deno.test(`a scenario file that is ${name} is refused`, () => assertRefusals([{ file, line }]));
}
