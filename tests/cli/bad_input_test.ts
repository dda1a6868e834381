import { FORMAT } from "../../events/file/header.ts";
import { assertEquals } from "@std/assert";
import { gzipSync } from "node:zlib";
import { assertRefused, filesIn, inFolder, run, smallLog } from "./front_desk.ts";

const text = new TextEncoder();
const small = smallLog();

/** The small log with one bit turned. */
function flipped(byte: number, bit = 0): Uint8Array {
  const bytes = small.slice();
  bytes[byte] ^= 1 << bit;
  return bytes;
}

function newer(): Uint8Array {
  const bytes = small.slice();
  new DataView(bytes.buffer).setUint32(8, FORMAT + 1, true);
  return bytes;
}

const middle = small.length >> 1;
const files: [name: string, bytes: Uint8Array, why: RegExp][] = [
  ["empty", new Uint8Array(), /a\.log: the file is empty/],
  ["cut in the magic", small.slice(0, 5), /a\.log: .*cut/],
  ["cut in the header", small.slice(0, 300), /a\.log: .*cut at byte 300/],
  ["cut in a block", small.slice(0, middle), /a\.log: .*cut/],
  ["cut by one byte", small.slice(0, -1), /a\.log: .*(end|cut)/],
  ["with a flipped bit in its header", flipped(200), /a\.log: .*header is damaged/],
  [
    "with a flipped bit in a block",
    flipped(middle, 5),
    /a\.log: .*damaged \(byte \d+, after event/,
  ],
  ["of a newer format", newer(), /a\.log: format 3 is newer than this program knows \(2\)/],
  ["that is text", text.encode("hello world\n"), /a\.log:.* it is text/],
  ["that is gzip of text", gzipSync(text.encode("hello\n")), /a\.log:.* it is text/],
  [
    "that is gzip, cut",
    gzipSync(small).slice(0, 1000),
    /a\.log: cannot decompress: .*cut or damaged/,
  ],
  [
    "that is a picture",
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0, 1),
    /a\.log: it is no hintlab log/,
  ],
];

for (const task of ["replay", "log", "verify"]) {
  for (const [name, bytes, why] of files) {
    Deno.test(`${task} refuses a file ${name}`, () =>
      inFolder(async (folder) => {
        await Deno.writeFile(`${folder}/a.log`, bytes);
        const result = await run(task, ["a.log"], { folder });
        // What comes before the damage may have been printed by then.
        assertRefused(task === "log" ? { ...result, out: "" } : result, why);
      }));
  }

  Deno.test(`${task} refuses a file that is not there, and a directory`, () =>
    inFolder(async (folder) => {
      assertRefused(
        await run(task, ["none.log"], { folder }),
        /cannot read none\.log: there is no such file/,
      );
      assertRefused(await run(task, ["."], { folder }), /\.: it is a directory/);
    }));

  Deno.test(`${task} without a run yet says how to make one`, () =>
    inFolder(async (folder) => {
      assertRefused(
        await run(task, [], { folder }),
        /there is no log in out\/ yet.*deno task simulate/,
      );
    }));

  Deno.test(`${task} guesses at an unknown option`, async () => {
    assertRefused(await run(task, ["--hlep"]), /unknown option --hlep; did you mean --help\?/);
  });
}

const wrong: [args: string[], why: RegExp][] = [
  [["replay", "--at", "24980"], /--at 24980: out of range; must be 0 to 24,979/],
  [["replay", "--at", "-1"], /--at -1: not a whole number/],
  [["replay", "--at", "ten"], /--at ten: not a whole number/],
  [["replay", "--show", "hint"], /unknown view "hint"; did you mean hints\?/],
  [["replay", "--page", "0x4000"], /--page 0x4000: out of range; must be 0 to 16,383/],
  [["replay", "--page", "1", "--show", "hints"], /give one of them/],
  [
    ["replay", "--find", "knd=hint-read"],
    /--find knd=hint-read: unknown key "knd"; did you mean kind\?/,
  ],
  [["replay", "--find", "kind=hint-raed"], /unknown kind "hint-raed"; did you mean hint-read\?/],
  [["replay", "--find", "page=0x4000"], /--find page 0x4000: out of range; must be 0 to 16,383/],
  [["replay", "--find", "kind"], /--find kind needs a value/],
  [["replay", "--find", " "], /--find names nothing/],
  [["replay", "--back"], /--back says which way --find goes/],
  [["log", "--kind", "hint-reed"], /unknown kind "hint-reed"; did you mean hint-read\?/],
  [["log", "--actor", "baloon"], /unknown actor "baloon"; did you mean balloon\?/],
  [["log", "--from", "9", "--to", "8"], /--from 9 lies behind --to 8/],
  [["log", "--to", "24980"], /--to 24980: out of range/],
  [["log", "--kind", "hint-read", "--out", "b.log"], /leave the filters away/],
  [["log", "--out", "no/such/folder.txt"], /cannot write no\/such\/folder\.txt: there is no such/],
  [["log", "--out", "."], /cannot write \.: it is a directory/],
];
for (const [[task, ...args], why] of wrong) {
  Deno.test(`${task} ${args.join(" ")} is refused`, () =>
    inFolder(async (folder) => {
      await Deno.writeFile(`${folder}/a.log`, small);
      assertRefused(await run(task, ["a.log", ...args], { folder }), why);
      assertEquals(filesIn(folder), ["a.log"]);
    }));
}

Deno.test("a text log with a wrong line is refused, names the line, and leaves no file", () =>
  inFolder(async (folder) => {
    await Deno.writeFile(`${folder}/a.log`, small);
    await run("log", ["a.log", "--out", "a.txt"], { folder });
    const lines = (await Deno.readTextFile(`${folder}/a.txt`)).split("\n");
    const cases: [string, RegExp][] = [
      ["page-writen actor=writer pfn=0x100 order=0", /a\.txt:5000: .*did you mean page-written\?/],
      ["page-written actor=writer pfn=0x999999 order=0", /a\.txt:5000: cannot apply event/],
      ["page-written pfn", /a\.txt:5000: cannot read "pfn": not of the form key=value/],
    ];
    for (const [line, why] of cases) {
      const changed = lines.with(4999, line).join("\n");
      await Deno.writeTextFile(`${folder}/a.txt`, changed);
      assertRefused(await run("log", ["a.txt", "--out", "b.log"], { folder }), why);
      assertEquals(filesIn(folder), ["a.log", "a.txt"]);
    }
  }));
