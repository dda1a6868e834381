/**
 * The text of a trace as Perfetto reads it: JSON of Chrome's trace event format, an object a line.
 *
 * Perfetto's own form is protobuf, and smaller. This one people can read, a test can check without a decoder,
 * and other viewers take as well (chrome://tracing, Speedscope). Perfetto supports it "on a best-effort basis"
 * (perfetto.dev/docs/faq), so only its oldest parts are used: spans that nest, counters, instants, loose spans
 * and names. Times there are microseconds; three digits behind the point keep ours.
 * @module
 */

/** Takes pieces of the trace's text. */
export type Emit = (text: string) => void;

/** What is shown beside a span, by name. */
export type Args = Readonly<Record<string, number | string>>;

/** Where tracks go: a trace, or whatever else draws them. Times are in ns. */
export interface Sink {
  /** Names a group of tracks; groups stand in the order of their numbers. */
  group(group: number, name: string): void;
  /** Names a track of a group; tracks stand in the order of their numbers, from 1. */
  track(group: number, track: number, name: string): void;
  /** From a time to another; on a track one lies within another or apart from it. */
  span(group: number, track: number, name: string, from: number, to: number, args: Args): void;
  /** A span that may overlap others of its name: each has a number of its own. */
  loose(group: number, id: number, name: string, from: number, to: number, args: Args): void;
  /** What happened at a time. */
  instant(group: number, track: number, name: string, at: number, args: Args): void;
  /** The value of a counter from a time on. */
  counter(group: number, name: string, unit: string, at: number, value: number): void;
}

/** Groups of tracks: "processes" of the format. */
export const Group = { Cpus: 1, Locks: 2, Waits: 3, Migration: 4, Hints: 5, Memory: 6 } as const;

/** `1234.567`: nanoseconds as microseconds. */
function micros(ns: number): string {
  const rest = ns % 1000, whole = (ns - rest) / 1000;
  return rest === 0 ? String(whole) : `${whole}.${String(rest).padStart(3, "0")}`;
}

/** The time of the event that is at hand, in ns; in a world without times, 1 us an event. */
export interface Moment {
  ns: number;
}

export class Trace implements Sink {
  private first = true;

  constructor(private readonly emit: Emit, about: Args) {
    emit(`{"displayTimeUnit":"ns","otherData":${JSON.stringify(about)},"traceEvents":[`);
  }

  group(group: number, name: string): void {
    this.put(`"ph":"M","pid":${group},"name":"process_name","args":${JSON.stringify({ name })}`);
    this.put(
      `"ph":"M","pid":${group},"name":"process_sort_index","args":{"sort_index":${group}}`,
    );
  }

  track(group: number, track: number, name: string): void {
    const at = `"pid":${group},"tid":${track}`;
    this.put(`"ph":"M",${at},"name":"thread_name","args":${JSON.stringify({ name })}`);
    this.put(`"ph":"M",${at},"name":"thread_sort_index","args":{"sort_index":${track}}`);
  }

  span(group: number, track: number, name: string, from: number, to: number, args: Args): void {
    this.put(
      `"ph":"X","pid":${group},"tid":${track},"ts":${micros(from)},"dur":${micros(to - from)},` +
        `"name":${JSON.stringify(name)},"args":${JSON.stringify(args)}`,
    );
  }

  /** Each of them gets a row. */
  loose(group: number, id: number, name: string, from: number, to: number, args: Args): void {
    const same = `"cat":"${name}","id":${id},"pid":${group},"tid":1,"name":"${name}"`;
    this.put(`"ph":"b",${same},"ts":${micros(from)},"args":${JSON.stringify(args)}`);
    this.put(`"ph":"e",${same},"ts":${micros(to)}`);
  }

  instant(group: number, track: number, name: string, at: number, args: Args): void {
    this.put(
      `"ph":"i","s":"p","pid":${group},"tid":${track},"ts":${micros(at)},` +
        `"name":${JSON.stringify(name)},"args":${JSON.stringify(args)}`,
    );
  }

  counter(group: number, name: string, unit: string, at: number, value: number): void {
    this.put(
      `"ph":"C","pid":${group},"ts":${micros(at)},"name":${JSON.stringify(name)},` +
        `"args":{"${unit}":${value}}`,
    );
  }

  end(): void {
    this.emit("\n]}\n");
  }

  private put(members: string): void {
    this.emit(this.first ? `\n{${members}}` : `,\n{${members}}`);
    this.first = false;
  }
}
