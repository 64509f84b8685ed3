/**
 * The embed script. Draws the launcher and nothing else; the chat itself comes on the first click, or when the page has
 * been idle, or at once where it is shown from the start. Everything is fetched from where this script came from, with
 * the integrity the build has written in below.
 *
 * `<script src="…/widget/sendero.js" data-site="…" async></script>`; further settings: docs/partners/embed.md.
 */

import css from "./loader.css";
import { accents } from "./theme.ts";

declare const MAIN_FILE: string;
declare const MAIN_INTEGRITY: string;
declare const LATER_FILE: string;
declare const LATER_INTEGRITY: string;

interface Policy {
  createScriptURL(url: string): unknown;
}

interface Chat extends HTMLElement {
  open?(): void;
  ask?(text: string): void;
}

const WORDS = {
  en: ["Chat with us", "Chat with us about digital jobs and training", "The chat could not be loaded. Please try again."],
  es: ["Chatea con nosotros", "Chatea con nosotros sobre empleos digitales y capacitación", "No se pudo cargar el chat. Inténtalo de nuevo."],
} as const;

const TAG = "sendero-chat";
const script = document.currentScript as HTMLScriptElement;
const settings = script.dataset;
let loading: Promise<void> | null = null;
/** Made once: a page may forbid a second of the same name. */
let policy: Policy | undefined;
/** Resolves when what the site's id carries has been put on the element, or could not be had. */
let dressed: Promise<boolean> = Promise.resolve(true);

/** How long the button waits for its colour; a slow line gets it in ours first. */
const PATIENCE = 600;

interface Look {
  name: string;
  language: string;
  accent: string | null;
  logo: string | null;
  starters: Record<string, string[]>;
  texting: boolean;
}

/** What the page says itself goes before what its site says. Resolves false where this page may not use the site. */
async function dress(chat: Chat): Promise<boolean> {
  if (!settings.site) return true;
  try {
    const address = new URL(`../api/sites/${encodeURIComponent(settings.site)}`, script.src);
    const answer = await fetch(address, { credentials: "omit", signal: AbortSignal.timeout?.(15_000) });
    if (answer.status === 403) {
      console.error(`sendero: ${location.origin} is not among the pages that may use the site "${settings.site}"`);
      return false;
    }
    if (!answer.ok) return true;
    const look = (await answer.json()) as Look;
    const said: Record<string, string | null> = { name: look.name, "site-language": look.language, accent: look.accent, logo: look.logo, texting: look.texting ? "" : null };
    for (const language in look.starters) said[`starters-${language}`] = look.starters[language]!.join("|");
    for (const [name, value] of Object.entries(said)) if (value !== null && !chat.hasAttribute(name)) chat.setAttribute(name, value);
  } catch {
    // The chat says itself what is wrong with the line.
  }
  return true;
}

function load(): Promise<void> {
  loading ??= dressed.then((may) => (may ? fetched() : Promise.reject(new Error("sendero: refused"))));
  return loading;
}

function fetched(): Promise<void> {
  // The second part comes after the first and is waited for by nobody; a chat without it talks all the same.
  return part(MAIN_FILE, MAIN_INTEGRITY).then(() => void part(LATER_FILE, LATER_INTEGRITY).catch(() => undefined));
}

function part(file: string, integrity: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const element = document.createElement("script");
    const address = new URL(file, script.src).href;
    element.src = trusted(address) as string;
    element.integrity = integrity;
    element.crossOrigin = "anonymous";
    if (script.nonce) element.nonce = script.nonce;
    element.onload = () => resolve();
    element.onerror = () => {
      element.remove();
      loading = null;
      reject(new Error("sendero: not loaded"));
    };
    document.head.append(element);
  });
}

/** Where the page requires Trusted Types, an address becomes one through a policy named "sendero". */
function trusted(address: string): unknown {
  const policies = (window as { trustedTypes?: { createPolicy(name: string, rules: object): Policy } }).trustedTypes;
  policy ??= policies?.createPolicy("sendero", { createScriptURL: (url: string) => url });
  return policy ? policy.createScriptURL(address) : address;
}

