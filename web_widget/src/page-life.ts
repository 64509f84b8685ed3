/** What happens to the page around a conversation: the line comes and goes, the tab is left, hidden and seen again. */

export interface PageLife {
  online(): void;
  offline(): void;
  left(): void;
  seen(): void;
  nowAndThen(): void;
}

const NOW_AND_THEN = 15_000;

/** Calls `life` until the function it gives is called. */
export function watchPage(life: PageLife): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  addEventListener("online", () => life.online(), { signal });
  addEventListener("offline", () => life.offline(), { signal });
  addEventListener("pagehide", () => life.left(), { signal });
  addEventListener("pageshow", (event) => event.persisted && life.online(), { signal });
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && life.seen(), { signal });
  const timer = setInterval(() => life.nowAndThen(), NOW_AND_THEN);
  return () => {
    stop.abort();
    clearInterval(timer);
  };
}
