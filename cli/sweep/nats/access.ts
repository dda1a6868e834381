/**
 * The way to a NATS server: its address and who we are there. Passwords, tokens and keys come from a file
 * or from the environment, never from the address, and go to the server alone.
 * @module
 */
import {
  type Authenticator,
  credsAuthenticator,
  nkeyAuthenticator,
  tokenAuthenticator,
  usernamePasswordAuthenticator,
} from "@nats-io/transport-node";
import { InputError, systemError } from "../../errors.ts";

/** Where a server is, and who we are. */
export interface Access {
  /** `host:port` */
  readonly server: string;
  readonly tls: boolean;
  readonly authenticator: Authenticator | undefined;
  /** What messages call it. */
  readonly shown: string;
}

export const NATS_PORT = 4222;
/** The environment's names that are looked at: files first. */
const FILES = ["NATS_CREDS", "NATS_NKEY"] as const;
const encoder = new TextEncoder();

const env = (name: string): string => Deno.env.get(name) ?? "";

/**
 * Reads an address and finds the credentials that go with it.
 * @param file of credentials; undefined looks in the environment
 * @throws InputError for an address or a file that is no such thing; it tells no secret
 */
export async function accessOf(url: string, file: string | undefined): Promise<Access> {
  const { server, tls } = readAddress(url);
  const path = file ?? FILES.map(env).find((found) => found !== "");
  const authenticator = path === undefined ? ofEnvironment() : await ofFile(path);
  return { server, tls, authenticator, shown: `${tls ? "tls" : "nats"}://${server}` };
}

function readAddress(text: string): Pick<Access, "server" | "tls"> {
  const whole = text.includes("://") ? text : `nats://${text}`;
  // As http, or the parts would not be told apart.
  const found = URL.parse(whole.replace(/^(nats|tls):\/\//, "http://"));
  if (whole.includes("@")) {
    throw new InputError(
      "--nats: an address with a password in it is shown to others (by deno task, by ps): " +
        "put it into a file for --credentials, or into the environment (NATS_USER, NATS_PASSWORD)",
    );
  }
  const isOurs = /^(nats|tls):\/\//.test(whole) && found !== null && found.hostname !== "" &&
    found.pathname === "/" && found.search === "" && found.hash === "";
  if (!isOurs) {
    throw new InputError(
      `--nats ${text}: no address of a NATS server, such as nats://127.0.0.1:4222 or tls://nats.lab`,
    );
  }
  const port = found.port || (/:80\/?$/.test(whole) ? "80" : `${NATS_PORT}`);
  return { server: `${found.hostname}:${port}`, tls: whole.startsWith("tls:") };
}

/** Credentials of a NATS account, the seed of an NKey, `user:password`, or a token. */
async function ofFile(path: string): Promise<Authenticator> {
  let text: string;
  try {
    text = (await Deno.readTextFile(path)).trim();
  } catch (error) {
    throw systemError(error, `read the credentials ${path}`) ?? error;
  }
  if (text.includes("BEGIN NATS USER JWT")) return credsAuthenticator(encoder.encode(text));
  if (/^SU[A-Z2-7]{56}$/.test(text)) return nkeyAuthenticator(encoder.encode(text));
  const [, user, password] = /^([^:\s]+):(\S+)$/.exec(text) ?? [];
  if (user !== undefined) return usernamePasswordAuthenticator(user, password);
  if (/^\S+$/.test(text)) return tokenAuthenticator(text);
  throw new InputError(
    `${path} holds no credentials: a .creds file, the seed of an NKey, user:password, or a token`,
  );
}

function ofEnvironment(): Authenticator | undefined {
  const [user, token] = [env("NATS_USER"), env("NATS_TOKEN")];
  if (user !== "") return usernamePasswordAuthenticator(user, env("NATS_PASSWORD"));
  return token === "" ? undefined : tokenAuthenticator(token);
}
