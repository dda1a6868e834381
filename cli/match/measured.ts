/**
 * The part of `deno task match` that holds the model against measured migrations.
 * @module
 */
import { EXIT_OK, type Given, InputError, note, print } from "../command.ts";
import { isFolder, OutputFile } from "../files.ts";
import { evidenceOfRuns } from "./measured/evidence.ts";
import { isRecordPath, repeatsBeside, runsIn } from "./measured/folder.ts";
import { type RunLogs, writeRunLogs } from "./measured/logs.ts";
import { matchFile, type RunMatch, runName } from "./measured/one.ts";
import { matchAll } from "./measured/pool.ts";
import { readRecord } from "./measured/record.ts";
import { folderText, runText } from "./measured/report.ts";
import { measuredJson } from "./measured/summary.ts";

const TRACE_OPTIONS = ["start", "end", "log", "profile"];

/** True if a word names a measured run, or a folder in which such runs are. */
export const isMeasured = async (word: string): Promise<boolean> =>
  isFolder(word) ? (await runsIn(word)).length > 0 : isRecordPath(word);

/**
 * Matches a measured run, or all of a folder.
 * @throws InputError if a single run cannot be simulated
 */
export async function matchMeasured(given: Given, word: string): Promise<number> {
  for (const option of TRACE_OPTIONS) {
    if (given.text(option) === undefined) continue;
    throw new InputError(`--${option} belongs to a trace: ${word} holds measured migrations`);
  }
  const evidence = given.text("evidence");
  if (evidence !== undefined && !isFolder(word)) {
    throw new InputError("--evidence belongs to a folder of runs");
  }
  const out = given.text("out")?.replace(/(.)\/+$/, "$1");
  if (out !== undefined && isFolder(word)) {
    throw new InputError("--out belongs to one run: it writes its logs");
  }
  const begin = performance.now();
  const runs = isFolder(word) ? await matchAll(await runsIn(word)) : [await matchFile(word)];
  if (!isFolder(word)) refuseUnread(runs[0]);
  if (evidence !== undefined) writeEvidence(evidence, runs);
  if (given.flag("json")) print(JSON.stringify(measuredJson(runs)));
  else if (isFolder(word)) print(folderText(runs));
  else print(runText(runs[0], await repeatsOf(word, runs[0])));
  if (out !== undefined) tellLogs(writeRunLogs(runName(word), await readRecord(word), out));
  const seconds = (performance.now() - begin) / 1000;
  if (!given.flag("json")) note(`\n ${runs.length} runs in ${seconds.toFixed(1)} s`);
  return EXIT_OK;
}

function tellLogs({ predicted, measured, left }: RunLogs): void {
  if (left > 0) {
    note(`\n ${left} hints or returns are of blocks that other tasks had taken: left out`);
  }
  note(`\n next  deno task diff ${predicted} ${measured}   where they part`);
  note(`       deno task replay ${predicted} --page PFN   why a page was hinted, or was not`);
}

function writeEvidence(path: string, runs: readonly RunMatch[]): void {
  using file = new OutputFile(path);
  file.write(new TextEncoder().encode(`${JSON.stringify(evidenceOfRuns(runs), null, 1)}\n`));
  file.commit();
}

/** Other runs of the case, for the spread between them. */
async function repeatsOf(path: string, own: RunMatch): Promise<RunMatch[]> {
  const others = repeatsBeside(path).filter((other) =>
    other !== path && !other.endsWith(`/${path}`)
  );
  return [own, ...await Promise.all(others.map((other) => matchFile(other)))];
}

/** A run that is asked for alone is bad input if it cannot be simulated. */
function refuseUnread({ reason, predicted }: RunMatch): void {
  if (reason !== undefined && predicted.bytes === null) throw new InputError(reason);
}
