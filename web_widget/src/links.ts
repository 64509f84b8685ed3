/**
 * Finds web addresses and phone numbers in plain text and makes them links one can tap. A number that can be texted
 * gets an sms: link. In a kiosk nothing leads away: the text stays text.
 */

import { h } from "./dom.ts";
import type { Words } from "./words.ts";

const WEB = String.raw`https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]]`;
const LONG = String.raw`(?:\+?1[-. ]?)?\(?\b[2-9]\d\d\)?[-. ]\d{3}[-. ]\d{4}\b`;
const MAIL = String.raw`[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}`;
const LINK = new RegExp(`${WEB}|${MAIL}|${LONG}`, "g");
const NUMBER = new RegExp(String.raw`${LONG}|\b(?:988|911|211)\b|\b\d{5,6}\b`, "g");
const TEXTING = /\b(?:text|texts|texting|txt|sms|mensaje|mensajes|texto|textea|envía|envíe|manda|mande)\b/i;
/** The word to send, written in capitals: "text HOME to 741741", "envía HOLA al 741741". */
const KEYWORD = /["“«']?\b(?!TTY|SMS|TDD|AM|PM)([A-ZÁÉÍÓÚÑ]{3,12})\b["”»']?\s+(?:to|al|a)\s+$/;

/** `text` as nodes, with addresses and long phone numbers linked. */
export function linked(text: string, leadsAway: boolean): (Node | string)[] {
  if (!leadsAway) return [text];
  const nodes: (Node | string)[] = [];
  let from = 0;
  for (const match of text.matchAll(LINK)) {
    const found = match[0];
    nodes.push(text.slice(from, match.index));
    nodes.push(
      found.startsWith("http")
        ? h("a", { href: found, target: "_blank", rel: "noopener noreferrer" }, found.replace(/^https?:\/\/(www\.)?/, ""))
        : h("a", { href: found.includes("@") ? `mailto:${found}` : `tel:${dialled(found)}` }, found),
    );
    from = match.index + found.length;
  }
  nodes.push(text.slice(from));
  return nodes.filter((node) => node !== "");
}

export interface Contact {
  href: string;
  label: (words: Words) => string;
  kind: "call" | "text";
}

/** The ways to reach a hotline that `lines` (and a tel: or sms: address) speak of, each once, in order. */
export function contacts(lines: readonly string[], url: string | null): Contact[] {
  const found = new Map<string, Contact>();
  const offer = (contact: Contact) => found.has(contact.href) || found.set(contact.href, contact);
  for (const line of lines) {
    const texting = TEXTING.test(line);
    const matches = [...line.matchAll(NUMBER)];
    for (const match of matches) {
      const shown = match[0];
      const number = dialled(shown);
      const short = /^\d{5,6}$/.test(number);
      // A five-digit number is a short code only where the line says so; elsewhere it is a ZIP code.
      if (short && !texting) continue;
      if (!short) offer({ href: `tel:${number}`, label: (words) => words.call(shown), kind: "call" });
      if (!texting || number === "911" || number === "211") continue;
      // Where a line asks for a word ("llama al 988, o manda AYUDA al 988") a text without it would go astray.
      const same = matches.filter((other) => dialled(other[0]) === number);
      const keyword = same.map((other) => KEYWORD.exec(line.slice(0, other.index))?.[1]).find(Boolean);
      // "?&body=" is read by both iOS and Android.
      const href = keyword ? `sms:${number}?&body=${encodeURIComponent(keyword)}` : `sms:${number}`;
      offer({ href, label: (words) => (keyword ? words.textWord(keyword, shown) : words.text(shown)), kind: "text" });
    }
  }
  const scheme = /^(tel|sms):(\+?[\d-]+)/.exec(url ?? "");
  if (scheme && !found.has(`${scheme[1]}:${dialled(scheme[2]!)}`)) {
    const call = scheme[1] === "tel";
    offer({ href: url!, label: (words) => (call ? words.call : words.text)(scheme[2]!), kind: call ? "call" : "text" });
  }
  return [...found.values()];
}

/** A street address worth directions: a house number first, a state and ZIP code last. */
export function isAddress(line: string): boolean {
  return /^\D{0,12}\d{1,6}\s.+\b[A-Z]{2}\.?,?\s+\d{5}\b/.test(line);
}

/** Only what a link may safely be: never `javascript:` and its like. */
export function safeUrl(url: string | null): string | null {
  return url && /^(https?:|tel:|sms:|mailto:)/i.test(url) ? url : null;
}

function dialled(shown: string): string {
  const digits = shown.replace(/[^\d+]/g, "");
  return digits.length === 10 ? `+1${digits}` : digits.length === 11 ? `+${digits}` : digits;
}
