/**
 * The page that `thread --markup` writes: the mails in their order, claims below, what became of it,
 * and a table of all verdicts.
 * @module
 */
import { claims } from "../../../replay/claims/mod.ts";
import type { Guest } from "../guests.ts";
import { flips, type Tried } from "../verdicts.ts";
import { claimPart, verdictMark, verdictSign } from "./claim.ts";
import { join, Markup, markup, NOTHING, withCode } from "./html.ts";
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

const MONTH = "June 2018";

/** `15 June 2018` */
const dayOf = (date: string): string => `${Number(date.slice(-2))} ${MONTH}`;

const linkTo = ({ claim: { id } }: Tried): Markup => markup`<a href="#${id}">${id}</a>`;

/** Claims that come from this mail too, and stand below an earlier one. */
function alsoPart(mail: Mail, tried: readonly Tried[]): Markup {
  const also = tried.filter(({ claim }) => mailsOf(claim.mail).indexOf(mail.id) > 0);
  if (also.length === 0) return NOTHING;
  return markup`<p class="faint">On this, see ${join(also.map(linkTo), ", ")} above.</p>`;
}

function mailPart(
  mail: Mail,
  tried: readonly Tried[],
  guests: readonly Guest[],
  titles: ReadonlyMap<string, string>,
): Markup {
  const own = tried.filter(({ claim }) => mailsOf(claim.mail)[0] === mail.id);
  const place = mail.id === "patch" ? "The patch" : `Mail ${mail.id}`;
  const day = markup`<time datetime="${mail.date}">${dayOf(mail.date)}</time>`;
  return markup`<section class="mail" id="mail-${mail.id.replace("#", "")}">
<h2>${place}: ${mail.author}, ${day}</h2>
<p class="says">${mail.says}</p>
${alsoPart(mail, tried)}
${own.map((one) => claimPart(one, one.claim.id === "T11" ? guests : [], titles))}
</section>`;
}

const epiloguePart = (): Markup =>
  markup`<section class="mail" id="epilogue">
<h2>What became of it</h2>
${epilogue.map(({ says, source }) => markup`<p>${says} <span class="faint">(${source})</span></p>`)}
</section>`;

const HEADS = ["claim", "mail", "what it says", "verdict", "in the counter-scenario"];

function summaryPart(tried: readonly Tried[]): Markup {
  const rows = tried.map((one) =>
    markup`<tr><th scope="row">${linkTo(one)}</th>
<td class="mails">${one.claim.mail.replace(" ", ", ")}</td><td>${withCode(one.claim.says)}</td>
<td>${verdictMark(one.trial)}</td>
<td>${one.counters.map((counter) => markup`<div>${verdictMark(counter)}</div>`)}</td></tr>`
  );
  return markup`<section class="mail" id="verdicts">
<h2>All verdicts</h2>
<div class="wide"><table class="summary">
<thead><tr>${HEADS.map((head) => markup`<th scope="col">${head}</th>`)}</tr></thead>
<tbody>
${rows}
</tbody></table></div>
</section>`;
}

/** How many claims there are, and where each is. */
function claimsPart(tried: readonly Tried[]): Markup {
  const links = tried.map((one) =>
    markup`<li><a href="#${one.claim.id}">${one.claim.id}</a> ${verdictSign(one.trial)}</li>`
  );
  const part = tried.length < claims.length ? `, of ${claims.length} in the thread` : "";
  const turned = tried.filter(flips).length;
  return markup`<p>Claims run: ${tried.length}${part}. With the counter-scenario the verdict turned in
${turned} of them. ✓ holds, or holds under a condition; ✗ fails.</p>
<nav aria-label="Claims"><ul>
${links}
<li><a href="#verdicts">all verdicts</a></li>
</ul></nav>`;
}

/**
 * The whole page.
 * @param guests of T11
 * @param titles of scenarios, by their names
 * @param folder where the logs are
 */
export function documentOf(
  tried: readonly Tried[],
  guests: readonly Guest[],
  titles: ReadonlyMap<string, string>,
  folder: string,
): string {
  const title = "Free page hints: a thread of June 2018, as claims that run";
  return markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8"/>
<meta name="viewport" content="width=device-width, initial-scale=1"/>
<title>${title}</title>
<style>${new Markup(style)}</style>
</head>
<body>
<header>
<h1>${title}</h1>
<p>A guest can tell its host which memory is free, so that live migration leaves it out. A patch
for Linux proposed how, and nine answers took it apart. Each mail is told here in a few words, and
each claim in it was run: on a scenario, and on a counter-scenario in which the verdict should
turn.</p>
<p>No verdict is written by hand: each is worked out from the logs of runs of hintlab, a simulator
of the page allocator, of hints and of migration. The logs are in <code>${folder}</code>; the command
below a drawing replays what it shows. Bars of the same figure have the same scale in all scenarios
of a claim, but for T2, whose first bar is the whole; a broken outline is the same guest without hints.</p>
${claimsPart(tried)}
</header>
<main>
${mails.map((mail) => mailPart(mail, tried, guests, titles))}
${epiloguePart()}
${summaryPart(tried)}
</main>
</body>
</html>
`.source;
}
