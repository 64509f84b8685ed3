/**
 * `<sendero-chat>`: the chat in its frame.
 *
 * @attr mode     bubble (default), inline, page or kiosk
 * @attr site     the partner's site id
 * @attr lang     en or es; else the page's, else the browser's
 * @attr name     the name in the header
 * @attr accent   a colour (#rrggbb); made readable whatever it is
 * @attr theme    light or dark; else the visitor's
 * @attr side     left puts the bubble on the left
 * @attr starters first questions to offer, separated by |; starters-en and starters-es by language
 * @attr about    what the page shows ("Security+"): the chat begins with it
 * @attr logo     the partner's logo, an address of the service
 * @attr texting  present where a plan can be sent to a phone
 * @attr kiosk-seconds  quiet seconds before a kiosk resets (default 90)
 * @fires sendero-open, sendero-close, sendero-language (detail: the language). None carries a learner's words.
 */

import { ChatApi } from "./api.ts";
import css from "./panel.css";
import { h } from "./dom.ts";
import type { KioskTimer } from "./kiosk.ts";
import { complete, later } from "./later.ts";
import type { Later } from "./later-main.ts";
import { Panel } from "./panel.ts";
import { memoryStore, SessionKeeper, tabStore } from "./session.ts";
import { accents } from "./theme.ts";
import type { Language } from "./wire.ts";
import { languageOf, words } from "./words.ts";

export type Mode = "bubble" | "inline" | "page" | "kiosk";

const IDLE_MS = 30 * 60_000;
const NARROW = "(max-width: 520px), (max-height: 480px)";

export class SenderoChat extends HTMLElement {
  /** The address everything is resolved against; set by main.ts from where the script came. */
  static base = "/";
  static readonly complete = complete;

  private panel: Panel | null = null;
  private frame: HTMLElement | null = null;
  private launcher: HTMLButtonElement | null = null;
  private kiosk: KioskTimer | null = null;
  private keeper: SessionKeeper | null = null;
  private readonly narrow = matchMedia(NARROW);
  private readonly dark = matchMedia("(prefers-color-scheme: dark)");

  get mode(): Mode {
    const mode = this.getAttribute("mode");
    return mode === "inline" || mode === "page" || mode === "kiosk" ? mode : "bubble";
  }

  get language(): Language {
    return this.panel ? languageOf(this.panel.root.lang) : this.firstLanguage();
  }

  set language(language: Language) {
    if (this.panel) this.panel.setLanguage(language);
    else this.setAttribute("lang", language);
  }

  connectedCallback(): void {
    if (this.panel) return this.show();
    const { mode } = this;
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    this.keeper = new SessionKeeper(mode === "kiosk" ? memoryStore() : tabStore(), this.getAttribute("site") ?? "default");
    this.launcher = root.querySelector("button.launcher");
    // A closed bubble costs its page nothing but the button. The panel is put together when a finger or the focus comes
    // near, apart from the click that shows it: two short pieces of work, not one long one.
    if (mode !== "bubble" || (this.keeper.read().open && !this.narrow.matches)) this.build();
    else for (const near of ["pointerover", "focus"]) this.launcher?.addEventListener(near, () => this.build(), { once: true });
    const { language } = this.keeper.read();
    if (language) this.labelLauncher(language);
    this.show();
    this.takeOver();
  }

  /** What was typed, or sent, into the page's own box while the chat was still on its way (bot/sites/shell.py). */
  private takeOver(): void {
    const early = this.querySelector<HTMLFormElement>("form.early");
    const box = early?.querySelector("textarea");
    if (!early || !box || !this.panel) return;
    const focused = document.activeElement === box;
    early.remove();
    if ("sent" in early.dataset) this.panel.ask(box.value.trim());
    else this.panel.composer.giveBack(box.value);
    if (focused) this.panel.composer.box.focus({ preventScroll: true });
  }

  /** Puts the panel into its frame; safe to call again. */
  private build(): void {
    const { shadowRoot: root, keeper } = this;
    if (this.panel || !root || !keeper) return;
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(css);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    void later.then(({ css }) => {
      const more = new CSSStyleSheet();
      more.replaceSync(css);
      root.adoptedStyleSheets = [...root.adoptedStyleSheets, more];
    });
    const { mode } = this;
    const bubble = mode === "bubble";
    this.frame = bubble ? h("dialog", { class: "frame" }) : h("section", { class: "frame" });
    this.panel = new Panel(new ChatApi(SenderoChat.base), keeper, {
      name: this.getAttribute("name") ?? "Sendero",
      site: this.getAttribute("site"),
      language: this.firstLanguage(),
      kiosk: mode === "kiosk",
      idleMs: IDLE_MS,
      about: this.getAttribute("about"),
      logo: this.getAttribute("logo"),
      texting: this.hasAttribute("texting"),
      starters: (language) =>
        (this.getAttribute("starters") ?? this.getAttribute(`starters-${language}`))?.split("|").map((question) => question.trim()).filter(Boolean) ?? null,
      focus: () => this.focusInside(),
      ...(bubble ? { onClose: () => this.close() } : {}),
      onLanguage: (language) => this.announceLanguage(language),
      onForget: () => this.afterForget(),
    });
    this.frame.className = `frame ${mode}`;
    this.frame.setAttribute("aria-label", this.getAttribute("name") ?? "Sendero");
    this.frame.addEventListener("keydown", (event) => this.key(event));
    this.frame.addEventListener("cancel", (event) => {
      if (event.target !== this.frame) return;
      event.preventDefault(); // Escape closes what is innermost, and `key` decides what that is
    });
    this.frame.append(this.panel.root);
    root.append(this.frame);
    this.paint();
    this.dark.addEventListener("change", this.paint);
    this.narrow.addEventListener("change", this.reframe);
    visualViewport?.addEventListener("resize", this.fit);
  }

