import { expect, test } from "vitest";
import { SCAM_CATEGORIES, SCAM_CATEGORY_NAMES, categoryCode, categoryOfCode, isScamCategory } from "./scam-category.ts";

test("every category has a code that leads back to it, and a name in both languages", () => {
  const seen = new Set<number>();
  for (const category of SCAM_CATEGORIES) {
    const code = categoryCode(category);
    expect(code).toBeGreaterThan(0);
    expect(categoryOfCode(code)).toBe(category);
    seen.add(code);
    expect(SCAM_CATEGORY_NAMES[category].zh).toMatch(/\p{Script=Han}/u);
    expect(SCAM_CATEGORY_NAMES[category].en).toMatch(/^[A-Z]/);
    expect(SCAM_CATEGORY_NAMES[category].zh).not.toContain("杀猪");
  }
  expect(seen.size).toBe(SCAM_CATEGORIES.length);
});

test("zero and unknown codes are no category", () => {
  expect(categoryOfCode(0)).toBeNull();
  expect(categoryOfCode(99)).toBeNull();
  expect(categoryCode(null)).toBe(0);
  expect(isScamCategory("LOAN")).toBe(true);
  expect(isScamCategory("constructor")).toBe(false);
});
