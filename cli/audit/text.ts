/**
 * An audit for people: findings under their rules, what could not be judged, and one line that sums up.
 * @module
 */
import type { Audited, Finding, NotRun } from "../../replay/audit.ts";
import type { Rule } from "../../replay/rules/rule.ts";
import { count, cut, eventName, frame, many, WIDTH, wrapped } from "../../replay/text.ts";

const FINDINGS_SHOWN = 8; // of a rule, unless all are asked for

/** `#12,345  0x5a3c1  who did what`, broken behind its columns. */
function findingLines(finding: Finding, eventWide: number, pageWide: number): string {
  const event = eventName(finding.event).padEnd(eventWide);
  const page = (finding.pfn === null ? "" : frame(finding.pfn)).padEnd(pageWide);
  const left = pageWide > 0 ? `  ${event}  ${page}  ` : `  ${event}  `;
  return left +
    wrapped(finding.message, WIDTH - left.length).join(`\n${" ".repeat(left.length)}`);
}

/** A rule's findings: what must hold, and who broke it. */
function ruleLines(rule: Rule, findings: readonly Finding[], left: number, all: boolean): string[] {
  const eventWide = Math.max(...findings.map(({ event }) => eventName(event).length));
  const pageWide = Math.max(
    ...findings.map(({ pfn }) => pfn === null ? 0 : frame(pfn).length),
  );
  const lines = findings.map((finding) => findingLines(finding, eventWide, pageWide));
  return [
    `${rule.name}: ${many(findings.length + left, "finding")}`,
    ...wrapped(`${rule.sentence} (${rule.source})`, WIDTH - 2).map((line) => `  ${line}`),
    ...cut(lines, all ? Infinity : FINDINGS_SHOWN),
    ...(left > 0 ? [`  ${count(left)} more were counted and left out`] : []),
    "",
  ];
}

function reasonLines({ rule, reason, partly }: NotRun, wide: number): string[] {
  const left = `  ${rule.padEnd(wide)}  `;
  return wrapped(partly ? `in part: ${reason}` : reason, WIDTH - left.length)
    .map((line, at) => at === 0 ? left + line : " ".repeat(left.length) + line);
}

/** `2 findings of 1 rule; 11 rules ran, 4 could not.` */
function sumLine({ count: found, findings, ran, notRun }: Audited): string {
  const guilty = new Set(findings.map(({ rule }) => rule)).size;
  const not = notRun.filter(({ partly }) => !partly).length;
  return `${many(found, "finding")}${guilty > 1 ? ` of ${guilty} rules` : ""}; ` +
    `${many(ran.length, "rule")} ran, ${not === 0 ? "none" : count(not)} could not.`;
}

/**
 * The audit as text, 80 columns wide: rules in the order of their first findings.
 * @param all true to leave no finding out that was kept
 */
export function auditText(audited: Audited, rules: readonly Rule[], all: boolean): string {
  const names = [...new Set(audited.findings.map(({ rule }) => rule))];
  const wide = Math.max(0, ...audited.notRun.map(({ rule }) => rule.length));
  return [
    ...names.flatMap((name) =>
      ruleLines(
        rules.find((rule) => rule.name === name)!,
        audited.findings.filter(({ rule }) => rule === name),
        audited.leftOut.find(({ rule }) => rule === name)?.count ?? 0,
        all,
      )
    ),
    ...(audited.notRun.length > 0
      ? ["not run", ...audited.notRun.flatMap((not) => reasonLines(not, wide)), ""]
      : []),
    sumLine(audited),
  ].join("\n");
}
