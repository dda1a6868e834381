/**
 * The two safe rows with a longer queue: more states, the same verdict.
 * @module
 */
import { assertEquals } from "@std/assert";
import { qemu30 } from "../../../../core/decide/hosts/qemu_3_0.ts";
import { merged } from "../../../../core/run/designs/merged.ts";
import { v33 } from "../../../../core/run/designs/v33.ts";
import { BOUNDS, onePage } from "../../../../core/run/search/one_page.ts";
import { search } from "../../../../core/run/search/search.ts";

for (const design of [merged, v33]) {
  Deno.test(`${design.name} loses no page with a queue of ${BOUNDS.queue}`, () => {
    const verdict = search(onePage(qemu30, design));
    console.log(`${design.name}: ${verdict.states} states, ${verdict.depth} steps deep`);
    assertEquals(verdict.verdict, "safe");
  });
}
