/**
 * Tracks of cpus and of the host's threads: who runs there, and in which context.
 *
 * A log names no scheduler: a span is a run of events of one actor in one context, from its first to its
 * last, and ends where the cpu is silent for longer than a moment.
 * @module
 */
import { CONTEXTS } from "../../../events/kinds.ts";
import { actorOf, contextOf, cpuOf, HOST_CPU, type Words } from "../../../events/log.ts";
import type { MemoryView } from "../../../core/state/memory.ts";
import type { Fold } from "../../fold.ts";
import { isUnderWay } from "../../known_pages.ts";
import { Group, type Moment, type Sink } from "./trace.ts";
import { Track } from "./track.ts";

const CPUS = 256, NOBODY = -1;
/** Events farther apart than that are no run. */
const SILENCE_NS = 20_000;

export class CpuTracks implements Fold {
  private readonly tracks: (Track | undefined)[] = [];
  /** By cpu: lane and context of the run under way, its first event, and its times. */
  private readonly runs = new Int32Array(CPUS).fill(NOBODY);
  private readonly events = new Int32Array(CPUS);
  private readonly from = new Float64Array(CPUS);
  private readonly to = new Float64Array(CPUS);

  constructor(
    private readonly memory: MemoryView,
    private readonly moment: Moment,
    private readonly names: readonly string[],
    private readonly trace: Sink,
    private readonly step: number,
  ) {
    trace.group(Group.Cpus, "cpus");
  }

  after(words: Words, index: number, number: number): void {
    const { memory, runs, to } = this;
    if (!isUnderWay(memory)) return;
    const cpu = cpuOf(words, index), now = this.moment.ns;
    const context = contextOf(words, index) || (cpu < memory.cpus ? memory.cpuContext[cpu] : 0);
    const run = actorOf(words, index) * CONTEXTS.length + context;
    if (runs[cpu] !== run || now - to[cpu] > SILENCE_NS) {
      this.close(cpu);
      runs[cpu] = run;
      this.events[cpu] = number;
      this.from[cpu] = now;
    }
    to[cpu] = now;
  }

  finish(): void {
    for (let cpu = 0; cpu < CPUS; cpu++) {
      this.close(cpu);
      this.tracks[cpu]?.flush();
    }
  }

  private close(cpu: number): void {
    const run = this.runs[cpu];
    if (run === NOBODY) return;
    const lane = Math.floor(run / CONTEXTS.length), context = run % CONTEXTS.length;
    const name = this.names[lane] ?? `lane ${lane}`;
    this.trackOf(cpu).add(
      context === 0 ? name : `${name} (${CONTEXTS[context]})`,
      this.from[cpu],
      this.to[cpu],
      this.events[cpu],
      {},
    );
  }

  private trackOf(cpu: number): Track {
    const track = this.tracks[cpu];
    if (track !== undefined) return track;
    const name = cpu < HOST_CPU ? `cpu ${cpu}` : `host thread ${cpu - HOST_CPU}`;
    this.trace.track(Group.Cpus, cpu + 1, name);
    return this.tracks[cpu] = new Track(this.trace, Group.Cpus, cpu + 1, this.step);
  }
}
