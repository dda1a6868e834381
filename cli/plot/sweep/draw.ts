/**
 * Draws a sweep: JSON of an array of `SweepSheet` on standard input, of an array of SVG on standard output;
 * nothing for nothing.
 * A program of its own, with its own packages, so that nobody downloads them who draws nothing.
 * @module
 */
import { parseHTML } from "linkedom";
import { standalone } from "../svg.ts";
import type { SweepSheet } from "./drawing.ts";
import { heatOf } from "./heat.ts";
import { savingOf } from "./saving.ts";
import { tradeOf } from "./trade.ts";

function pictureOf(document: Document, sheet: SweepSheet): Element {
  switch (sheet.kind) {
    case "saving":
      return savingOf(document, sheet);
    case "heat":
      return heatOf(document, sheet);
    case "trade":
      return tradeOf(document, sheet);
  }
}

const input = await new Response(Deno.stdin.readable).text();
if (input !== "") {
  const pictures = (JSON.parse(input) as SweepSheet[]).map((sheet) => {
    const { document } = parseHTML("<!doctype html><body></body>") as unknown as Window;
    return standalone(pictureOf(document, sheet));
  });
  await new Blob([JSON.stringify(pictures)]).stream().pipeTo(Deno.stdout.writable);
}
