/** Addresses and names in expressions, read back as they were meant. */
import { expect, test } from "vitest";
import { hashOf, parsePlace } from "./place.ts";
import { firstPlaceOf, placesOf } from "./places.tsx";
import { absentFields, namesIn } from "./verdict/verdict-words.ts";

test("an address names a place and, below it, what is open", () => {
  for (const id of ["a", "a/b", "号 1?#%", "../x"]) expect(parsePlace(hashOf("live", id))).toEqual({ name: "live", path: [id] });
  expect(parsePlace(hashOf("warnings", "wrn_1", "history"))).toEqual({ name: "warnings", path: ["wrn_1", "history"] });
  expect(parsePlace("#/rules")).toEqual({ name: "rules", path: [] });
  for (const hash of ["", "#", "#/", "#/nowhere", "#/nowhere/x", "#/toString"]) expect(parsePlace(hash)).toEqual({ name: null, path: [] });
  expect(parsePlace("#/live/")).toEqual({ name: "live", path: [] });
  expect(parsePlace("#/live/%E5%")).toEqual({ name: "live", path: ["%E5%"] });
});

test("everybody has the places of their roles; screening is open on the machine itself, and to no partner", () => {
  const person = (kind: string, ...roles: readonly string[]): Parameters<typeof placesOf>[0] => ({
    org: { id: "o", kind, name: { zh: "", en: "" } },
    roles: roles.map((id) => ({ id, zh: "", en: "" })),
  });
  const nobody = placesOf(null);
  expect(nobody).toContain("live");
  expect(nobody).not.toContain("warnings");
  expect(placesOf(person("police", "dissuader"))[0]).toBe("warnings");
  expect(placesOf(person("police", "dissuader"))).toContain("rules");
  expect(placesOf(person("police", "admin"))).not.toContain("warnings");
  expect(placesOf(person("bank", "bankOps"))).not.toContain("live");
  // Whoever may only enter appeals for somebody begins where their work is; who reviews them begins there.
  const begins = (kind: string, ...roles: readonly string[]): unknown => firstPlaceOf(person(kind, ...roles));
  expect([begins("bank", "bankOps"), begins("telco", "telcoOps"), begins("police", "intake"), begins("police", "reviewer")]).toEqual(["partner", "partner", "stop", "appeals"]);
  expect(begins("platform", "platformOps")).toBe("appeals");
});

test("names in a rule's condition are found, texts in quotes are not names", () => {
  expect(namesIn('event.origin == "a.b" && (from.callsOut1h > 3 || !(event.origin in ["x.y"])) && size(text.x) > 1.5')).toEqual(["event.origin", "from.callsOut1h", "text.x"]);
});

test("absent fields are those of the event alone", () => {
  const event = { id: "1", kind: "call", occurredAt: "", answered: false };
  expect(absentFields(["event.answered", "event.ringMs", "from.callsOut1h", "event.permissions.sms"], event)).toEqual(["event.ringMs", "event.permissions.sms"]);
});
