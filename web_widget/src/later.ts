/**
 * What the first sight does not need, in a script of its own that comes right after: on a slow line the chat can be used
 * while it is still on its way. Whoever needs a part of it waits for `later`.
 */

import type { Later } from "./later-main.ts";

let arrived: (parts: Later) => void;
export const later = new Promise<Later>((resolve) => (arrived = resolve));

/** Called by the second script. */
export function complete(parts: Later): void {
  arrived(parts);
}