  disconnectedCallback(): void {
    // Moved, not removed, when it is back within this task.
    queueMicrotask(() => {
      if (this.isConnected || !this.panel) return;
      this.dark.removeEventListener("change", this.paint);
      this.narrow.removeEventListener("change", this.reframe);
      visualViewport?.removeEventListener("resize", this.fit);
      this.kiosk?.stop();
      this.panel.dispose();
      this.frame?.remove();
      this.panel = this.frame = null;
    });
  }

  /** Opens the bubble and, when a person asked for it, moves the focus there. */
  open(byPerson = true): void {
    this.build();
    const { frame, panel } = this;
    if (!panel || !(frame instanceof HTMLDialogElement)) return panel?.open();
    if (!frame.open) {
      if (!byPerson) frame.open = true;
      else if (this.narrow.matches) frame.showModal();
      else frame.show();
      this.launcher?.setAttribute("aria-expanded", "true");
      this.launcher?.toggleAttribute("hidden", true);
      this.fit();
      this.keeper?.update({ open: true });
      this.dispatchEvent(new CustomEvent("sendero-open"));
    }
    panel.open();
    panel.transcript.toEnd();
    if (byPerson) this.focusInside();
  }

  close(): void {
    const { frame, panel } = this;
    if (!panel || !(frame instanceof HTMLDialogElement) || !frame.open) return;
    const hadFocus = this.shadowRoot?.activeElement != null;
    panel.transcript.settle();
    frame.close();
    this.launcher?.setAttribute("aria-expanded", "false");
    this.launcher?.toggleAttribute("hidden", false);
    if (hadFocus) this.launcher?.focus();
    this.keeper?.update({ open: false });
    this.dispatchEvent(new CustomEvent("sendero-close"));
  }

  /** Opens the chat and asks `text` as the learner's own message. */
  ask(text: string): void {
    this.open();
    if (this.mode !== "bubble") this.scrollIntoView({ block: "nearest" });
    this.panel?.ask(text);
  }

  private show(): void {
    const { panel, mode } = this;
    if (!panel || mode === "bubble") {
      // Open before a reload: open again, but never over the page and never taking the focus.
      if (this.keeper?.read().open && !this.narrow.matches) this.open(false);
      return;
    }
    panel.open();
    if (mode === "kiosk") void later.then((parts) => this.startKiosk(panel, parts));
  }

  private startKiosk(panel: Panel, { KioskTimer, words }: Later): void {
    if (this.panel !== panel) return; // taken out of the page in the meantime
    const seconds = Math.max(15, Number(this.getAttribute("kiosk-seconds")) || 90);
    const used = () => panel.conversation.used || panel.composer.box.value !== "";
    this.kiosk = new KioskTimer(seconds, panel.question, () => words[this.language], used, () => {
      this.panel?.setLanguageSilently(this.firstLanguage());
      void panel.forget(false);
    });
    for (const event of ["pointerdown", "keydown", "touchstart", "wheel"])
      this.addEventListener(event, this.kiosk.active, { passive: true });
    this.kiosk.active();
  }

  private key(event: KeyboardEvent): void {
    if (event.key !== "Escape" || !this.panel || this.shadowRoot?.querySelector("dialog.ask[open]")) return;
    if (this.panel.menu.escape()) event.stopPropagation();
    else if (this.mode === "bubble") {
      event.preventDefault();
      this.close();
    }
  }

  private focusInside(): void {
    // On a touch screen focus in the box would raise the keyboard over the greeting.
    const target = matchMedia("(pointer: coarse)").matches ? this.panel?.root : this.panel?.composer.box;
    target?.focus({ preventScroll: true });
  }

  private readonly paint = (): void => {
    const theme = this.getAttribute("theme");
    const dark = theme === "dark" || (theme !== "light" && this.dark.matches);
    this.frame?.classList.toggle("dark", dark);
    const accent = accents(this.getAttribute("accent"));
    if (accent) this.frame?.style.setProperty("--accent", dark ? accent.dark : accent.light);
  };

  /** Phone and desktop frames differ in what they cover: a window turned or zoomed gets the right one. */
  private readonly reframe = (): void => {
    const { frame } = this;
    if (!(frame instanceof HTMLDialogElement) || !frame.open) return;
    const focused = this.shadowRoot?.activeElement as HTMLElement | null;
    frame.close();
    if (this.narrow.matches) frame.showModal();
    else frame.show();
    focused?.focus({ preventScroll: true });
  };

  /** Above a phone's keyboard, not under it. */
  private readonly fit = (): void => {
    const view = visualViewport;
    if (view && this.mode === "bubble") this.frame?.style.setProperty("--seen", `${Math.round(view.height)}px`);
  };

  private firstLanguage(): Language {
    return languageOf(this.getAttribute("lang"), document.documentElement.lang, this.getAttribute("site-language"), navigator.language);
  }

  private labelLauncher(language: Language): void {
    const say = words[language];
    this.launcher?.setAttribute("aria-label", say.openLabel);
    const label = this.launcher?.querySelector("span");
    if (label) label.textContent = say.open;
    this.launcher?.setAttribute("lang", language);
  }

  private announceLanguage(language: Language): void {
    this.labelLauncher(language);
    this.dispatchEvent(new CustomEvent("sendero-language", { detail: language }));
  }

  private afterForget(): void {
    if (this.mode === "bubble") this.close();
    else this.panel?.open();
  }
}
