import { assertEquals, assertThrows } from "@std/assert";
import { constants, gzipSync, zstdCompressSync } from "node:zlib";
import { formOf, unpacked } from "../../cli/compressed.ts";

const plain = new Uint8Array(300_000).map((_, at) => (at * at) >> 7);

function zstd(bytes: Uint8Array, checksum: number): Uint8Array {
  return zstdCompressSync(bytes, { params: { [constants.ZSTD_c_checksumFlag]: checksum } });
}

Deno.test("gzip and zstd are told by their first bytes", () => {
  assertEquals(formOf(gzipSync(plain)), "gzip");
  assertEquals(formOf(zstd(plain, 0)), "zstd");
  assertEquals(formOf(plain), null);
  assertEquals(formOf(new Uint8Array()), null);
});

for (
  const { name, packed } of [
    { name: "gzip", packed: gzipSync(plain) },
    { name: "zstd", packed: zstd(plain, 0) },
    { name: "zstd with a checksum", packed: zstd(plain, 1) },
  ]
) {
  Deno.test(`${name}: whole bytes come back, cut bytes are refused at any length`, () => {
    const form = formOf(packed)!;
    assertEquals(new Uint8Array(unpacked(packed, form)), plain);
    const step = Math.ceil(packed.length / 50);
    for (let length = 6; length < packed.length; length += step) {
      assertThrows(() => unpacked(packed.subarray(0, length), form), SyntaxError, "cut or damaged");
    }
    const last = packed.subarray(0, packed.length - 1);
    assertThrows(() => unpacked(last, form), SyntaxError, "cut or damaged");
  });
}

Deno.test("parts one after the other are all read", () => {
  const frames = new Uint8Array([...zstd(plain, 0), ...zstd(plain, 1)]);
  assertEquals(unpacked(frames, "zstd").length, plain.length * 2);
  const members = new Uint8Array([...gzipSync(plain), ...gzipSync(plain)]);
  assertEquals(unpacked(members, "gzip").length, plain.length * 2);
});
