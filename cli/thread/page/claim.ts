/**
 * A claim on the page: its sentence and verdict, its trials side by side, and all its figures.
 * @module
 */
import { figureText } from "../report.ts";
import type { Guest } from "../guests.ts";
import { type Trial, trialsOf, type Tried } from "../verdicts.ts";
import { chartsOf } from "./charts.ts";
import { drawingOf, scaleOf } from "./drawing.ts";
import { guestsPart } from "./guests.ts";
import { join, type Markup, markup, NOTHING, withCode } from "./html.ts";

const WORDS = { true: ["holds", "✓"], false: ["fails", "✗"] } as const;

/** Words with a sign before them: what they say does not hang on a colour. */
function marked(holds: boolean, words: string): Markup {
  const [name, sign] = WORDS[`${holds}`];
  const about = markup`<span aria-hidden="true">${sign} </span>`;
  const told = markup`<span class="words">${words}</span>`;
  return markup`<strong class="verdict ${name}">${about}${told}</strong>`;
}

/** A verdict in full. */
export const verdictMark = ({ verdict, judged }: Trial): Markup => marked(judged.holds, verdict);

/** A verdict's sign alone. */
export const verdictSign = ({ judged }: Trial): string => WORDS[`${judged.holds}`][1];

/** Which of a claim's trials it is: `Counter-scenario 2` if there are more. */
function roleOf({ trial, also, counters }: Tried, one: Trial): string {
  if (one === trial) return "Scenario";
  const [role, side] = also.includes(one) ? ["Also", also] : ["Counter-scenario", counters];
  return side.length > 1 ? `${role} ${side.indexOf(one) + 1}` : role;
}

/** A command that breaks between its words only. */
function commandPart(command: string): Markup {
  const words = command.split(" ").map((word) => markup`<span>${word}</span>`);
  return markup`<p class="command"><code>${join(words, " ")}</code></p>`;
}

function trialPart(tried: Tried, one: Trial, titles: ReadonlyMap<string, string>): Markup {
  const { claim, trial } = tried;
  const all = trialsOf(tried).map(({ judged }) => judged.figures);
  const charts = chartsOf(claim.id, trial.judged.figures);
  const drawing = drawingOf(
    `${claim.id}, ${one.scenario}: ${one.verdict}`,
    one.judged.figures,
    charts,
    charts.map((chart) => scaleOf(chart, chart.kind === "funnel" ? [one.judged.figures] : all)),
  );
  const { holds, met } = one.judged;
  const condition = claim.condition === undefined
    ? NOTHING
    : markup`<span class="met">, condition ${met ? "met" : "not met"}</span>`;
  return markup`<figure class="trial" data-scenario="${one.scenario}">
<figcaption><h4>${roleOf(tried, one)} <code>${one.scenario}</code></h4>
<p class="title">${titles.get(one.scenario) ?? ""}</p>
<p>${marked(holds, WORDS[`${holds}`][0])}${condition}</p></figcaption>
${drawing}
${commandPart(one.command)}
</figure>`;
}

function figuresPart(tried: Tried): Markup {
  const { claim, trial } = tried, trials = trialsOf(tried);
  const heads = trials.map(({ scenario }) => markup`<th scope="col">${scenario}</th>`);
  const rows = trial.judged.figures.map(({ name, label }, at) => {
    const cells = trials.map(({ judged: { figures } }) =>
      markup`<td><data value="${figures[at].value}">${figureText(figures[at])}</data></td>`
    );
    return markup`<tr data-figure="${name}"><th scope="row">${label}</th>${cells}</tr>`;
  });
  return markup`<details>
<summary>All figures of ${claim.id}</summary>
<div class="wide"><table>
<thead><tr><td></td>${heads}</tr></thead>
<tbody>
${rows}
</tbody></table></div>
</details>`;
}

/**
 * A claim with its trials.
 * @param guests what T11 tells besides; none for other claims
 * @param titles of scenarios, by their names
 */
export function claimPart(
  tried: Tried,
  guests: readonly Guest[],
  titles: ReadonlyMap<string, string>,
): Markup {
  const { claim, trial, counters } = tried;
  const isTold = trialsOf(tried).some(({ verdict }) => verdict.includes(" if "));
  const condition = isTold || claim.condition === undefined
    ? NOTHING
    : markup`<p class="condition">The condition: ${claim.condition}.</p>`;
  // Verdicts that read the same are told once here; the table of all has each.
  const marks = new Map(counters.map((one) => [one.verdict, verdictMark(one)]));
  return markup`<section class="claim" id="${claim.id}">
<h3><span class="id">${claim.id}</span> ${withCode(claim.says)}</h3>
<p class="own">Verdict: ${verdictMark(trial)}</p>
<p class="counter">${
    counters.length > 1 ? `${counters.length} counter-scenarios` : "Counter-scenario"
  }: ${join([...marks.values()], "; ")}</p>
${condition}
<div class="trials">
${trialsOf(tried).map((one) => trialPart(tried, one, titles))}
</div>
${guests.length === 0 ? NOTHING : guestsPart(guests)}
${figuresPart(tried)}
</section>`;
}
