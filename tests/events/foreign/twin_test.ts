import { assertEquals } from "@std/assert";
import { Kind } from "../../../events/kinds.ts";
import { cpuOf, kindOf, orderOf, pfnOf } from "../../../events/log.ts";
import { bundledTrace, imported } from "../../support/traces.ts";

const LINE = /\[(\d+)\].*?(mm_page_\w+): +page=\S+ pfn=(\S+) (?:order|alloc_order)=(\d+)/;
const kinds: Record<string, number> = {
  mm_page_alloc: Kind.PageAllocated,
  mm_page_free: Kind.PageFreed,
  mm_page_free_batched: Kind.PageFreed,
  mm_page_alloc_zone_locked: Kind.RemovalSeen,
  mm_page_pcpu_drain: Kind.DrainSeen,
  mm_page_alloc_extfrag: Kind.StealSeen,
};

/** The importer's slow twin: a regular expression a line, and a map of pages that wait. */
function slowly(text: string): string[] {
  const found: [kind: number, cpu: number, pfn: number, order: number][] = [];
  const waiting = new Map<number, number>();
  for (const line of text.split("\n")) {
    const match = LINE.exec(line);
    if (match === null) continue;
    const [, cpu, name, pfn, order] = match;
    if (name === "mm_page_free_batched" && waiting.has(Number(pfn))) {
      found[waiting.get(Number(pfn))!][0] = Kind.FreeAnnounced;
    }
    waiting.delete(Number(pfn));
    if (name === "mm_page_free") waiting.set(Number(pfn), found.length);
    found.push([kinds[name], Number(cpu), Number(pfn), Number(order)]);
  }
  return found.map((event) => event.join(" "));
}

const traces = ["base-256.ftrace", "smp2-512.ftrace", "perf-1024.perf", "base-256.trace-cmd"];
for (const name of traces) {
  Deno.test(`the real trace ${name} is read as its slow twin reads it`, () => {
    const bytes = bundledTrace(name);
    const { log } = imported(bytes);
    const fast = Array.from(
      { length: log.length },
      (_, at) => [kindOf, cpuOf, pfnOf, orderOf].map((of) => of(log.words, at)).join(" "),
    );
    assertEquals(fast.join("\n") === slowly(new TextDecoder().decode(bytes)).join("\n"), true);
  });
}

Deno.test("trace-cmd's text of a trace gives the events of its ftrace text, flags aside", () => {
  const ftrace = imported(bundledTrace("base-256.ftrace"));
  const report = imported(bundledTrace("base-256.trace-cmd"));
  const bare = (words: Int32Array, at: number): number[] =>
    [kindOf, cpuOf, pfnOf, orderOf].map((of) => of(words, at)).concat(words[at * 4 + 3]);
  // An announcement's batched event may lie behind the 2,000 lines.
  const announced = (kind: number): number => kind === Kind.FreeAnnounced ? Kind.PageFreed : kind;
  for (let at = 0; at < report.log.length; at++) {
    const [kind, ...rest] = bare(report.log.words, at);
    const [wanted, ...wantedRest] = bare(ftrace.log.words, at);
    assertEquals([announced(kind), ...rest], [announced(wanted), ...wantedRest], `event ${at + 1}`);
  }
});
