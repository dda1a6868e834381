/**
 * Requests to our server that are answered at once: the engine waits for none.
 * @module
 */

/**
 * A stretch of a file, and how large the file is; NaN if the server gives no stretches: then it is all of it.
 * @throws SyntaxError, in one line, if it cannot be had
 */
export function stretchAt(
  url: string,
  name: string,
  begin: number,
  end: number,
): { readonly bytes: Uint8Array; readonly size: number } {
  const request = send(url, name, `bytes=${begin}-${end - 1}`);
  const size = Number(request.getResponseHeader("Content-Range")?.split("/")[1]);
  return { bytes: bytesOf(request), size };
}

/**
 * All of a file.
 * @throws SyntaxError, in one line, if it cannot be had
 */
export const allAt = (url: string, name: string): Uint8Array => bytesOf(send(url, name, null));

function send(url: string, name: string, range: string | null): XMLHttpRequest {
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  request.responseType = "arraybuffer";
  if (range !== null) request.setRequestHeader("Range", range);
  try {
    request.send();
  } catch {
    throw new SyntaxError(`${name} cannot be read: the server does not answer (has it ended?)`);
  }
  const { status } = request;
  if (status === 416) return request; // no byte of it: it is empty
  if (status !== 206 && status !== 200) {
    throw new SyntaxError(`${name} cannot be read: the server says ${status}${whyOf(request)}`);
  }
  return request;
}

/** The first line of a refusal. */
function whyOf({ response }: XMLHttpRequest): string {
  const [line] = new TextDecoder().decode(response ?? new Uint8Array(0)).split("\n");
  return line === "" || line.startsWith("<") ? "" : `: ${line}`;
}

function bytesOf({ response, status }: XMLHttpRequest): Uint8Array {
  return status === 416 ? new Uint8Array(0) : new Uint8Array(response as ArrayBuffer);
}
