/**
 * Which files the page is given, and as what.
 * @module
 */
import { assertEquals, assertRejects } from "@std/assert";
import { zstdCompressSync } from "node:zlib";
import { codec } from "../../../cli/codec.ts";
import { InputError } from "../../../cli/errors.ts";
import { openShown, type ShownLog } from "../../../cli/view/log.ts";
import { openLog } from "../../../events/file/reader.ts";
import { inFolder, run, smallLog } from "../front_desk.ts";

const bytesOf = (log: ShownLog): Uint8Array => log.read(0, log.size);

/** What a log is read from stays open until the process ends. */
const test = (name: string, fn: () => Promise<void>): void =>
  Deno.test({ name, sanitizeResources: false, fn });

test("a compressed log is given as what is inside", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/a.log.zst`, bytes = smallLog();
    await Deno.writeFile(path, zstdCompressSync(bytes));
    const { shown } = await openShown(path);
    assertEquals([shown.name, shown.path], ["a.log.zst", null]);
    assertEquals(bytesOf(shown), bytes);
  });
});

test("a text log is given as a log of the same events", async () => {
  await inFolder(async (folder) => {
    await Deno.writeFile(`${folder}/a.log`, smallLog());
    assertEquals((await run("log", ["a.log", "--out", "a.txt"], { folder })).code, 0);
    const { shown } = await openShown(`${folder}/a.txt`), file = openLog(shown, codec);
    const whole = openLog((await openShown(`${folder}/a.log`)).shown, codec);
    assertEquals([file.events, file.header], [whole.events, whole.header]);
    assertEquals(file.wordsOf(0), whole.wordsOf(0));
  });
});

test("a damaged log is given as it is, one without any event is refused", async () => {
  await inFolder(async (folder) => {
    const path = `${folder}/a.log`, bytes = smallLog(4096);
    await Deno.writeFile(path, bytes.subarray(0, bytes.length >> 1));
    const { shown, log } = await openShown(path);
    assertEquals([shown.size, log.events % 4096, shown.events === log.events], [
      bytes.length >> 1,
      0,
      true,
    ]);
    await assertRejects(() => openShown(path, false), InputError, "(byte ");
    await Deno.writeFile(path, bytes.subarray(0, 600));
    await assertRejects(() => openShown(path), InputError, "a.log");
  });
});
