/**
 * What no carrier can send, whichever it is: refused before anything is kept or leaves. What a message says and to whom it
 * may go was decided before; here is only its form.
 */
import { ProblemError } from "../base/problem.ts";
import type { OutgoingMessage } from "../ports/messenger.ts";

/** E.164: a plus and at most 15 digits. Shorter ones are service numbers, which nobody is reached by. */
const E164 = /^\+[1-9]\d{6,14}$/;
const ADDRESS_CHARACTERS_MAX = 400;
const SENDER_CHARACTERS_MAX = 64;
/** Ten parts of a long text message in Chinese (67 characters each) and as much again for letters. */
const TEXT_CHARACTERS_MAX = 4_000;
const ID = /^[\x21-\x7e]{1,200}$/;

/** Throws `malformed-input` that names the field and never the value, which is a person's. */
export function checkMessage(message: OutgoingMessage): void {
  if (!ID.test(message.id)) throw refuse("id", message.id.length, "1 to 200 visible ASCII characters");
  if (message.sender === "" || message.sender.length > SENDER_CHARACTERS_MAX)
    throw refuse("sender", message.sender.length, `a registered sender of at most ${SENDER_CHARACTERS_MAX} characters`);
  if (message.channel === "sms" && !E164.test(message.to)) throw refuse("to", message.to.length, "a telephone number in E.164 form");
  if (message.to.trim() === "" || message.to.length > ADDRESS_CHARACTERS_MAX) throw refuse("to", message.to.length, `an address of at most ${ADDRESS_CHARACTERS_MAX} characters`);
  for (const language of ["zh", "en"] as const) {
    const text = message.text[language];
    if (text.trim() === "" || text.length > TEXT_CHARACTERS_MAX) throw refuse(`text.${language}`, text.length, `a text of at most ${TEXT_CHARACTERS_MAX} characters`);
    if (!text.isWellFormed() || text.includes("\u0000")) throw refuse(`text.${language}`, text.length, "text without U+0000 and without halves of characters");
  }
}

function refuse(field: string, length: number, expected: string): ProblemError {
  return new ProblemError({ code: "malformed-input", detail: `a message cannot be sent: ${field} (${length} characters); expected ${expected}`, at: { field }, expected });
}
