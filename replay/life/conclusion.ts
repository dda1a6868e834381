/**
 * The end of a page's story: one or two sentences, worked out from the facts.
 * @module
 */
import { eventName, many, span } from "../text.ts";
import { contentName, type Facts, type Fate, type Sending, type Sync } from "./facts.ts";

/** The hint that matters most: stale when used, else used, else the last. */
function chosen(fates: readonly Fate[]): Fate | undefined {
  return fates.find((fate) => isStaleAtUse(fate)) ??
    fates.find((fate) => fate.used === "applied") ?? fates[fates.length - 1];
}

export function isStaleAtUse(fate: Fate): boolean {
  return fate.used === "applied" && fate.staleAt !== null;
}

/** The first sync that merged the page's dirty bit after its hint was used. */
export function caughtBy(facts: Facts, fate: Fate): Sync | undefined {
  return facts.merges.find((merge) => merge.event > fate.usedAt);
}

function aboutHint(facts: Facts, fate: Fate): string {
  if (fate.used === null) {
    return fate.staleAt === null
      ? "The hint is outstanding, and nobody has taken the page since it was read."
      : `The hint is outstanding, and stale since ${eventName(fate.staleAt)}, ` +
        `${span(fate.staleTime - fate.readTime)} after it was read.`;
  }
  if (fate.used === "discarded") {
    const stale = fate.staleAt === null
      ? ""
      : "; it was stale by then, and what was written is gone";
    return `The host gave the memory back ${span(fate.usedTime - fate.readTime)} after it was ` +
      `read${stale}: it costs a zero page at most.`;
  }
  if (fate.used !== "applied") {
    return `The host dropped the hint (${fate.used}) ${
      span(fate.usedTime - fate.readTime)
    } after ` +
      `it was read${fate.staleAt === null ? "" : "; it was stale by then"}: it saved nothing.`;
  }
  const caught = caughtBy(facts, fate);
  if (fate.staleAt !== null) {
    const how = caught !== undefined
      ? `caught by sync ${caught.sync}`
      : (facts.lastWrite?.event ?? 0) > fate.readAt
      ? "no sync caught it"
      : "nobody wrote it after that";
    return `Stale ${span(fate.staleTime - fate.readTime)} after it was read, ` +
      `${span(fate.usedTime - fate.staleTime)} before it was used; ${how}.`;
  }
  const saved = fate.skipped
    ? `skipped in round ${fate.round}`
    : "nothing was left to skip, since it had been sent";
  const later = fate.takenAt === null
    ? "nobody has taken it since"
    : `taken only ${span(fate.takenTime - fate.usedTime)} after that` +
      (caught === undefined ? "" : `, and sync ${caught.sync} caught what was written`);
  return `Not stale when it was used, ${span(fate.usedTime - fate.readTime)} after it was read: ` +
    `${saved}; ${later}.`;
}

/** What would have lost the page: the hint applied after the merge that caught the write. */
function couldBeLost(facts: Facts, fate: Fate): string[] {
  const caught = caughtBy(facts, fate);
  const last = facts.merges[facts.merges.length - 1];
  const at = facts.switched;
  if (!isStaleAtUse(fate) || caught === undefined || caught !== last || at === null) return [];
  if (!at.equal || at.unreliable !== null) return [];
  return [
    `It would be LOST had the hint been applied after ${
      eventName(caught.event)
    }, before the page ` +
    "was sent: that would have cleared the merged dirty bit.",
  ];
}

function aboutSending(sendings: readonly Sending[]): string {
  if (sendings.length === 0) return "never sent";
  const rounds = sendings.map((sending) => `${sending.round}${sending.zero ? " (as zeros)" : ""}`);
  if (rounds.length > 4) {
    return `sent ${many(rounds.length, "time")}, last in round ${rounds.at(-1)}`;
  }
  if (rounds.length === 1) return `sent in round ${rounds[0]}`;
  return `sent in rounds ${rounds.slice(0, -1).join(", ")} and ${rounds.at(-1)}`;
}

function aboutEnd(facts: Facts): string[] {
  const at = facts.switched;
  if (!facts.begun) return ["No migration has begun by here."];
  if (at === null) return ["There is no switch-over by here, so nothing can be lost yet."];
  if (at.equal) return ["Not lost: source and destination are equal at switch-over."];
  const differs = `the source holds ${contentName(at.content)}, the destination ` +
    contentName(at.arrived);
  if (at.unreliable !== null) {
    return [`Not lost: ${differs}, but the guest may not rely on it (${at.unreliable}).`];
  }
  const by = facts.lastWrite?.event === at.content ? `, written by ${facts.lastWrite.who}` : "";
  const guilty = facts.fates.find((fate) =>
    fate.used === "applied" && fate.skipped && fate.usedAt > at.content
  );
  const why = guilty === undefined
    ? ""
    : `; the hint read at ${eventName(guilty.readAt)} and applied at ${eventName(guilty.usedAt)} ` +
      "cleared the bit that should have sent it";
  return [`LOST: ${differs}${by}${why}.`];
}

/** The sentences that end a story. */
export function conclusion(facts: Facts): string[] {
  const fate = chosen(facts.fates);
  if (fate === undefined) {
    const why = facts.inflatedAt !== null
      ? `In the balloon from ${eventName(facts.inflatedAt)} on`
      : facts.report === null
      ? "Never hinted: nobody completed a report of free blocks by here"
      : `Never hinted: when the report ended (${eventName(facts.report.event)}) ` +
        facts.report.why;
    return [`${why}; ${aboutSending(facts.sendings)}.`, ...aboutEnd(facts)];
  }
  const first = facts.fates.length === 1
    ? ""
    : `Hinted ${many(facts.fates.length, "time")}; of the hint read at ${eventName(fate.readAt)}: `;
  const about = aboutHint(facts, fate);
  return [
    first + (first ? about[0].toLowerCase() + about.slice(1) : about),
    ...couldBeLost(facts, fate),
    ...aboutEnd(facts),
  ];
}
