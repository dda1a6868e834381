/**
 * The table of kinds is sound.
 * @module
 */
import { assert, assertEquals } from "@std/assert";
import { Kind, type KindName, kindNames, kinds, textName } from "../../events/kinds.ts";

const names = Object.keys(kinds) as KindName[];

Deno.test("every kind has a number of its own, a row and a sentence", () => {
  assertEquals(new Set(Object.values(Kind)).size, Object.keys(Kind).length);
  assertEquals(names.sort(), (Object.keys(Kind) as KindName[]).sort());
  for (const name of names) {
    assert(Kind[name] > 0 && Kind[name] < 256);
    assert(/^[A-Z].*\.$/.test(kinds[name].sentence), name);
    assertEquals(kindNames[Kind[name]], name);
  }
});

Deno.test("text names are unique and in the past tense's form", () => {
  assertEquals(new Set(names.map(textName)).size, names.length);
  assertEquals(textName("PageAllocated"), "page-allocated");
  assertEquals(textName("ZeroPagesSent"), "zero-pages-sent");
});

Deno.test("no two fields of a kind share a bit, and each lies within its word", () => {
  for (const name of names) {
    const used = { order: 0, pfn: 0, value: 0 };
    const seen = new Set<string>();
    for (const { name: field, word, shift, bits } of kinds[name].fields) {
      assert(!seen.has(field), `${name}.${field} stands twice`);
      seen.add(field);
      assert(shift + bits <= (word === "order" ? 4 : 32), `${name}.${field}`);
      const mask = bits === 32 ? -1 : ((1 << bits) - 1) << shift;
      assertEquals(used[word] & mask, 0, `${name}.${field} overlaps`);
      used[word] |= mask;
    }
  }
});
