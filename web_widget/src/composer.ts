/** Where one writes: a growing text box, Enter sends, Shift+Enter breaks the line. Never disabled: offline is no reason. */

import { h, icon } from "./dom.ts";
import type { Language } from "./wire.ts";
import { words } from "./words.ts";

const LONGEST = 1_000;
const WARN_BELOW = 100;

export class Composer {
  readonly box = h("textarea", { rows: 1, maxlength: LONGEST, enterkeyhint: "send", autocomplete: "off",
    oninput: () => this.resize(), onkeydown: (event: KeyboardEvent) => this.key(event) });
  private readonly button = h("button", { type: "submit", class: "send" }, icon("send"));
  private readonly left = h("span", { class: "left", role: "status" });
  readonly root = h("form", { class: "composer", novalidate: true, onsubmit: (event: Event) => this.submit(event) },
    this.box, this.button, this.left);
  private language: Language = "en";

  constructor(private readonly send: (text: string) => void) {}

  relabel(language: Language): void {
    this.language = language;
    const say = words[language];
    this.box.placeholder = say.placeholder;
    this.box.setAttribute("aria-label", say.compose);
    this.button.setAttribute("aria-label", say.send);
    this.button.title = say.send;
    this.resize();
  }

  /** Gives refused words back to be changed, unless something else is being written. */
  giveBack(text: string): void {
    if (this.box.value.trim()) return;
    this.box.value = text;
    this.resize();
  }

  clear(): void {
    this.box.value = "";
    this.resize();
  }

  private key(event: KeyboardEvent): void {
    // While an accent or a suggestion is being composed, Enter belongs to the keyboard.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.submit(event);
  }

  private submit(event: Event): void {
    event.preventDefault();
    const text = this.box.value.trim();
    if (!text) return this.box.focus();
    this.clear();
    this.send(text);
  }

  private resize(): void {
    const left = LONGEST - this.box.value.length;
    const warning = left <= WARN_BELOW ? words[this.language].left(left) : "";
    if (this.left.textContent !== warning) this.left.textContent = warning;
    this.box.style.height = "auto";
    if (this.box.scrollHeight) this.box.style.height = `${Math.min(this.box.scrollHeight + 2, 132)}px`;
  }
}
