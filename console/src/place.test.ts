/** Addresses and names in expressions, read back as they were meant. */
import { expect, test } from "vitest";
import { hashOf, parsePlace } from "./place.ts";
import { absentFields, namesIn } from "./verdict/verdict-words.ts";

test("an address names a place and, in the live place, any event id", () => {
  for (const id of ["a", "a/b", "号 1?#%", "../x"]) expect(parsePlace(hashOf("live", id))).toEqual({ name: "live", eventId: id });
  expect(parsePlace("#/rules")).toEqual({ name: "rules", eventId: null });
  expect(parsePlace("#/rules/x")).toEqual({ name: "rules", eventId: null });
  for (const hash of ["", "#", "#/", "#/nowhere", "#/live/"]) expect(parsePlace(hash)).toEqual({ name: "live", eventId: null });
  expect(parsePlace("#/live/%E5%")).toEqual({ name: "live", eventId: "%E5%" });
});

test("names in a rule's condition are found, texts in quotes are not names", () => {
  expect(namesIn('event.origin == "a.b" && (from.callsOut1h > 3 || !(event.origin in ["x.y"])) && size(text.x) > 1.5')).toEqual(["event.origin", "from.callsOut1h", "text.x"]);
});

test("absent fields are those of the event alone", () => {
  const event = { id: "1", kind: "call", occurredAt: "", answered: false };
  expect(absentFields(["event.answered", "event.ringMs", "from.callsOut1h", "event.permissions.sms"], event)).toEqual(["event.ringMs", "event.permissions.sms"]);
});
