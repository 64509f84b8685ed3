/**
 * An ordered outbox: what a learner said, until the server has answered it. One message is under way at a time, the
 * next waits for its answer, and a failure waits with jittered backoff. Nothing is dropped but what was refused.
 * Pure logic: everything it touches comes in through its port.
 */

import { Fault, type FaultReason, type Outgoing } from "./api.ts";

export interface OutboxPort {
  /** Makes sure that there is a conversation to send to. Runs before every delivery; throws a `Fault`. */
  prepare(): Promise<void>;
  /** Sends one message and takes in its answer; throws a `Fault`. */
  deliver(message: Outgoing): Promise<void>;
  /** The conversation is over: forget it, so that `prepare` starts another. */
  renew(): void;
  refused(message: Outgoing, code: string): void;
  /** Called with what waits, on every change, to be kept across a reload. */
  keep(messages: readonly Outgoing[]): void;
  /** `wait` is how long until the next try by itself, in ms; null while nothing is wrong. */
  state(working: boolean, reason: FaultReason | null, wait: number | null): void;
  random(): number;
  after(ms: number, run: () => void): () => void;
}

const FIRST_WAIT = 500;
const LONGEST_WAIT = 30_000;
const ENDINGS_IN_A_ROW = 3;

/** Full jitter above a floor: between half a second and the doubling bound, at most 30 s. */
export function backoff(attempt: number, random: number): number {
  const bound = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(attempt, 10));
  return Math.round(FIRST_WAIT + random * (bound - FIRST_WAIT));
}

export class Outbox {
  private messages: Outgoing[] = [];
  private running = false;
  private again = false;
  private stopped = false;
  private attempt = 0;
  private cancelTimer: (() => void) | null = null;
  private answeredElsewhere: (() => void) | null = null;

  constructor(private readonly port: OutboxPort) {}

  get waiting(): readonly Outgoing[] {
    return this.messages;
  }

  restore(messages: readonly Outgoing[]): void {
    const known = new Set(this.messages.map((message) => message.id));
    this.messages.unshift(...messages.filter((message) => !known.has(message.id)));
  }

  add(message: Outgoing): void {
    this.messages.push(message);
    this.port.keep(this.messages);
    // While a retry is pending the new message waits its turn: typing must not turn backoff into hammering.
    if (!this.cancelTimer) void this.run();
  }

  /** The answer to `id` came by another road (the WebSocket, a reload): it need not be sent again. */
  settle(id: string): void {
    const head = this.messages[0];
    const before = this.messages.length;
    this.messages = this.messages.filter((message) => message.id !== id);
    if (this.messages.length !== before) this.port.keep(this.messages);
    if (head?.id === id) this.answeredElsewhere?.();
  }

  /** Try now: the line is back, or the learner asked. */
  wake(): void {
    this.cancelTimer?.();
    this.cancelTimer = null;
    void this.run();
  }

  clear(): void {
    this.messages = [];
    this.port.keep(this.messages);
  }

  stop(): void {
    this.stopped = true;
    this.cancelTimer?.();
    this.cancelTimer = null;
  }

  private async run(): Promise<void> {
    if (this.running || this.stopped) {
      this.again = true;
      return;
    }
    this.running = true;
    try {
      do {
        this.again = false;
        await this.drain();
      } while (this.again && !this.stopped && !this.cancelTimer);
    } finally {
      this.running = false;
    }
  }

  private async drain(): Promise<void> {
    let endings = 0;
    while (!this.stopped) {
      const head = this.messages[0];
      this.port.state(true, null, null);
      try {
        await this.port.prepare();
        if (head && this.messages[0] === head) {
          const elsewhere = new Promise<void>((resolve) => (this.answeredElsewhere = resolve));
          await Promise.race([this.port.deliver(head), elsewhere]);
          this.settle(head.id);
        }
        this.attempt = 0;
        if (this.messages.length === 0) return this.port.state(false, null, null);
      } catch (error) {
        const fault = error instanceof Fault ? error : new Fault("later", "error", "unexpected");
        if (fault.kind === "gone" && endings < ENDINGS_IN_A_ROW) {
          endings += 1;
          this.port.renew();
        } else if (fault.kind === "refused" && head && this.messages[0] === head) {
          this.settle(head.id);
          this.port.refused(head, fault.code);
        } else if (!head || this.messages.includes(head)) {
          return this.wait(fault);
        }
      } finally {
        this.answeredElsewhere = null;
      }
    }
  }

  private wait(fault: Fault): void {
    const wait = Math.max(fault.retryAfter ?? 0, backoff(this.attempt, this.port.random()));
    this.attempt += 1;
    this.cancelTimer = this.port.after(wait, () => {
      this.cancelTimer = null;
      void this.run();
    });
    this.port.state(false, fault.reason, wait);
  }
}
