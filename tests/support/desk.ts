/**
 * The server of the page, asked by hand: a request is text on a connection, so that it may say what no browser
 * would.
 * @module
 */
import type { Site } from "../../cli/view/bundle.ts";
import { openShown } from "../../cli/view/log.ts";
import { serve, type Server } from "../../cli/view/server.ts";

/** Stands for the page where it is not the page that is tested. */
export const site: Site = {
  html: `<meta charset="utf-8"><link rel="stylesheet" href="style.css">` +
    `<script type="application/json" id="boot"></script>` +
    `<script type="module" src="page.js"></script>`,
  style: "p { color: red }",
  page: "page();",
  worker: "work();",
};

/** An answer. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array;
  readonly text: string;
}

/** A server of logs, for a test. */
export class Served implements AsyncDisposable {
  private constructor(readonly server: Server) {}

  static async of(...paths: string[]): Promise<Served> {
    const logs = [];
    for (const path of paths) logs.push((await openShown(path)).shown);
    return new Served(serve(site, logs));
  }

  get token(): string {
    return new URL(this.server.link).pathname.split("/")[1];
  }

  get host(): string {
    return `127.0.0.1:${this.server.port}`;
  }

  /** Asks for what lies behind the token. */
  get(path: string, headers: readonly string[] = [], method = "GET"): Promise<Answer> {
    return this.ask(`${method} /${this.token}/${path}`, [`Host: ${this.host}`, ...headers]);
  }

  /** Sends a request line and headers as they are, and reads to the end. */
  async ask(line: string, headers: readonly string[]): Promise<Answer> {
    using connection = await Deno.connect({ hostname: "127.0.0.1", port: this.server.port });
    const request = [`${line} HTTP/1.1`, ...headers, "Connection: close", "", ""].join("\r\n");
    await connection.write(new TextEncoder().encode(request));
    const bytes = await new Response(connection.readable).bytes();
    const end = new TextDecoder("latin1").decode(bytes).indexOf("\r\n\r\n");
    const [status, ...rows] = new TextDecoder().decode(bytes.subarray(0, end)).split("\r\n");
    const body = bytes.subarray(end + 4);
    return {
      status: Number(status.split(" ")[1]),
      headers: new Headers(rows.map((row) => row.split(/: ?(.*)/, 2) as [string, string])),
      bytes: body,
      text: new TextDecoder().decode(body),
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server.end();
  }
}
