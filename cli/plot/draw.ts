/**
 * Draws time courses: JSON of a `Drawing` on standard input, SVG on standard output; nothing for nothing.
 * A program of its own, with its own packages, so that nobody downloads them who draws nothing.
 * @module
 */
import { parseHTML } from "linkedom";
import type { Drawing } from "./drawing.ts";
import { pictureOf } from "./picture.ts";
import { standalone } from "./svg.ts";

const input = await new Response(Deno.stdin.readable).text();
if (input !== "") {
  const { document } = parseHTML("<!doctype html><body></body>") as unknown as Window;
  const svg = standalone(pictureOf(document, JSON.parse(input) as Drawing));
  await new Blob([svg]).stream().pipeTo(Deno.stdout.writable);
}
