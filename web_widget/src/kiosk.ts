/** A lobby screen: after a quiet while it asks whether anyone is still there, then erases the chat for the next person. */

import type { Question } from "./menu.ts";
import type { LaterWords } from "./later-words.ts";

const ASK_FOR = 20;

export class KioskTimer {
  private quiet: ReturnType<typeof setTimeout> | undefined;
  private ticking: ReturnType<typeof setInterval> | undefined;

  constructor(
    private readonly seconds: number,
    private readonly question: Question,
    private readonly say: () => LaterWords,
    /** Whether there is anything to erase. */
    private readonly used: () => boolean,
    private readonly reset: () => void,
  ) {}

  /** Someone touched, typed or moved. */
  readonly active = (): void => {
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => this.ask(), this.seconds * 1_000);
  };

  stop(): void {
    clearTimeout(this.quiet);
    clearInterval(this.ticking);
  }

  private ask(): void {
    if (!this.used()) return this.active();
    const say = this.say();
    let left = ASK_FOR;
    const text = () => `${say.stillThere} ${say.resets(left)}`;
    const end = (erase: boolean) => () => {
      clearInterval(this.ticking);
      if (erase) this.reset();
      this.active();
    };
    this.question.ask(text(), { label: say.done, run: end(true) }, { label: say.stay, run: end(false) });
    this.ticking = setInterval(() => {
      left -= 1;
      if (left > 0) return this.question.say(text());
      this.question.answerYes();
    }, 1_000);
  }
}
