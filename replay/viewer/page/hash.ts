/**
 * The link's end: `#at=N&reading=stale&order=hilbert&pfn=0x5a3c1`, read and written.
 * @module
 */
import { frame, typedFrame, typedNumber } from "./format.ts";
import type { Order } from "./map/layout.ts";

export interface Place {
  readonly at: number | null;
  readonly reading: string | null;
  readonly order: Order | null;
  readonly pfn: number | null;
}

/** What is not understood is left out: a link that is half wrong still opens the log. */
export function placeOf(hash: string): Place {
  const words = new URLSearchParams(hash.replace(/^#/, ""));
  const order = words.get("order");
  return {
    at: typedNumber(words.get("at") ?? ""),
    reading: words.get("reading"),
    order: order === "pfn" || order === "hilbert" ? order : null,
    pfn: typedFrame(words.get("pfn") ?? ""),
  };
}

export function hashOf(place: Place): string {
  const words = new URLSearchParams();
  if (place.at !== null) words.set("at", String(place.at));
  if (place.reading !== null) words.set("reading", place.reading);
  if (place.order === "hilbert") words.set("order", place.order);
  if (place.pfn !== null) words.set("pfn", frame(place.pfn));
  return `#${words}`;
}
