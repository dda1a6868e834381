/**
 * How the page looks: light or dark as the reader's system is, one column or two, and on paper.
 * @module
 */

export const style = `
:root { color-scheme: light dark; --paper: #fbfaf7; --ink: #1c1c1a; --faint: #5f5d57; --line: #d5d1c6;
  --card: #ffffff; --bar: #1f5f8b; --good: #1b6b3a; --bad: #a3271c; }
@media (prefers-color-scheme: dark) { :root { --paper: #16171a; --ink: #e7e5df; --faint: #a5a29a;
  --line: #3c3e44; --card: #1e2024; --bar: #7fb8e0; --good: #7fcf9a; --bad: #f0958a; } }
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); font: 17px/1.5 Georgia, "Times New Roman", serif; }
body { max-width: 66rem; margin: 0 auto; padding: 1.5rem 1rem 4rem; }
h1, h2, h3, h4 { line-height: 1.25; text-wrap: balance; }
h1 { font-size: 1.9rem; margin: 0 0 .5rem; }
h2 { font-size: 1.25rem; margin: 0; }
h3 { font-size: 1.05rem; margin: 0 0 .4rem; text-wrap: pretty; }
h4 { font-size: .9rem; margin: 0; }
p { margin: .4rem 0; max-width: 44rem; text-wrap: pretty; }
a { color: inherit; }
code { font: .82em/1.4 ui-monospace, "DejaVu Sans Mono", Menlo, monospace; overflow-wrap: anywhere; }
.faint, .title, .condition, .met, time { color: var(--faint); }
.mail { margin: 2.6rem 0 0; padding-top: 1rem; border-top: 2px solid var(--ink); }
.mail > .says { font-size: 1.08rem; }
.mail .number { display: inline-block; min-width: 2.2rem; }
.claim { margin: 1.4rem 0; padding: 1rem; background: var(--card); border: 1px solid var(--line);
  border-radius: 4px; }
.id { display: inline-block; padding: 0 .4rem; border: 1px solid currentColor; border-radius: 3px;
  font: .8em/1.5 ui-monospace, "DejaVu Sans Mono", Menlo, monospace; }
.verdict.holds { color: var(--good); } .verdict.fails { color: var(--bad); }
.own, .counter, .condition, .title, .met, .trial figcaption p { font-size: .88rem; }
.claim > p { margin: .15rem 0; }
.trials { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr));
  gap: 0 2.2rem; margin: .8rem 0 0; }
.trials:has(> :nth-child(4)) { grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); }
.trial { margin: 0 0 .8rem; display: grid; grid-row: span 3; grid-template-rows: subgrid; }
.trial figcaption { border-top: 1px solid var(--line); padding-top: .5rem; }
.trial figcaption p { margin: .2rem 0; }
.trial svg { width: 100%; max-width: 24rem; height: auto; margin: .4rem 0; overflow: visible; }
.command span { display: inline-block; max-width: 100%; }
nav ul { display: flex; flex-wrap: wrap; gap: .3rem .9rem; margin: .8rem 0; padding: 0; list-style: none; }
.command { font-size: .88rem; color: var(--faint); }
svg text { font: 13px system-ui, "DejaVu Sans", sans-serif; fill: var(--ink); }
svg .value { text-anchor: end; font-variant-numeric: tabular-nums; font-weight: 600; }
svg .bar { fill: var(--bar); }
svg .harm { fill: var(--bad); }
svg .baseline { fill: none; stroke: var(--bar); stroke-width: 1.5; stroke-dasharray: 3 2; }
svg .track { stroke: var(--line); fill: none; }
svg .tick, svg .cross { fill: none; stroke-width: 2.2; stroke: var(--good); }
svg .cross { stroke: var(--bad); }
details { font-size: .88rem; } summary { cursor: pointer; color: var(--faint); }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: .92rem; }
th, td { text-align: left; padding: .2rem .8rem .2rem 0; vertical-align: top;
  border-bottom: 1px solid var(--line); font-variant-numeric: tabular-nums; }
.claim table { margin: .5rem 0; }
.claim td { text-align: right; white-space: nowrap; } .claim thead th { text-align: right; }
th { font-weight: normal; } thead th { font-weight: bold; }
.summary { font-size: .9rem; } .summary td, .summary th { padding-right: 1rem; }
.mails { white-space: nowrap; }
.guests { margin: .6rem 0; } .guests .key { width: 1rem; height: 1rem; vertical-align: -.15rem; }
.guests svg[role] { width: 100%; max-width: 44rem; height: auto; }
.guests .mark { fill: none; stroke: var(--bar); stroke-width: 1.6; }
.guests .axis { text-anchor: middle; fill: var(--faint); }
@media print {
  :root { color-scheme: light; --paper: #fff; --card: #fff; --ink: #000; --faint: #444; --line: #bbb;
    --bar: #333; --good: #000; --bad: #000; }
  html { font-size: 10pt; } .trial, .says, h2, h3 { break-inside: avoid; } h2, h3 { break-after: avoid; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
`;
