/** Which passwords are refused, and that a refusal never repeats the password. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { ProblemError } from "../base/problem.ts";
import { newPassword, normalPassword, PASSWORD_MAX, PASSWORD_MIN } from "./password.ts";

const refusal = (password: string, login = "zhang.san"): ProblemError | null => {
  try {
    newPassword(password, login);
    return null;
  } catch (error) {
    if (error instanceof ProblemError) return error;
    throw error;
  }
};

test("long words of any kind are taken", () => {
  for (const good of ["九月的风吹过铁桥而去不回头", "river stone lantern", "aVeryLongSentenceInOneCase", "8302 6671 0945 2213", "!!??;;::··––¿¿", "x".repeat(10) + "yz uv"]) {
    expect(refusal(good), good).toBeNull();
  }
});

test("too short, too long, the login and the most common are refused, with the field named", () => {
  const bad = [
    "short pass",
    "elevenchars",
    "九".repeat(11),
    "x1".repeat(129),
    "zhang.san.zhang.san",
    "ZhangSan ZhangSan1",
    "Password 1234",
    "PASSWORD-PASSWORD",
    "1q2w3e4r5t6y",
    "aaaaaaaaaaaa",
    "abcabcabcabcab",
    "duanliu-duanliu",
  ];
  for (const password of bad) {
    const error = refusal(password);
    expect(error?.problem.code, password).toBe("malformed-input");
    expect(error?.problem.at?.field).toBe("password");
  }
});

test("the limits count characters, not bytes or halves of them", () => {
  expect(refusal("𠮷野家的灯笼在雨里亮着了")).toBeNull();
  expect([..."𠮷野家的灯笼在雨里亮着了"]).toHaveLength(PASSWORD_MIN);
  expect(refusal("𠮷野家的灯笼在雨里亮着")?.problem.code).toBe("malformed-input");
  const longest = Array.from({ length: PASSWORD_MAX }, (_, i) => String.fromCodePoint(0x4e00 + i)).join("");
  expect(refusal(longest)).toBeNull();
  expect(refusal(`${longest}好`)).not.toBeNull();
});

test("what is typed on another keyboard is the same password", () => {
  expect(newPassword("ｒｉｖｅｒ stone ｌａｎｔｅｒｎ", "x")).toBe("river stone lantern");
  expect(normalPassword("cafe\u0301 au lait noir")).toBe(normalPassword("caf\u00e9 au lait noir"));
});

test("a refusal holds nothing of the password", () => {
  fc.assert(
    fc.property(fc.string({ minLength: 6, maxLength: 400 }), (password) => {
      const error = refusal(password, "login");
      if (error === null) return;
      const said = JSON.stringify(error.problem);
      fc.pre(!"password: it has characters to is among the first that anybody tries login something several words do not belong together for instance".includes(password));
      expect(said).not.toContain(password);
    }),
    { seed: 11, numRuns: 500 },
  );
});
