/**
 * The page that `thread --html` writes: the mails in their order, claims below, what became of it,
 * and a table of all verdicts.
 * @module
 */
import type { Tried } from "../verdicts.ts";
import { claimPart, verdictMark } from "./claim.ts";
import { html, Markup, NOTHING } from "./html.ts";
import { epilogue, type Mail, mails } from "./mails.ts";
import { style } from "./style.ts";

/** Mails that a claim comes from: `#3-#5` is three of them, and it stands below the first. */
export function mailsOf(mail: string): string[] {
  return mail.split(" ").flatMap((word) => {
    const [from, to = from] = word.split("-");
    const at = mails.findIndex(({ id }) => id === from);
    const end = mails.findIndex(({ id }) => id === to);
    if (at < 0 || end < at) throw new RangeError(`Cannot place a claim: no mail is named ${mail}`);
    return mails.slice(at, end + 1).map(({ id }) => id);
  });
}

const linkTo = ({ claim: { id } }: Tried): Markup => html`<a href="#${id}">${id}</a>`;

/** Claims that come from this mail too, and stand below an earlier one. */
function alsoPart(mail: Mail, tried: readonly Tried[]): Markup {
  const also = tried.filter(({ claim }) => mailsOf(claim.mail).indexOf(mail.id) > 0);
  if (also.length === 0) return NOTHING;
  const links = new Markup(also.map((one) => linkTo(one).source).join(", "));
  return html`<p class="faint">On this, see ${links} above.</p>`;
}

function mailPart(
  mail: Mail,
  tried: readonly Tried[],
  titles: ReadonlyMap<string, string>,
): Markup {
  const own = tried.filter(({ claim }) => mailsOf(claim.mail)[0] === mail.id);
  return html`<section class="mail" id="mail-${mail.id.replace("#", "")}">
<h2>${
    mail.id === "patch" ? "The patch" : `Mail ${mail.id}`
  }: ${mail.author}, <time datetime="${mail.date}">${mail.date}</time></h2>
<p class="says">${mail.says}</p>
${alsoPart(mail, tried)}
${own.map((one) => claimPart(one, titles))}
</section>`;
}

const epiloguePart = (): Markup =>
  html`<section class="mail" id="epilogue">
<h2>What became of it</h2>
${epilogue.map(({ says, source }) => html`<p>${says} <span class="faint">(${source})</span></p>`)}
</section>`;

function summaryPart(tried: readonly Tried[]): Markup {
  const rows = tried.map((one) =>
    html`
      <tr>
        <th scope="row">${linkTo(one)}</th>
        <td>${one.claim.mail}</td>
        <td>${verdictMark(one.trial)}</td>
        <td>${one.counters.map((counter) => html`<div>${verdictMark(counter)}</div>`)}</td>
      </tr>
    `
  );
  return html`
    <section class="mail" id="verdicts">
      <h2>All verdicts</h2>
      <div class="wide">
        <table class="summary">
          <thead>
            <tr>
              <th scope="col">claim</th>
              <th scope="col">mail</th>
              <th scope="col">scenario</th>
              <th scope="col">counter-scenario</th>
            </tr>
          </thead>
          <tbody>
    ${rows}
          </tbody>
        </table>
      </div>
    </section>
  `;
}

/**
 * The whole page.
 * @param titles of scenarios, by their names
 * @param folder where the logs are
 */
export function documentOf(
  tried: readonly Tried[],
  titles: ReadonlyMap<string, string>,
  folder: string,
): string {
  const title = "Free page hints: a thread of June 2018, as claims that run";
  return html`
    <!DOCTYPE html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <style>${new Markup(style)}</style>
      </head>
      <body>
        <header>
          <h1>${title}</h1>
          <p>A guest can tell its host which memory is free, so that live migration leaves it out. A patch for
    Linux proposed how, and nine answers took it apart. Each mail is told here in a few words, and
    each claim in it was run: on a scenario, and on a counter-scenario in which the verdict should turn.</p>
          <p>No verdict is written by hand. Each is a predicate over the log of a run of hintlab, a
    simulator of the page allocator, of hints and of migration. The logs are in <code>${folder}</code>; the
    command below a drawing replays what it shows. Bars of one claim share a scale; a broken outline is the
    same guest without hints.</p>
        </header>
        <main>
    ${mails.map((mail) => mailPart(mail, tried, titles))}
    ${epiloguePart()}
    ${summaryPart(tried)}
        </main>
      </body>
    </html>
  `.source;
}
