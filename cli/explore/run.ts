/**
 * One case searched: its verdict, and of a violation the shortest way to it as a log.
 * @module
 */
import { type CaseSpec, rulesOf } from "../../core/run/search/cases.ts";
import { onePage } from "../../core/run/search/one_page.ts";
import { type Move, retrace, search, type SmallWorld } from "../../core/run/search/search.ts";
import { digestViews } from "../../core/state/digest.ts";
import { lostPages } from "../../core/state/oracles/lost.ts";
import { LogWriter } from "../../events/file/writer.ts";
import { codec, hash64 } from "../codec.ts";
import { OutputFile } from "../files.ts";

export interface Explored {
  readonly spec: CaseSpec;
  readonly verdict: "safe" | "violation" | "open";
  /** Steps of the shortest way; 0 if the case is safe. */
  readonly length: number;
  readonly states: number;
  readonly depth: number;
  readonly seconds: number;
  /** How often each actor took a step. */
  readonly actions: Readonly<Record<string, number>>;
  /** By step: who, and the index of its first event. */
  readonly steps: readonly { readonly actor: string; readonly from: number }[];
  /** The counterexample, taken again with real numbers; null if there is none. */
  readonly world: SmallWorld | null;
}

/** Searches a case to its end. */
export function explore(spec: CaseSpec): Explored {
  const { host, design } = rulesOf(spec);
  const begin = performance.now();
  const small = onePage(host, design, spec.bounds);
  const { verdict, states, depth, path, steps } = search(small);
  const seconds = (performance.now() - begin) / 1000;
  const actions: Record<string, number> = {};
  small.actors.forEach((actor, lane) => {
    if (actor !== null) actions[actor.name] = steps[lane];
  });
  const again = verdict === "violation" ? retraced(spec, path) : { world: null, steps: [] };
  return { spec, verdict, length: path.length, states, depth, seconds, actions, ...again };
}

/** The path from a fresh world, with times, as any log has them. */
function retraced(spec: CaseSpec, path: readonly Move[]): Pick<Explored, "world" | "steps"> {
  const { host, design } = rulesOf(spec);
  const world = onePage(host, design, spec.bounds, true);
  const steps = path.map((move) => {
    const from = world.sim.machine.log.length;
    retrace(world, [move]);
    return { actor: world.actors[move.lane]!.name, from };
  });
  if (lostPages(world.sim.machine.memory) === 0) {
    throw new Error(`the way to the violation of ${spec.name}, taken again, loses no page`);
  }
  return { world, steps };
}

/** Writes a counterexample as a log that every command opens. */
export function writeCounterexample({ spec, world }: Explored, path: string): void {
  if (world === null) return;
  const { machine } = world.sim, { log, memory } = machine;
  const { design } = rulesOf(spec);
  using file = new OutputFile(path);
  const writer = new LogWriter(
    {
      format: 1,
      clock: "ns",
      geometry: memory.geometry,
      actors: world.actors.map((actor) => ({ name: actor?.name ?? "world", cpu: actor?.cpu ?? 0 })),
      scenario: { name: spec.name, title: spec.story },
      profile: machine.profile.name,
      host: spec.host,
      design: spec.design,
      seed: 0,
      tasks: [],
      declares: { context: design.context, returns: design.returns },
    },
    codec,
    (bytes) => file.write(bytes),
    () => digestViews(memory, hash64),
  );
  writer.write(log.words, 0, log.length);
  writer.close();
  file.commit();
}
