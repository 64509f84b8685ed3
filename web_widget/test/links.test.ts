import assert from "node:assert/strict";
import { test } from "node:test";
import { contacts, isAddress, safeUrl } from "../src/links.ts";

const hrefs = (lines: string[], url: string | null = null) => contacts(lines, url).map((contact) => contact.href);

test("988 is called and texted, 911 only called", () => {
  assert.deepEqual(hrefs(["Call or text 988, any time.", "In danger: call 911."]), ["tel:988", "sms:988", "tel:911"]);
  assert.deepEqual(hrefs(["Llama o envía un mensaje al 988.", "En peligro llama al 911."]), ["tel:988", "sms:988", "tel:911"]);
});

test("a short code is texted with its word in both languages", () => {
  assert.deepEqual(hrefs(["Text HOME to 741741"]), ["sms:741741?&body=HOME"]);
  assert.deepEqual(hrefs(["Envía HOLA al 741741"]), ["sms:741741?&body=HOLA"]);
});

test("a line that asks for a word never offers a text without it", () => {
  assert.deepEqual(hrefs(["Llama al 988 y oprime 2, o manda AYUDA al 988"]), ["tel:988", "sms:988?&body=AYUDA"]);
});

test("a long number is dialled in full, and a ZIP code never", () => {
  assert.deepEqual(hrefs(["1-800-799-7233, or (520) 555-0142; 85701 Tucson"]), ["tel:+18007997233", "tel:+15205550142"]);
});

test("a tel: address that no line names is offered too, once", () => {
  assert.deepEqual(hrefs(["Someone can talk now."], "tel:988"), ["tel:988"]);
  assert.deepEqual(hrefs(["Call 988."], "tel:988"), ["tel:988"]);
});

test("only harmless addresses become links", () => {
  assert.equal(safeUrl("javascript:alert(1)"), null);
  assert.equal(safeUrl("https://example.org"), "https://example.org");
});

test("directions need a street address", () => {
  assert.ok(isAddress("100 Example Street, Tucson, AZ 85701"));
  assert.ok(isAddress("Dirección: 100 Example Street, Tucson, AZ 85701"));
  assert.ok(!isAddress("Open 8 to 5, Monday to Friday"));
});
