/**
 * What README shows is what the commands print: each block that begins with `$ deno task` is run, in
 * order, in a fresh folder. A block that ends in `...` shows only the beginning.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { run } from "./front_desk.ts";

const readme = Deno.readTextFileSync(new URL("../../README.md", import.meta.url));

/** Blocks of README that show a command and its output. */
const shown = [...readme.matchAll(/^```\n\$ deno task (.+)\n([\s\S]*?)^```$/gm)]
  .map(([, line, output]) => ({ line, output }));

Deno.test("README shows what the commands print", async () => {
  assert(shown.length >= 5);
  const folder = await Deno.makeTempDir();
  try {
    for (const { line, output } of shown) {
      const [task, ...args] = line.split(" ");
      const { code, out, err } = await run(task, args, { folder });
      assertEquals(code, task === "diff" ? 1 : 0, err); // what is shown of diff differs
      const begun = output.endsWith("\n...\n");
      const wanted = begun ? output.slice(0, -4) : output;
      assertEquals(begun ? out.slice(0, wanted.length) : out, wanted, line);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
