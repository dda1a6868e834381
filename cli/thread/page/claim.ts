/**
 * A claim on the page: its sentence and verdict, its trials side by side, and all its figures.
 * @module
 */
import { figureText } from "../report.ts";
import type { Trial, Tried } from "../verdicts.ts";
import { chartsOf } from "./charts.ts";
import { drawingOf, scaleOf } from "./drawing.ts";
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

const roleOf = ({ trial, counters }: Tried, one: Trial): string =>
  one === trial
    ? "Scenario"
    : counters.length > 1
    ? `Counter-scenario ${counters.indexOf(one) + 1}`
    : "Counter-scenario";

/** A command that breaks between its words only. */
function commandPart(command: string): Markup {
  const words = command.split(" ").map((word) => markup`<span>${word}</span>`);
  return markup`<p class="command"><code>${join(words, " ")}</code></p>`;
}

function trialPart(tried: Tried, one: Trial, titles: ReadonlyMap<string, string>): Markup {
  const { claim, trial, counters } = tried;
  const all = [trial, ...counters].map(({ judged }) => judged.figures);
  const charts = chartsOf(claim.id, trial.judged.figures);
  const drawing = drawingOf(
    `${claim.id}, ${one.scenario}: ${one.verdict}`,
    one.judged.figures,
    charts,
    charts.map((chart) => scaleOf(chart, all)),
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

function figuresPart({ claim, trial, counters }: Tried): Markup {
  const trials = [trial, ...counters];
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
 * @param titles of scenarios, by their names
 */
export function claimPart(tried: Tried, titles: ReadonlyMap<string, string>): Markup {
  const { claim, trial, counters } = tried;
  const isTold = [trial, ...counters].some(({ verdict }) => verdict.includes(" if "));
  const condition = isTold || claim.condition === undefined
    ? NOTHING
    : markup`<p class="condition">The condition: ${claim.condition}.</p>`;
  // Verdicts that read the same are told once here; the table of all has each.
  const marks = new Map(counters.map((one) => [one.verdict, verdictMark(one)]));
  return markup`<section class="claim" id="${claim.id}">
<h3><span class="id">${claim.id}</span> ${withCode(claim.says)}</h3>
<p class="own">Verdict: ${verdictMark(trial)}</p>
<p class="counter">${counters.length > 1 ? "Counter-scenarios" : "Counter-scenario"}: ${
    join([...marks.values()], "; ")
  }</p>
${condition}
<div class="trials">
${[trial, ...counters].map((one) => trialPart(tried, one, titles))}
</div>
${figuresPart(tried)}
</section>`;
}
