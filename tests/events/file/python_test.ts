/**
 * A reader in another language, written from the description alone, reads the same events.
 * @module
 */
import { assertEquals } from "@std/assert";
import { codec } from "../../../cli/codec.ts";
import { openLog, sourceOf } from "../../../events/file/reader.ts";
import type { Words } from "../../../events/log.ts";
import { smallFile } from "../../support/logs.ts";
import { small } from "../../support/runs.ts";

const reader = new URL("reader.py", import.meta.url).pathname;

/** A Python that has zstandard; undefined if there is none. */
function python(): string | undefined {
  return ["/usr/bin/python3", "python3"].find((path) => {
    try {
      const args = ["-c", "import zstandard"];
      return new Deno.Command(path, { args, stderr: "null" }).outputSync().success;
    } catch {
      return false;
    }
  });
}

const found = python();
if (found === undefined) console.log("python3-zstandard is not there: its test is skipped");

async function agrees(bytes: Uint8Array, wanted: Words): Promise<void> {
  const path = await Deno.makeTempFile({ suffix: ".log" });
  try {
    await Deno.writeFile(path, bytes);
    const { success, stdout, stderr } = await new Deno.Command(found!, { args: [reader, path] })
      .output();
    assertEquals(new TextDecoder().decode(stderr), "");
    assertEquals(success, true);
    const lines = new TextDecoder().decode(stdout).trimEnd().split("\n");
    assertEquals(lines.length, wanted.length / 4);
    lines.forEach((line, event) => {
      const own = [0, 1, 2, 3].map((word) => wanted[event * 4 + word]).join(" ");
      if (line !== own) assertEquals(line, own, `event ${event + 1}`);
    });
  } finally {
    await Deno.remove(path);
  }
}

Deno.test({
  name: "reader.py, written from format.md, reads the same words and finds every check right",
  ignore: found === undefined,
  fn: () => agrees(smallFile("v33", 1024), small("v33").words),
});

Deno.test({
  name: "reader.py reads the form before, too",
  ignore: found === undefined,
  fn() {
    const old = new URL("../../../fixtures/logs/format-1-page-reporting.log", import.meta.url);
    const bytes = Deno.readFileSync(old);
    const file = openLog(sourceOf(bytes), codec);
    assertEquals([file.format, file.blocks], [1, 1]);
    return agrees(bytes, file.wordsOf(0));
  },
});
