/**
 * A connection to a NATS server with JetStream, and what its errors mean in one line.
 * @module
 */
import {
  jetstream,
  JetStreamApiError,
  type JetStreamClient,
  JetStreamError,
  type JetStreamManager,
  jetstreamManager,
} from "@nats-io/jetstream";
import {
  AuthorizationError,
  connect,
  ConnectionError,
  type NatsConnection,
  PermissionViolationError,
  RequestError,
  TimeoutError,
  UserAuthenticationExpiredError,
} from "@nats-io/transport-node";
import { InputError } from "../../errors.ts";
import { type Access, accessOf } from "./access.ts";

/** For so long a server that has gone away is waited for. */
const PATIENCE_S = 300;
const PAUSE_MS = 500;
/**
 * For so long messages are asked for at a time. Who gives up earlier leaves a request behind, and what the
 * server sends to that is lost until its lease runs out; the client gives up when two heartbeats are missed,
 * of which there are two in this time, so it is long.
 */
export const FETCH_MS = 10_000;
const UNAVAILABLE = 503;
/** Of resources, of storage. */
const INSUFFICIENT = [10023, 10047];
/** Of consumers and streams. */
const NOT_FOUND = [10014, 10059];
export const HOW_TO_START = "nats-server -js -sd DIR starts one";

/** An open connection. */
export class Link {
  readonly js: JetStreamClient;
  /** What every message to the user calls the server. */
  readonly shown: string;
  /** A store that is full is waited for: others may make room. */
  waitsForRoom = false;

  private constructor(
    readonly connection: NatsConnection,
    readonly manager: JetStreamManager,
    access: Access,
  ) {
    this.js = jetstream(connection);
    this.shown = access.shown;
  }

  /**
   * Connects.
   * @throws InputError if the server cannot be had, does not let us in, or has no JetStream
   */
  static async open(url: string, credentials: string | undefined, name: string): Promise<Link> {
    const access = await accessOf(url, credentials);
    const { server, tls, authenticator, shown } = access;
    let connection: NatsConnection;
    try {
      connection = await connect({
        servers: server,
        name,
        ...(tls ? { tls: {} } : {}),
        ...(authenticator ? { authenticator } : {}),
        ignoreClusterUpdates: true,
        maxReconnectAttempts: PATIENCE_S,
        reconnectTimeWait: 1000,
      });
    } catch (error) {
      throw meaning(error, shown);
    }
    try {
      return new Link(connection, await jetstreamManager(connection), access);
    } catch (error) {
      await connection.close();
      throw meaning(error, shown);
    }
  }

  get isClosed(): boolean {
    return this.connection.isClosed();
  }

  /**
   * Does what may fail while the server is away, until it does not.
   * @throws InputError if the server refuses it, or stays away; what `isGone` tells, as it is
   */
  async insist<T>(act: () => Promise<T>, isStopped: () => boolean = () => false): Promise<T> {
    const end = performance.now() + PATIENCE_S * 1000;
    for (;;) {
      try {
        return await act();
      } catch (error) {
        if (isGone(error)) throw error;
        const isLast = this.isClosed || isStopped() || performance.now() > end;
        const mayPass = isAway(error) || (this.waitsForRoom && isFull(error));
        if (isLast || !mayPass) throw meaning(error, this.shown);
      }
      await pause(PAUSE_MS);
    }
  }

  /** Waits for something to be said on a subject, but not long. */
  async heard(subject: string, ms: number, stop: AbortSignal): Promise<void> {
    await new Promise<void>((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        listening.unsubscribe();
        stop.removeEventListener("abort", end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      const listening = this.connection.subscribe(subject, { callback: end });
      stop.addEventListener("abort", end);
    });
  }

  /**
   * Puts a message into a stream, once, however often that must be tried.
   * @returns false if a message of this name is there
   */
  async publish(
    { stream, subject }: { readonly stream: string; readonly subject: string },
    data: Uint8Array,
    msgID: string,
    isStopped: () => boolean,
  ): Promise<boolean> {
    const { duplicate } = await this.insist(async () => {
      try {
        return await this.js.publish(subject, data, { msgID });
      } catch (error) {
        await this.manager.streams.info(stream); // says so if it is gone
        throw error;
      }
    }, isStopped);
    return !duplicate;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.connection.close();
  }
}

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

/** True if an error says that the stream is not there. */
export const isGone = (error: unknown): boolean =>
  error instanceof JetStreamApiError && NOT_FOUND.includes(error.code);

/** True if the server cannot be had now, and may be in a while. */
function isAway(error: unknown): boolean {
  if (isWithout(error)) return true; // nobody answers: it may be starting
  if (error instanceof JetStreamApiError) return error.status === UNAVAILABLE && !isFull(error);
  return error instanceof JetStreamError || error instanceof TimeoutError ||
    error instanceof RequestError || error instanceof ConnectionError;
}

/** True if the server's store is full. */
const isFull = (error: unknown): boolean =>
  error instanceof JetStreamApiError && INSUFFICIENT.includes(error.code);

/** True if the server has no JetStream. */
const isWithout = (error: unknown): boolean =>
  error instanceof Error && error.constructor.name === "JetStreamNotEnabled";

/** What an error of NATS means to the user. */
export function meaning(error: unknown, shown: string): InputError {
  if (error instanceof InputError) return error;
  return new InputError(`${shown}: ${whyOf(error)}`);
}

function whyOf(error: unknown): string {
  if (error instanceof AuthorizationError || error instanceof UserAuthenticationExpiredError) {
    return "the server does not let us in: see --credentials";
  }
  if (error instanceof PermissionViolationError) {
    return `the server does not permit ${error.operation} on ${error.subject}`;
  }
  if (isWithout(error)) {
    return `the server has no JetStream: ${HOW_TO_START} with it`;
  }
  if (isFull(error)) return "the server's store is full";
  if (error instanceof JetStreamApiError) return `JetStream refuses: ${error.message}`;
  const text = error instanceof Error ? error.message : String(error);
  if (/refused|ENOTFOUND|EHOSTUNREACH|ETIMEDOUT|timeout|closed|lookup|resolve/i.test(text)) {
    return `there is no NATS server to be reached: ${HOW_TO_START}`;
  }
  return text.replace(/\s*\n\s*/g, " ");
}
