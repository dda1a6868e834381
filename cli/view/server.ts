/**
 * The server of the page: on the loopback address only, the page's four files, and its logs by ranges.
 * @module
 */
import type { ByteSource } from "../../events/file/reader.ts";
import type { Boot } from "../../replay/viewer/protocol.ts";
import { systemError } from "../errors.ts";
import { SEEK_ENDING } from "../timeline.ts";
import { type Site, siteNames } from "./bundle.ts";
import { admit, headers, HOST, newToken } from "./guard.ts";
import { withBoot } from "./html.ts";
import { type SeekBytes, seekOf, type ShownLog } from "./log.ts";
import { piecesOf, rangeOf } from "./ranges.ts";

const PIECE_BYTES = 1 << 20;
/** An answer up to this is read before its headers are sent, so that they can say that it failed. */
const WHOLE_BYTES = 1 << 20;

const types = {
  html: "text/html; charset=utf-8",
  style: "text/css; charset=utf-8",
  page: "text/javascript; charset=utf-8",
  worker: "text/javascript; charset=utf-8",
} as const satisfies Record<keyof Site, string>;

/** A server that runs. */
export interface Server {
  /** The page, with its token. */
  readonly link: string;
  readonly port: number;
  end(): Promise<void>;
}

/**
 * Serves the page and its logs.
 * @param port 0 takes one that is free
 * @throws InputError if it cannot listen there
 */
export function serve(site: Site, logs: readonly ShownLog[], port = 0): Server {
  const token = newToken(), desk = new Desk(site, logs);
  const begin = (): Deno.HttpServer<Deno.NetAddr> =>
    Deno.serve(
      { hostname: HOST, port, onListen: () => {}, onError: () => refusal(500, "a bug of hintlab") },
      (request, { completed }) => {
        completed.catch(() => {}); // the browser went away before the end: no error
        const path = admit(request, server.addr.port, token);
        return typeof path === "string"
          ? desk.answer(path, request)
          : refusal(path.status, path.why);
      },
    );
  let server: ReturnType<typeof begin>;
  try {
    server = begin();
  } catch (error) {
    throw systemError(error, `listen on port ${port}`) ?? error;
  }
  return {
    link: `http://${HOST}:${server.addr.port}/${token}/`,
    port: server.addr.port,
    end: () => server.shutdown(),
  };
}

function refusal(status: number, why: string, more: Record<string, string> = {}): Response {
  return new Response(`${why}\n`, {
    status,
    headers: { ...headers, "content-type": "text/plain; charset=utf-8", ...more },
  });
}

/** What lies behind the token. */
class Desk {
  private readonly files: ReadonlyMap<string, readonly [type: string, text: string]>;

  constructor(site: Site, private readonly logs: readonly ShownLog[]) {
    const boot: Boot = {
      worker: siteNames.worker,
      logs: logs.map(({ name, path }, at) => ({
        name,
        url: `logs/${at}`,
        seek: path === null ? null : `logs/${at}.seek`,
      })),
    };
    const texts = { ...site, html: withBoot(site.html, boot) };
    const entries = Object.entries(siteNames) as [keyof Site, string][];
    this.files = new Map(entries.map(([what, name]) => [name, [types[what], texts[what]]]));
  }

  answer(path: string, request: Request): Response {
    const file = this.files.get(path === "" ? siteNames.html : path);
    if (file !== undefined) {
      const [type, text] = file;
      return new Response(text, { headers: { ...headers, "content-type": type } });
    }
    const [, number, isSeek] = /^logs\/(\d)(\.seek)?$/.exec(path) ?? [];
    const log = this.logs[Number(number)];
    if (log === undefined) return refusal(404, "there is nothing of that name");
    if (isSeek === undefined) return stretch(log.name, log, request);
    const seek = seekOf(log);
    if (seek === null) return refusal(404, `${log.name} has no file of checkpoints (yet)`);
    const { search } = new URL(request.url);
    return pieces(seek, search) ?? stretch(`${log.name}${SEEK_ENDING}`, seek, request);
  }
}

/** Many pieces of a file as one; null if none are asked for. */
function pieces(seek: SeekBytes, query: string): Response | null {
  const found = piecesOf(query, seek.size);
  if (found === "wrong") return refusal(400, "the pieces that are asked for are not there");
  if (found === null) return null;
  using file = seek.open();
  const all = new Uint8Array(found.reduce((sum, { from, until }) => sum + until - from, 0));
  let at = 0;
  for (const { from, until } of found) {
    all.set(file.read(from, until - from), at);
    at += until - from;
  }
  return new Response(all, { headers: { ...headers, "content-type": "application/octet-stream" } });
}

/** A stretch of bytes, or all of them. */
function stretch(name: string, bytes: ByteSource, request: Request): Response {
  const { size } = bytes, range = rangeOf(request.headers.get("range"), size);
  if (range === "outside") {
    return refusal(416, `${name} has ${size} bytes, none there`, {
      "content-range": `bytes */${size}`,
    });
  }
  const { from, until } = range ?? { from: 0, until: size };
  const told = {
    ...headers,
    "content-type": "application/octet-stream",
    "accept-ranges": "bytes",
    "content-length": String(until - from),
    ...(range === null ? {} : { "content-range": `bytes ${from}-${until - 1}/${size}` }),
  };
  const status = range === null ? 200 : 206;
  if (request.method === "HEAD") return new Response(null, { status, headers: told });
  if (until - from > WHOLE_BYTES) {
    return new Response(inPieces(bytes, from, until), { status, headers: told });
  }
  const whole = bytes.read(from, until - from);
  if (whole.length < until - from) {
    return refusal(410, `${name} has become shorter since it was opened: view it anew`);
  }
  return new Response(whole as Uint8Array<ArrayBuffer>, { status, headers: told });
}

function inPieces(bytes: ByteSource, from: number, until: number): ReadableStream<Uint8Array> {
  let at = from;
  return new ReadableStream({
    pull(controller) {
      const piece = bytes.read(at, Math.min(PIECE_BYTES, until - at));
      at += piece.length;
      if (piece.length > 0) controller.enqueue(piece as Uint8Array<ArrayBuffer>);
      if (at >= until) controller.close();
      else if (piece.length === 0) controller.error(new Error("the file has become shorter"));
    },
  });
}