function language(): "en" | "es" {
  for (const tag of [settings.lang, document.documentElement.lang, navigator.language])
    if (/^(en|es)\b/i.test(tag ?? "")) return tag!.slice(0, 2).toLowerCase() as "en" | "es";
  return "en";
}

function wasOpen(): boolean {
  try {
    return /"open":true/.test(sessionStorage.getItem(`sendero:${settings.site ?? "default"}`) ?? "");
  } catch {
    return false;
  }
}

function launcher(chat: Chat): void {
  const [label, longLabel, failure] = WORDS[language()];
  const root = chat.attachShadow({ mode: "open" });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  const button = document.createElement("button");
  button.className = settings.side === "left" ? "launcher left" : "launcher";
  button.type = "button";
  button.lang = language();
  button.setAttribute("aria-label", longLabel);
  button.setAttribute("aria-haspopup", "dialog");
  button.setAttribute("aria-expanded", "false");
  const paint = () => {
    const accent = accents(chat.getAttribute("accent"));
    if (accent) button.style.setProperty("--accent", accent.light);
  };
  paint();
  void dressed.then(paint);
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", "M4 5.5A1.5 1.5 0 0 1 5.5 4h13A1.5 1.5 0 0 1 20 5.5v9a1.5 1.5 0 0 1-1.5 1.5H11l-4.5 4v-4h-1A1.5 1.5 0 0 1 4 14.5zM8 8.5h8M8 12h5");
  svg.append(path);
  const text = document.createElement("span");
  text.textContent = label;
  const failureLine = document.createElement("p");
  failureLine.className = button.className.replace("launcher", "failure");
  failureLine.setAttribute("role", "status");
  button.append(svg, text);
  button.onclick = () => {
    failureLine.textContent = "";
    button.setAttribute("aria-busy", "true");
    load()
      .then(() => chat.open?.())
      .catch(() => (failureLine.textContent = failure))
      .finally(() => button.removeAttribute("aria-busy"));
  };
  root.append(button, failureLine);
}

function place(): void {
  const standing = document.querySelector(TAG) !== null;
  const mode = settings.mode ?? "bubble";
  let chat = document.querySelector<Chat>(TAG);
  if (!standing || settings.mode) {
    chat = document.createElement(TAG) as Chat;
    for (const name of ["site", "lang", "name", "accent", "theme", "side", "mode", "starters", "kioskSeconds", "about"]) {
      const value = settings[name];
      if (value) chat.setAttribute(name.replace(/[A-Z]/g, "-$&").toLowerCase(), value);
    }
    const made = chat;
    const looked = dress(made);
    dressed = looked;
    void looked.then((may) => may || made.remove());
    if (mode === "bubble") {
      const drawn = Promise.race([looked, new Promise<boolean>((resolve) => setTimeout(resolve, PATIENCE, true))]);
      void drawn.then((may) => may && launcher(made));
    }
    const target = settings.target ? document.querySelector(settings.target) : null;
    if (target) target.append(chat);
    else if (mode === "bubble") document.body.append(chat);
    else if (script.parentElement && script.parentElement !== document.head) script.after(chat);
    else document.body.append(chat);
  }
  // Anything on the page may open the chat with a question: <button data-sendero-ask="How do I start?">.
  document.addEventListener("click", (event) => {
    const asked = (event.target as Element | null)?.closest?.<HTMLElement>("[data-sendero-ask]");
    if (!asked) return;
    event.preventDefault();
    void load().then(() => chat?.ask?.(asked.dataset.senderoAsk || asked.textContent!.trim()), () => undefined);
  });
  const now = () => void load().catch(() => undefined);
  if (mode !== "bubble" || (standing && !settings.mode) || wasOpen()) return now();
  const saving = (navigator as { connection?: { saveData?: boolean } }).connection?.saveData;
  if (saving) return;
  const idle = () => ("requestIdleCallback" in window ? requestIdleCallback(now, { timeout: 10_000 }) : setTimeout(now, 3_000));
  if (document.readyState === "complete") idle();
  else addEventListener("load", idle, { once: true });
}

if (document.body) place();
else document.addEventListener("DOMContentLoaded", place);
