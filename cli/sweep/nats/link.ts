/**
 * A connection to a NATS server with JetStream, and what its errors mean in one line.
 * @module
 */
import {
  jetstream,
  JetStreamApiError,
  type JetStreamClient,
  type JetStreamManager,
  jetstreamManager,
} from "@nats-io/jetstream";
import {
  AuthorizationError,
  connect,
  type NatsConnection,
  PermissionViolationError,
  UserAuthenticationExpiredError,
} from "@nats-io/transport-node";
import { InputError } from "../../errors.ts";
import { type Access, accessOf } from "./access.ts";

/** For so long a server that has gone away is waited for. */
const PATIENCE_S = 300;
const PAUSE_MS = 500, STREAM_NOT_FOUND = 10059;
export const HOW_TO_START = "nats-server -js -sd DIR starts one";

/** An open connection. */
export class Link {
  readonly js: JetStreamClient;
  /** What every message to the user calls the server. */
  readonly shown: string;

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
    for (;;) {
      try {
        return await act();
      } catch (error) {
        if (isGone(error)) throw error;
        if (this.isClosed || isRefused(error) || isStopped()) throw meaning(error, this.shown);
      }
      await pause(PAUSE_MS);
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.connection.close();
  }
}

export const pause = (ms: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, ms));

/** True if an error says that there is no such stream. */
export const isGone = (error: unknown): boolean =>
  error instanceof JetStreamApiError && error.code === STREAM_NOT_FOUND;

/** True if to ask again would be in vain. */
const isRefused = (error: unknown): boolean =>
  (error instanceof JetStreamApiError && error.status !== 503) ||
  isWithout(error) || error instanceof PermissionViolationError ||
  error instanceof AuthorizationError;

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
  if (error instanceof JetStreamApiError) return `JetStream refuses: ${error.message}`;
  const text = error instanceof Error ? error.message : String(error);
  if (/refused|ENOTFOUND|EHOSTUNREACH|ETIMEDOUT|timeout|closed|lookup|resolve/i.test(text)) {
    return `there is no NATS server to be reached: ${HOW_TO_START}`;
  }
  return text.replace(/\s*\n\s*/g, " ");
}
