/**
 * Where a webhook goes and with which secret it is signed. A target is TLS or this machine itself; anything else is refused
 * before the first message, because what is sent names people. Secrets are never shown.
 */
import { createSecretKey, type KeyObject } from "node:crypto";
import { ProblemError } from "../../base/problem.ts";

export interface WebhookTarget {
  readonly url: URL;
  readonly secret: KeyObject;
}

/** Standard Webhooks asks for 24 to 64 bytes. */
const SECRET_BYTES_MIN = 24;
const SECRET_BYTES_MAX = 64;
const SECRET_PREFIX = "whsec_";

/** Throws `config-invalid`; `field` says which setting it was. */
export function parseTarget(url: string, secret: string, field: string): WebhookTarget {
  return { url: parseUrl(url, field), secret: parseSecret(secret, field) };
}

function parseUrl(text: string, field: string): URL {
  const expected = "an https:// address without user and fragment; http:// only for this machine (127.0.0.1, ::1, localhost)";
  const url = URL.canParse(text) ? new URL(text) : null;
  const protocol = url?.protocol;
  const fits = url !== null && url.username === "" && url.password === "" && url.hash === "" && (protocol === "https:" || (protocol === "http:" && isLoopback(url.hostname)));
  if (!fits) throw new ProblemError({ code: "config-invalid", detail: `${field}: the address of the webhook does not fit; expected ${expected}`, at: { field }, expected });
  return url;
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || /^127(?:\.\d{1,3}){3}$/.test(host);
}

function parseSecret(text: string, field: string): KeyObject {
  const expected = `a secret as ${SECRET_PREFIX} and ${SECRET_BYTES_MIN} to ${SECRET_BYTES_MAX} bytes in base64`;
  const encoded = text.startsWith(SECRET_PREFIX) ? text.slice(SECRET_PREFIX.length) : "";
  const bytes = Buffer.from(encoded, "base64");
  const whole = /^[A-Za-z0-9+/]+={0,2}$/.test(encoded) && bytes.length >= SECRET_BYTES_MIN && bytes.length <= SECRET_BYTES_MAX;
  if (!whole) throw new ProblemError({ code: "config-invalid", detail: `${field}: the secret of the webhook does not fit; expected ${expected}`, at: { field }, expected });
  return createSecretKey(bytes);
}
