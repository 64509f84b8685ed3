/**
 * A page of its own for printing, so that the partner's page is not printed with it. Built from nodes, never from markup; its
 * style sheet is constructed, which every policy allows. False where the browser gives no window.
 */

import { h } from "./dom.ts";

const STYLE = `body{font:12pt/1.45 system-ui,sans-serif;color:#000;background:#fff;margin:24px auto;max-width:680px;padding:0 16px}
h1{font-size:18pt;margin:0 0 4px}section{border-top:1px solid #999;padding:10px 0;break-inside:avoid}p,ul,ol{margin:4px 0}
.title{font-weight:700}.source,.kind,footer{color:#444;font-size:10pt}table{border-collapse:collapse}th,td{border:1px solid #999;padding:4px 8px;text-align:start}
.vh,.choices,.tools,.zoom,.leave{display:none}svg{display:none}img{max-width:100%}a{color:inherit}a[href^=http]::after{content:" <" attr(href) ">";word-break:break-all;font-size:9pt}`;

export function printOut(title: string, language: string, parts: Node[][], foot: string): boolean {
  const page = open("", "_blank");
  if (!page) return false;
  const { document: paper } = page;
  paper.title = title;
  paper.documentElement.lang = language;
  const sheet = new (page as unknown as typeof globalThis).CSSStyleSheet();
  sheet.replaceSync(STYLE);
  paper.adoptedStyleSheets = [sheet];
  const main = h("main", {}, h("h1", {}, title), ...parts.map((nodes) => h("section", {}, ...nodes)), h("footer", {}, foot));
  paper.body.replaceChildren(paper.adoptNode(main));
  page.focus();
  page.print();
  return true;
}
