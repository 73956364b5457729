/**
 * What a password must be like: long, and not among the first that anybody tries. No rules about kinds of characters,
 * which make passwords harder to keep and no harder to guess (NIST SP 800-63B-4, 3.1.1.2). Digests are the port's.
 */
import { ProblemError } from "../base/problem.ts";

export const PASSWORD_MIN = 12;
export const PASSWORD_MAX = 256;

/** The most common ones of at least twelve characters, in the form that `plain` gives; shorter ones are refused anyway. */
const COMMON = new Set([
  "123456789012",
  "1234567890123",
  "12345678901234",
  "123456789123",
  "0123456789012",
  "012345678901",
  "098765432109",
  "987654321098",
  "password1234",
  "password12345",
  "password123456",
  "passwordpassword",
  "mypassword123",
  "qwertyuiop12",
  "qwertyuiop123",
  "qwertyuiopasdf",
  "qwerty123456",
  "qwerty1234567",
  "asdfghjkl123",
  "1qaz2wsx3edc",
  "1qaz2wsx3edc4rfv",
  "1q2w3e4r5t6y",
  "zaq12wsxcde3",
  "abcdefghijkl",
  "abcdef123456",
  "abcd12345678",
  "abc123456789",
  "a12345678901",
  "a123456789012",
  "iloveyou1234",
  "iloveyou12345",
  "woaini1314520",
  "woaini5201314",
  "5201314520131",
  "520131413145",
  "administrator",
  "administrator1",
  "adminadmin123",
  "admin1234567",
  "admin123456789",
  "changeme1234",
  "changemechangeme",
  "letmein12345",
  "welcome12345",
  "football1234",
  "sunshine1234",
  "princess1234",
  "correcthorsebatterystaple",
  "duanliuduanliu",
  "duanliu12345",
  "duanliu123456",
  "fanzha123456",
  "jingcha123456",
  "gongan123456",
]);

/** One written form, so that a password typed on another keyboard is the same password. */
export function normalPassword(text: string): string {
  return text.normalize("NFKC");
}

const plain = (text: string): string => text.toLowerCase().replace(/[\s._@!-]/g, "");

/** A piece of up to four characters, again and again. */
const REPEATED = /^(.{1,4}?)\1+.{0,3}$/u;

/** Gives the password in its written form, or refuses it. The refusal says the rule, never the password. */
export function newPassword(text: string, login: string): string {
  const password = normalPassword(text);
  const characters = [...password].length;
  const refuse = (detail: string, expected: string): never => {
    throw new ProblemError({ code: "malformed-input", detail: `password: ${detail}`, at: { field: "password" }, expected });
  };
  if (characters < PASSWORD_MIN || characters > PASSWORD_MAX) return refuse(`it has ${characters} characters`, `${PASSWORD_MIN} to ${PASSWORD_MAX} characters`);
  const bare = plain(password);
  const name = plain(login);
  if (bare === name || (name.length > 3 && bare.replaceAll(name, "").length < 4)) return refuse("it is the login", "something that is not the login");
  if (COMMON.has(bare) || REPEATED.test(bare)) return refuse("it is among the first that anybody tries", "several words that do not belong together, for instance");
  return password;
}
