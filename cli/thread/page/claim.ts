/**
 * A claim on the page: its sentence and verdict, its trials side by side, and all its figures.
 * @module
 */
import { figureText } from "../report.ts";
import type { Trial, Tried } from "../verdicts.ts";
import { chartsOf } from "./charts.ts";
import { drawingOf, scaleOf } from "./drawing.ts";
import { html, type Markup, NOTHING } from "./html.ts";

/** A verdict with a sign before it: what it says does not hang on a colour. */
export function verdictMark({ verdict, judged }: Trial): Markup {
  const sign = judged.holds ? "✓" : "✗";
  return html`
    <strong
      class="verdict ${judged.holds
        ? "holds"
        : "fails"}"><span aria-hidden="true">${sign} </span><span class="words">${verdict}</span></strong>
  `;
}

const roleOf = ({ trial, counters }: Tried, one: Trial): string =>
  one === trial
    ? "Scenario"
    : counters.length > 1
    ? `Counter-scenario ${counters.indexOf(one) + 1}`
    : "Counter-scenario";

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
  const condition = claim.condition === undefined ? NOTHING : html`
    <span class="met">(condition ${one.judged.met ? "met" : "not met"})</span>
  `;
  return html`<figure class="trial" data-scenario="${one.scenario}">
<figcaption><h4>${roleOf(tried, one)} <code>${one.scenario}</code></h4>
<p class="title">${titles.get(one.scenario) ?? ""}</p>
<p>${verdictMark(one)}${condition}</p></figcaption>
${drawing}
<p class="command"><code>${one.command}</code></p>
</figure>`;
}

function figuresPart({ claim, trial, counters }: Tried): Markup {
  const trials = [trial, ...counters];
  const heads = trials.map(({ scenario }) => html`<th scope="col">${scenario}</th>`);
  const rows = trial.judged.figures.map(({ name, label }, at) => {
    const cells = trials.map(({ judged: { figures } }) =>
      html`<td><data value="${figures[at].value}">${figureText(figures[at])}</data></td>`
    );
    return html`<tr data-figure="${name}"><th scope="row">${label}</th>${cells}</tr>`;
  });
  return html`
    <details>
      <summary>All figures of ${claim.id}</summary>
      <div class="wide">
        <table>
          <thead>
            <tr><td></td>${heads}</tr>
          </thead>
          <tbody>
    ${rows}
          </tbody>
        </table>
      </div>
    </details>
  `;
}

/**
 * A claim with its trials.
 * @param titles of scenarios, by their names
 */
export function claimPart(tried: Tried, titles: ReadonlyMap<string, string>): Markup {
  const { claim, trial, counters } = tried;
  const condition = claim.condition === undefined
    ? NOTHING
    : html`<p class="condition">Condition, measured in each run: ${claim.condition}.</p>`;
  return html`<section class="claim" id="${claim.id}">
<h3><span class="id">${claim.id}</span> ${claim.says}</h3>
<p>${verdictMark(trial)}</p>
${condition}
<div class="trials">
${[trial, ...counters].map((one) => trialPart(tried, one, titles))}
</div>
${figuresPart(tried)}
</section>`;
}
