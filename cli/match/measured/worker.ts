/**
 * One of the threads that match a folder of measured migrations: is sent a path, answers with its row.
 * @module
 */
import { matchFile } from "./one.ts";

const port = self as unknown as {
  onmessage: (event: MessageEvent<string>) => void;
  postMessage(value: unknown): void;
};

port.onmessage = async ({ data: path }) => {
  try {
    port.postMessage({ row: await matchFile(path) });
  } catch (error) {
    port.postMessage({ failure: error instanceof Error ? `${error.stack}` : String(error) });
  }
};
