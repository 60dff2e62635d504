/**
 * The style of a report's page: one column, quiet, light and dark, readable
 * at 400 pixels and on paper. Colours are Okabe and Ito's, which people who
 * see colours differently can tell apart; no meaning is in colour alone.
 */
export const pageStyle = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1d2329; --soft: #59636e; --line: #d9dee3; --wash: #f5f7f9;
  --judge: #0072b2; --other: #d98200; --third: #009e73; --rule: #8a939c;
  --yes: #007a59; --no: #a35c00;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --paper: #14181c; --ink: #e4e8ec; --soft: #a3adb7; --line: #333b43; --wash: #1c2127;
    --judge: #56b4e9; --other: #e69f00; --third: #2fc79a; --rule: #7f8992;
    --yes: #2fc79a; --no: #e69f00;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 16px/1.6 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Apple SD Gothic Neo",
    "Malgun Gothic", "Noto Sans KR", "Noto Sans CJK KR", sans-serif;
  overflow-wrap: break-word;
}
:lang(ko) { word-break: keep-all; }
main { max-width: 780px; margin: 0 auto; padding: 48px 24px 96px; }
h1, h2, h3, h4 { line-height: 1.25; text-wrap: balance; }
h1 { font-size: 30px; letter-spacing: -0.015em; margin: 0 0 12px; }
h2 { font-size: 22px; letter-spacing: -0.01em; margin: 64px 0 8px; }
h3 { font-size: 18px; margin: 48px 0 4px; }
h4 { font-size: 14px; margin: 0 0 4px; }
p { margin: 8px 0; }
.soft { color: var(--soft); }
.small { font-size: 14px; }
section > .soft:first-of-type { margin-top: 0; }

.answer { font-size: 19px; line-height: 1.5; margin: 20px 0 0; padding: 2px 0 2px 18px; border-left: 4px solid var(--rule); }
.answer.yes { border-color: var(--yes); }
.answer.no { border-color: var(--no); }
.checks { list-style: none; margin: 20px 0 0; padding: 0; font-size: 15px; }
.checks li { display: grid; grid-template-columns: 26px 1fr; padding: 7px 0; border-top: 1px solid var(--line); }
.checks li:last-child { border-bottom: 1px solid var(--line); }
.mark { font-weight: 700; }
.true .mark { color: var(--yes); }
.false .mark { color: var(--no); }
.null .mark { color: var(--soft); }

figure { margin: 16px 0 0; break-inside: avoid; }
figcaption { font-size: 13px; color: var(--soft); margin-top: 6px; }
.plot.narrow { display: none; }
.plot svg { display: block; max-width: 100%; height: auto; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 18px; list-style: none; margin: 8px 0; padding: 0; font-size: 14px; }
.swatch { display: inline-block; width: 11px; height: 11px; border-radius: 2px; margin-right: 7px; }
.signature {
  display: block; font: 11px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; color: var(--soft);
  white-space: nowrap; overflow: hidden; text-overflow: ellipsis; margin-top: 2px;
}
.signature:hover, .signature:focus { white-space: normal; overflow-wrap: anywhere; }

.wide-table { overflow-x: auto; margin: 12px 0 0; }
table { border-collapse: collapse; font-size: 14px; font-variant-numeric: tabular-nums; width: 100%; }
caption { text-align: left; color: var(--soft); font-size: 13px; padding-bottom: 4px; }
th, td { text-align: left; padding: 6px 14px 6px 0; border-bottom: 1px solid var(--line); vertical-align: top; font-weight: 400; }
thead th { color: var(--soft); font-size: 13px; white-space: nowrap; }
td.number, th.number { text-align: right; white-space: nowrap; }
tr.ours th, tr.ours td { font-weight: 600; }
.confusion { width: auto; min-width: 260px; }
.confusion th, .confusion td { padding: 8px 14px; }
.confusion td.share { background: color-mix(in srgb, var(--judge) calc(var(--part) * 34%), transparent); min-width: 64px; }
.confusion td.same { font-weight: 700; }
.confusion th { overflow-wrap: anywhere; }

details { margin-top: 8px; }
summary { cursor: pointer; }
details.numbers > summary { font-size: 14px; color: var(--soft); width: fit-content; }
.item { border-top: 1px solid var(--line); margin: 0; }
.item:last-of-type { border-bottom: 1px solid var(--line); }
.item > summary { padding: 10px 0; display: grid; grid-template-columns: 16px 1fr; list-style: none; }
.item > summary > span { min-width: 0; overflow-wrap: anywhere; }
.item > summary::-webkit-details-marker { display: none; }
.item > summary::before { content: "▸"; color: var(--soft); }
.item[open] > summary::before { content: "▾"; }
.item .said { font-size: 14px; color: var(--soft); }
.item .snippet { display: block; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.item .body { padding: 0 0 24px 16px; }
.pair { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 16px; margin-top: 16px; }
.games th, .games td:not(:last-child) { white-space: nowrap; }
.games td:last-child { width: 100%; }
.pair.one { grid-template-columns: minmax(0, 1fr); }
.block { margin-top: 16px; min-width: 0; }
.pair .block { margin: 0; }
.label { font-size: 13px; color: var(--soft); margin: 0 0 4px; }
.chip { display: inline-block; border: 1px solid currentColor; border-radius: 999px; padding: 0 8px; font-size: 12px; line-height: 18px; margin-left: 6px; color: var(--judge); }
.chip.truth { color: var(--yes); }
.text {
  white-space: pre-wrap; overflow-wrap: anywhere; word-break: normal; unicode-bidi: plaintext;
  background: var(--wash); border: 1px solid var(--line); border-radius: 6px;
  padding: 10px 12px; max-height: 340px; overflow-y: auto; font-size: 15px;
}
.text img { max-width: 100%; height: auto; }
.cell { white-space: pre-wrap; overflow-wrap: anywhere; unicode-bidi: plaintext; max-height: 200px; overflow-y: auto; }
bdi { overflow-wrap: anywhere; }

dl { display: grid; grid-template-columns: minmax(120px, 190px) 1fr; gap: 0; margin: 12px 0 0; font-size: 14px; }
dt, dd { margin: 0; padding: 6px 0; border-bottom: 1px solid var(--line); min-width: 0; overflow-wrap: anywhere; }
dt { color: var(--soft); padding-right: 14px; }
pre { background: var(--wash); border: 1px solid var(--line); border-radius: 6px; padding: 10px 12px; overflow-x: auto; font-size: 13px; margin: 8px 0; }
code { font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
:focus-visible { outline: 2px solid var(--judge); outline-offset: 2px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

@media (max-width: 620px) {
  main { padding: 28px 16px 64px; }
  h1 { font-size: 25px; }
  h2 { font-size: 20px; margin-top: 48px; }
  h3 { margin-top: 36px; }
  .answer { font-size: 17px; padding-left: 14px; }
  .plot.wide { display: none; }
  .plot.narrow { display: block; }
  .plot svg { width: 100%; }
  .pair { grid-template-columns: minmax(0, 1fr); }
  dl { grid-template-columns: 1fr; }
  dt { border-bottom: 0; padding-bottom: 0; }
  dd { padding-top: 0; }
}
@media print {
  body { font-size: 11pt; }
  main { max-width: none; padding: 0; }
  .text, .cell { max-height: none; overflow: visible; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  .signature { white-space: normal; overflow-wrap: anywhere; }
  details::details-content { content-visibility: visible; height: auto; }
  h2, h3, h4, summary { break-after: avoid; }
  tr, .checks li { break-inside: avoid; }
}
`
