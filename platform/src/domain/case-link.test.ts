import { expect, test } from "vitest";
import { CONFIRM_PERMILLE, hubDegreeMax, isLinkKind, LINK_KINDS, strengthOf, type LinkKind } from "./case-link.ts";

test("one kind alone is as strong as the field says: 0.9, 0.6, 0.3", () => {
  expect(strengthOf(["account"])).toBe(900);
  expect(strengthOf(["host"])).toBe(600);
  expect(strengthOf(["script"])).toBe(300);
  expect(strengthOf([])).toBe(0);
});

test("several add up by noisy-or, each kind once, in whatever order", () => {
  expect(strengthOf(["host", "script", "typology"])).toBe(804);
  expect(strengthOf(["typology", "host", "script"])).toBe(804);
  expect(strengthOf(["account", "account", "account"])).toBe(900);
  expect(strengthOf(["account", "host"])).toBe(960);
});

test("soft signs alone never come before a person, one hard sign always does", () => {
  const of = (strength: string): LinkKind[] => (Object.keys(LINK_KINDS) as LinkKind[]).filter((kind) => LINK_KINDS[kind].strength === strength);
  expect(strengthOf(of("soft"))).toBeLessThan(CONFIRM_PERMILLE);
  for (const kind of of("hard")) expect(strengthOf([kind])).toBeGreaterThanOrEqual(CONFIRM_PERMILLE);
  for (const kind of of("medium")) expect(strengthOf([kind])).toBeLessThan(CONFIRM_PERMILLE);
});

test("the commoner a sign is by nature, the sooner it is a hub", () => {
  expect(hubDegreeMax("script")).toBeLessThan(hubDegreeMax("account"));
  expect(isLinkKind("account")).toBe(true);
  expect(isLinkKind("toString")).toBe(false);
});
