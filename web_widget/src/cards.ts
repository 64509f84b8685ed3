/** Cards: the structured parts of an answer, each fact with its source and date. */

import { h, hidden, icon, type IconName, newTab } from "./dom.ts";
import { contacts, isAddress, linked, safeUrl } from "./links.ts";
import { later } from "./later.ts";
import type { Card, Language, Source } from "./wire.ts";
import { dated, type Words, words } from "./words.ts";

export interface CardPlace {
  /** The API's address: pictures are shown from there only, so that no third party is ever asked. */
  base: string;
  kiosk: boolean;
  leaveQuickly: () => void;
}

const ICONS: Record<string, IconName> = {
  program: "program",
  provider: "program",
  role: "role",
  credential: "credential",
  pathway: "pathway",
  support: "support",
  career_center: "place",
  hotline: "phone",
};

let made = 0;

export function cardOf(card: Card, language: Language, place: CardPlace): HTMLElement {
  const say = words[language];
  const id = `card-${(made += 1)}`;
  const kind = say.kinds[card.kind];
  const symbol = ICONS[card.kind];
  return h(
    "div",
    { role: "group", class: `card ${card.kind.replace(/[^a-z_]/g, "")}`, "aria-labelledby": id },
    kind && h("p", { class: "kind" }, symbol && icon(symbol), kind),
    h("p", { class: "title", id }, card.title),
    picture(card, language, place.base),
    ...body(card, language, place),
    ...links(card, say, place),
    ...card.sources.map((source) => cited(source, language, place)),
  );
}

function body(card: Card, language: Language, place: CardPlace): HTMLElement[] {
  const { lines } = card;
  if (card.kind === "hotline") return hotline(card, language, place);
  if (lines.length === 0) return [];
  if (card.kind === "comparison" && lines.every((line) => line.includes(" | "))) return [comparison(card)];
  const items = lines.map((line) => progress(line, language) ?? h("li", {}, ...labelled(line, place)));
  return [h(card.kind === "pathway" ? "ol" : "ul", { class: "lines", role: "list" }, ...items)];
}

/** "Pay: $52,000" with its label set apart. */
function labelled(line: string, place: CardPlace): (Node | string)[] {
  const match = /^([^:.]{2,28}):\s+(\S.*)$/.exec(line);
  if (!match) return linked(line, !place.kiosk);
  return [h("span", { class: "label" }, `${match[1]}:`), " ", ...linked(match[2]!, !place.kiosk)];
}

/** A survey's or quiz's "2 / 5" as a bar. */
function progress(line: string, language: Language): HTMLElement | null {
  const match = /^(?:\p{L}+\s+)?(\d+)\s*(?:\/|of|de)\s*(\d+)$/iu.exec(line.trim());
  if (!match) return null;
  const [step, all] = [Number(match[1]), Number(match[2])];
  const said = words[language].progress(step, all);
  return h("li", { class: "progress" }, said, h("progress", { value: step, max: all, "aria-label": said }));
}

/** Lines of cells, "Pay | $52,000 | $61,000", the first naming the columns: a table when wide, stacked when narrow. */
function comparison(card: Card): HTMLElement {
  const [head, ...rows] = card.lines.map((line) => line.split(" | ").map((cell) => cell.trim()));
  // The roles are spelled out because a table laid out as blocks loses its own.
  return h(
    "table",
    { role: "table", "aria-label": card.title },
    h("thead", { role: "rowgroup" }, h("tr", { role: "row" }, ...head!.map((cell) =>
      cell ? h("th", { role: "columnheader", scope: "col" }, cell) : h("td", { role: "cell" })))),
    h("tbody", { role: "rowgroup" }, ...rows.map(([name, ...cells]) =>
      h("tr", { role: "row" },
        h("th", { role: "rowheader", scope: "row" }, name),
        ...cells.map((cell, i) => h("td", { role: "cell", "data-of": head![i + 1] }, cell))))),
  );
}

function hotline(card: Card, language: Language, place: CardPlace): HTMLElement[] {
  const say = words[language];
  const ways = contacts([card.title, ...card.lines], card.url);
  const lines = card.lines.map((line) => h("p", {}, line));
  if (place.kiosk) return lines; // a lobby screen cannot call; the numbers are in the lines
  const buttons = ways.map((way) => h("a", { class: "button urgent", href: way.href }, way.kind === "call" && icon("phone"), way.label(say)));
  const leave = h("button", { type: "button", class: "button quiet leave", onclick: place.leaveQuickly }, icon("leave"), say.leave);
  // What to press comes before what to read.
  return [h("div", { class: "ways" }, ...buttons), ...lines, h("div", { class: "ways" }, leave)];
}

function links(card: Card, say: Words, place: CardPlace): HTMLElement[] {
  if (place.kiosk) return card.url?.startsWith("http") ? [h("p", { class: "address" }, card.url.replace(/^https?:\/\/(www\.)?/, ""))] : [];
  const found: HTMLElement[] = [];
  const address = card.kind === "career_center" ? card.lines.find(isAddress) : undefined;
  if (address) {
    const to = address.replace(/^[^\d]*/, "");
    const map = `https://www.google.com/maps/search/?api=1&query=${encodeURIComponent(`${card.title}, ${to}`)}`;
    found.push(outward(map, say.directions, card.title, say));
  }
  // A page of the service's own, the plan to keep: told without the service's address.
  if (card.url?.startsWith("/plan?")) found.push(outward(new URL(card.url.slice(1), place.base).href, say.openPlan, card.title, say));
  const url = safeUrl(card.url);
  if (url?.startsWith("http")) found.push(outward(url, say.website, card.title, say));
  return found.length ? [h("div", { class: "ways" }, ...found)] : [];
}

function outward(href: string, label: string, about: string, say: Words): HTMLElement {
  const more = hidden(` – ${about}`);
  return h("a", { class: "button quiet", href, target: "_blank", rel: "noopener noreferrer" }, label, more, newTab(say.newTab));
}

function cited(source: Source, language: Language, place: CardPlace): HTMLElement {
  const say = words[language];
  const url = place.kiosk ? null : safeUrl(source.url);
  const name = url
    ? h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, source.name, newTab(say.newTab))
    : source.name;
  const when = dated(source.as_of, language);
  return h("p", { class: "source" }, `${say.sources}: `, name, when && (source.as_of === "undated" ? `, ${when}` : `, ${say.asOf(when)}`));
}

function picture(card: Card, language: Language, base: string): HTMLElement | null {
  if (!card.image_url) return null;
  const url = new URL(card.image_url, base);
  if (url.origin !== new URL(base).origin) return null;
  if (card.kind === "pathway") {
    const place = h("div");
    void later.then(({ pathMap }) => place.replaceWith(pathMap(url.href, card.title, language)));
    return place;
  }
  return h("img", { src: url.href, alt: "", loading: "lazy", width: 320, height: 160 });
}
