/** Conversations the learner wants gone: kept by id until the server has said so, through reloads and bad lines. */

import type { Access, ChatApi } from "./api.ts";
import type { SessionKeeper } from "./session.ts";

export class Forgetting {
  private running: Promise<boolean> = Promise.resolve(true);

  constructor(
    private readonly api: ChatApi,
    private readonly keeper: SessionKeeper,
  ) {}

  add(access: Access): void {
    this.keeper.update({ forget: [...this.keeper.read().forget, access] });
  }

  /** Tells the server; resolves whether it knows all. One run after the other, so that nothing is asked twice. */
  finish(): Promise<boolean> {
    this.running = this.running.then(() => this.tell());
    return this.running;
  }

  private async tell(): Promise<boolean> {
    let all = true;
    for (const access of this.keeper.read().forget) {
      try {
        await this.api.forget(access);
        this.keeper.update({ forget: this.keeper.read().forget.filter((other) => other.id !== access.id) });
      } catch {
        all = false; // kept; tried again with the next conversation, or when the line is back
      }
    }
    return all;
  }
}
