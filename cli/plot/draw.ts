/**
 * Draws time courses: JSON of a `Drawing` on standard input, SVG on standard output; nothing for nothing.
 * A program of its own, with its own packages, so that nobody downloads them who draws nothing.
 * @module
 */
import { parseHTML } from "linkedom";
import type { Drawing } from "./drawing.ts";
import { pictureOf } from "./picture.ts";

/** In tags, no more digits behind the point than a screen can show. */
function rounded(svg: string): string {
  const short = (number: string): string => String(Math.round(Number(number) * 10) / 10);
  return svg.replace(/<[^>]*>/g, (tag) => tag.replace(/-?\d+\.\d{2,}/g, short));
}

const input = await new Response(Deno.stdin.readable).text();
if (input !== "") {
  const { document } = parseHTML("<!doctype html><body></body>") as unknown as Window;
  const svg = rounded(pictureOf(document, JSON.parse(input) as Drawing).outerHTML);
  await new Blob([`<?xml version="1.0" encoding="UTF-8"?>\n${svg}\n`]).stream()
    .pipeTo(Deno.stdout.writable);
}
