/**
 * A reader in another language, written from the description alone, reads the same events.
 * @module
 */
import { assertEquals } from "@std/assert";
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

Deno.test({
  name: "reader.py, written from format.md, reads the same words and finds every check right",
  ignore: found === undefined,
  async fn() {
    const path = await Deno.makeTempFile({ suffix: ".log" });
    try {
      await Deno.writeFile(path, smallFile("v33", 1024));
      const { success, stdout, stderr } = await new Deno.Command(found!, { args: [reader, path] })
        .output();
      assertEquals(new TextDecoder().decode(stderr), "");
      assertEquals(success, true);
      const { words } = small("v33");
      const lines = new TextDecoder().decode(stdout).trimEnd().split("\n");
      assertEquals(lines.length, words.length / 4);
      lines.forEach((line, event) => {
        const own = words.subarray(event * 4, event * 4 + 4).join(" ");
        if (line !== own) assertEquals(line, own, `event ${event + 1}`);
      });
    } finally {
      await Deno.remove(path);
    }
  },
});
