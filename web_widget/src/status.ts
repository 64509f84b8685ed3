/** The state of the line in plain words, announced once; the countdown beside it is not. */

import { h } from "./dom.ts";
import type { LineState } from "./conversation.ts";
import type { Language } from "./wire.ts";
import { words } from "./words.ts";

/** Quick answers need no "looking for your answer". */
const PATIENCE = 900;

export class StatusLine {
  private readonly said = h("span", { role: "status" });
  private readonly count = h("span", { class: "count", "aria-hidden": "true" });
  private readonly button = h("button", { type: "button", class: "button quiet", hidden: true, onclick: () => this.again() });
  readonly root = h("div", { class: "status" }, this.said, this.count, this.button);
  private state: LineState = { working: false, reason: null, nextTry: null };
  private language: Language = "en";
  private slow: ReturnType<typeof setTimeout> | undefined;
  private flashing: ReturnType<typeof setTimeout> | undefined;
  private ticking: ReturnType<typeof setInterval> | undefined;

  constructor(private readonly again: () => void) {}

  relabel(language: Language): void {
    this.language = language;
    this.show(this.state);
  }

  show(state: LineState): void {
    this.state = state;
    const say = words[this.language];
    clearTimeout(this.slow);
    clearInterval(this.ticking);
    const offline = state.reason !== null && !navigator.onLine;
    this.root.classList.toggle("trouble", state.reason !== null);
    this.button.hidden = state.reason === null || offline;
    this.button.textContent = say.again;
    this.count.textContent = "";
    if (state.reason) {
      this.say(offline ? say.offline : say[state.reason]);
      if (!offline && state.nextTry) {
        this.tick(state.nextTry);
        this.ticking = setInterval(() => this.tick(state.nextTry!), 1_000);
      }
    } else if (state.working) {
      this.slow = setTimeout(() => this.say(say.writing), PATIENCE);
    } else if (!this.flashing) this.say("");
  }

  /** A short word about something done: "Copied." */
  flash(text: string): void {
    clearTimeout(this.flashing);
    this.say(text);
    this.flashing = setTimeout(() => {
      this.flashing = undefined;
      this.show(this.state);
    }, 4_000);
  }

  stop(): void {
    clearTimeout(this.flashing);
    clearTimeout(this.slow);
    clearInterval(this.ticking);
  }

  private say(text: string): void {
    if (this.said.textContent !== text) this.said.textContent = text;
  }

  private tick(until: number): void {
    const seconds = Math.max(0, Math.ceil((until - Date.now()) / 1_000));
    this.count.textContent = seconds > 1 ? words[this.language].inSeconds(seconds) : "";
  }
}
