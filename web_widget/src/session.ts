/**
 * What one tab keeps while a chat lives: the conversation's id and token, and messages not yet answered. In
 * sessionStorage only, so that the next person at a shared computer finds nothing; in memory where storage is refused
 * (a locked-down iframe) or unwanted (a kiosk). The transcript itself is never kept here.
 */

import type { Access, Outgoing } from "./api.ts";
import type { Language, Reply } from "./wire.ts";

export interface Session {
  access: Access | null;
  language: Language | null;
  notice: string;
  opening: Reply[];
  waiting: Outgoing[];
  /** Ids of the messages whose answers are kept in the plan, and of those that were rated. */
  plan: string[];
  rated: string[];
  /** Conversations the server has yet to be told to forget. */
  forget: Access[];
  open: boolean;
  lastActive: number;
}

export interface Store {
  getItem(key: string): string | null;
  setItem(key: string, value: string): void;
  removeItem(key: string): void;
}

export function memoryStore(): Store {
  const values = new Map<string, string>();
  return {
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => void values.set(key, value),
    removeItem: (key) => void values.delete(key),
  };
}

/** The tab's storage, or memory where the browser forbids it. */
export function tabStore(): Store {
  try {
    const probe = "sendero:probe";
    sessionStorage.setItem(probe, "1");
    sessionStorage.removeItem(probe);
    return sessionStorage;
  } catch {
    return memoryStore();
  }
}

export function emptySession(): Session {
  return {
    access: null,
    language: null,
    notice: "",
    opening: [],
    waiting: [],
    plan: [],
    rated: [],
    forget: [],
    open: false,
    lastActive: 0,
  };
}

export class SessionKeeper {
  readonly key: string;

  constructor(
    private readonly store: Store,
    site: string,
  ) {
    this.key = `sendero:${site}`;
  }

  read(): Session {
    try {
      const kept = JSON.parse(this.store.getItem(this.key) ?? "null") as Partial<Session> | null;
      return { ...emptySession(), ...kept };
    } catch {
      return emptySession();
    }
  }

  update(changes: Partial<Session>): void {
    try {
      this.store.setItem(this.key, JSON.stringify({ ...this.read(), ...changes }));
    } catch {
      // A full storage loses the reload, not the chat.
    }
  }

  erase(): void {
    this.store.removeItem(this.key);
  }
}

/** A version 4 UUID, also where `crypto.randomUUID` is missing (plain http). */
export function uuid(): string {
  if (typeof crypto.randomUUID === "function") return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/**
 * Whether this tab may go on with conversation `id`. A duplicated tab inherits sessionStorage; the first tab holds a
 * lock for as long as it lives, so the copy learns that it must start anew. Resolves with a function that lets go.
 */
export async function claim(id: string, patience = 600): Promise<(() => void) | null> {
  if (!("locks" in navigator)) return () => undefined;
  const deadline = Date.now() + patience;
  for (;;) {
    const release = await tryLock(`sendero:${id}`);
    if (release || Date.now() > deadline) return release;
    // On a reload the old page may still be letting go.
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function tryLock(name: string): Promise<(() => void) | null> {
  return new Promise((resolve) => {
    navigator.locks
      .request(name, { ifAvailable: true }, (lock) => {
        if (!lock) return resolve(null);
        return new Promise<void>((release) => resolve(() => release()));
      })
      .catch(() => resolve(() => undefined));
  });
}
