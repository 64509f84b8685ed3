/**
 * Listens for pushed turns: a WebSocket whose first frame carries the token, and where that fails, a REST look every
 * so often. Gives turns to its listener, possibly twice; the listener tells turns apart by their ids.
 */

import type { Access, ChatApi } from "./api.ts";
import { backoff } from "./outbox.ts";
import type { Pushed } from "./wire.ts";

const STEADY = 10_000;

export interface FeedListener {
  pushed(turn: Pushed): void;
  /** Asks for what was missed; must not throw. */
  catchUp(): Promise<void>;
}

export class EventFeed {
  private socket: WebSocket | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private attempt = 0;
  private closed = false;
  private gap = false;

  constructor(
    private readonly api: ChatApi,
    private readonly access: Access,
    private readonly listener: FeedListener,
  ) {
    this.connect();
  }

  /** Try now: the line is back. */
  wake(): void {
    if (this.closed || this.socket) return;
    clearTimeout(this.timer);
    this.connect();
  }

  close(): void {
    this.closed = true;
    clearTimeout(this.timer);
    this.socket?.close();
    this.socket = null;
  }

  private connect(): void {
    let socket: WebSocket;
    try {
      socket = new WebSocket(this.api.eventsUrl(this.access));
    } catch {
      return this.lost(0); // forbidden by the page's policy: REST alone
    }
    this.socket = socket;
    let opened = 0;
    socket.onopen = () => {
      opened = Date.now();
      socket.send(JSON.stringify({ token: this.access.token }));
      if (this.gap) void this.listener.catchUp();
      this.gap = false;
    };
    socket.onmessage = (event) => {
      const turn = parse(event.data);
      if (turn) this.listener.pushed(turn);
    };
    socket.onclose = () => {
      if (this.socket === socket) this.lost(opened);
    };
  }

  private lost(opened: number): void {
    this.socket = null;
    if (this.closed) return;
    if (opened && Date.now() - opened > STEADY) this.attempt = 0;
    this.gap = true;
    this.timer = setTimeout(() => {
      if (this.closed) return;
      // Three sockets that never opened: ask over REST as well, for the pages where sockets never will.
      if (this.attempt >= 3) void this.listener.catchUp();
      this.connect();
    }, backoff(this.attempt++, Math.random()));
  }
}

function parse(data: unknown): Pushed | null {
  try {
    const turn = JSON.parse(String(data)) as Partial<Pushed>;
    return Array.isArray(turn.replies) ? (turn as Pushed) : null;
  } catch {
    return null;
  }
}
