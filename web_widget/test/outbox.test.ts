import assert from "node:assert/strict";
import { test } from "node:test";
import { Fault, type FaultReason, type Outgoing } from "../src/api.ts";
import { backoff, Outbox, type OutboxPort } from "../src/outbox.ts";

/** A port over a scripted line: each delivery takes the next outcome; time passes only when told to. */
class Line implements OutboxPort {
  delivered: string[] = [];
  kept: string[] = [];
  lost: string[] = [];
  renewals = 0;
  waits: number[] = [];
  reasons: (FaultReason | null)[] = [];
  next: (Fault | null)[] = [];
  preparing: (Fault | null)[] = [];
  timers: (() => void)[] = [];
  hold: Promise<void> | null = null;
  async prepare() {
    const fault = this.preparing.shift();
    if (fault) throw fault;
  }
  async deliver(message: Outgoing) {
    if (this.hold) await this.hold;
    const fault = this.next.shift();
    if (fault) throw fault;
    this.delivered.push(message.id);
  }
  renew() {
    this.renewals += 1;
  }
  refused(message: Outgoing) {
    this.lost.push(message.id);
  }
  keep(messages: readonly Outgoing[]) {
    this.kept = messages.map((message) => message.id);
  }
  state(_working: boolean, reason: FaultReason | null, wait: number | null) {
    this.reasons.push(reason);
    if (wait !== null) this.waits.push(wait);
  }
  random() {
    return 0.5;
  }
  after(_ms: number, run: () => void) {
    this.timers.push(run);
    return () => (this.timers = this.timers.filter((timer) => timer !== run));
  }
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));
const say = (id: string): Outgoing => ({ id, text: id });
const later = (retryAfter: number | null = null) => new Fault("later", "unreachable", "x", retryAfter);

async function tick(line: Line) {
  const [timer] = line.timers.splice(0, 1);
  timer?.();
  await settled();
}

test("backoff stays between half a second and thirty", () => {
  for (let attempt = 0; attempt < 40; attempt += 1)
    for (const random of [0, 0.3, 0.999]) {
      const wait = backoff(attempt, random);
      assert.ok(wait >= 500 && wait <= 30_000, `${wait}`);
    }
  assert.ok(backoff(9, 0.999) > 29_000);
  assert.equal(backoff(9, 0), 500);
});

test("messages go out one at a time and in order", async () => {
  const line = new Line();
  const outbox = new Outbox(line);
  for (const id of ["a", "b", "c"]) outbox.add(say(id));
  await settled();
  assert.deepEqual(line.delivered, ["a", "b", "c"]);
  assert.deepEqual(line.kept, []);
});

test("a failed message keeps its place, and what follows waits", async () => {
  const line = new Line();
  line.next = [later(), later(), null];
  const outbox = new Outbox(line);
  outbox.add(say("a"));
  await settled();
  outbox.add(say("b"));
  await settled();
  assert.deepEqual(line.delivered, []);
  assert.deepEqual(line.kept, ["a", "b"]);
  assert.equal(line.timers.length, 1);
  await tick(line);
  await tick(line);
  assert.deepEqual(line.delivered, ["a", "b"]);
});

test("typing during backoff does not hammer the server", async () => {
  const line = new Line();
  line.next = [later(), later(), later()];
  const outbox = new Outbox(line);
  outbox.add(say("a"));
  await settled();
  for (const id of ["b", "c", "d"]) outbox.add(say(id));
  await settled();
  assert.equal(line.next.length, 2);
});

test("Retry-After is a floor for the wait", async () => {
  const line = new Line();
  line.next = [new Fault("later", "busy", "overloaded", 12_000)];
  new Outbox(line).add(say("a"));
  await settled();
  assert.equal(line.waits[0], 12_000);
  assert.equal(line.reasons.at(-1), "busy");
});

test("a conversation that is gone is renewed and the message sent again", async () => {
  const line = new Line();
  line.next = [new Fault("gone", "error", "conversation_not_found"), null];
  new Outbox(line).add(say("a"));
  await settled();
  assert.equal(line.renewals, 1);
  assert.deepEqual(line.delivered, ["a"]);
});

test("conversations that keep ending end in patience, not in a loop", async () => {
  const line = new Line();
  line.next = Array.from({ length: 50 }, () => new Fault("gone", "error", "conversation_not_found"));
  new Outbox(line).add(say("a"));
  await settled();
  assert.equal(line.renewals, 3);
  assert.equal(line.timers.length, 1);
  assert.deepEqual(line.kept, ["a"]);
});

test("a refused message is given back and the next one goes", async () => {
  const line = new Line();
  line.next = [new Fault("refused", "error", "text_too_long"), null];
  const outbox = new Outbox(line);
  outbox.add(say("a"));
  outbox.add(say("b"));
  await settled();
  assert.deepEqual([line.lost, line.delivered], [["a"], ["b"]]);
});

test("an answer that came by the WebSocket ends the wait for the request", async () => {
  const line = new Line();
  line.hold = new Promise(() => undefined);
  const outbox = new Outbox(line);
  outbox.add(say("a"));
  await settled();
  line.hold = null;
  outbox.settle("a");
  outbox.add(say("b"));
  await settled();
  assert.deepEqual(line.delivered, ["b"]);
  assert.deepEqual(line.kept, []);
});

test("waking tries at once and cancels the timer", async () => {
  const line = new Line();
  line.next = [later(), null];
  const outbox = new Outbox(line);
  outbox.add(say("a"));
  await settled();
  outbox.wake();
  await settled();
  assert.deepEqual(line.delivered, ["a"]);
  assert.equal(line.timers.length, 0);
});

test("what a reload brings back goes before what was typed since", async () => {
  const line = new Line();
  line.preparing = [later(), later()];
  const outbox = new Outbox(line);
  outbox.add(say("new"));
  await settled();
  outbox.restore([say("old")]);
  outbox.wake();
  await settled();
  outbox.wake();
  await settled();
  assert.deepEqual(line.delivered, ["old", "new"]);
});

test("an empty outbox still prepares the conversation, and waits when it cannot", async () => {
  const line = new Line();
  line.preparing = [later()];
  new Outbox(line).wake();
  await settled();
  assert.equal(line.timers.length, 1);
  await tick(line);
  assert.equal(line.reasons.at(-1), null);
});

test("a thousand random lines lose, double and reorder nothing", async () => {
  let seed = 7;
  const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
  const line = new Line();
  line.deliver = async (message) => {
    const luck = random();
    if (luck < 0.15) throw later();
    if (luck < 0.2) throw new Fault("gone", "error", "conversation_not_found");
    if (luck < 0.25) await settled();
    line.delivered.push(message.id);
  };
  const outbox = new Outbox(line);
  const all = Array.from({ length: 1000 }, (_, i) => `m${i}`);
  for (const id of all) {
    outbox.add(say(id));
    if (random() < 0.05) outbox.wake();
    if (random() < 0.3) await Promise.resolve();
  }
  for (let round = 0; outbox.waiting.length && round < 5000; round += 1) await tick(line);
  assert.deepEqual(line.delivered, all);
});
