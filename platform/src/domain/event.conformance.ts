/**
 * Random good events of every kind, made from the table of fields, for property tests. Every value is one that the
 * parsers accept; values they refuse are the business of each parser's own test.
 */
import fc from "fast-check";
import { EVENT_FIELDS, EVENT_KINDS, type EventKind, type FieldSpec } from "./event-fields.ts";

export type SomeEvent = Readonly<Record<string, unknown>> & { readonly id: string; readonly kind: EventKind; readonly occurredAt: string };

const numbers = fc.oneof(
  fc.integer({ min: 13_000_000_000, max: 19_999_999_999 }).map((n) => `+86${n}`),
  fc.constantFrom("95588", "110", "+447700900123", "0755-23456789", "+8614012345678", "106912345678", "4001234567"),
);
const tokens = fc.stringMatching(/^[a-z][A-Za-z0-9._:@#-]{3,20}$/);
const texts = fc.oneof(fc.constantFrom("您好，您的快递已放在门口", 'say "yes"\n\\ and\ttab', "Ünïcode ✓ 😀"), fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }));

function valueOf(field: FieldSpec): fc.Arbitrary<unknown> {
  switch (field.type) {
    case "bool":
      return fc.boolean();
    case "number":
      return fc.oneof(
        fc.integer({ min: 0, max: Math.floor(field.max) }),
        fc.double({ min: 0, max: field.max, noNaN: true }).map((n) => n + 0),
      );
    case "money":
      return fc.bigInt({ min: 0n, max: 999_999_999_999_999n }).map(String);
    case "enum":
      return fc.constantFrom(...field.values);
    case "set":
      return fc.uniqueArray(fc.constantFrom(...field.values), { maxLength: 4 });
    case "text":
      return texts;
    case "url":
      return fc.constantFrom("https://example.com/a?b=c", "http://shop.example.org/x/y.html", "https://例子.测试/路");
    case "identifier":
      switch (field.identifier) {
        case "number":
          return numbers;
        case "number-or-sender":
          return fc.oneof(numbers, fc.constantFrom("ICBC", "招商银行", "+Bank"));
        case "subject":
          return fc.oneof(numbers, tokens);
        case "account":
          return fc.record({ institution: fc.constantFrom("ICBC", "CCB", "支付宝"), account: fc.stringMatching(/^[0-9]{6,19}$/) });
        case "host":
          return fc.constantFrom("example.com", "a.b.example.co.uk", "xn--fsqu00a.xn--0zwm56d");
        case "certificate":
          return fc.stringMatching(/^[0-9a-f]{64}$/);
        case "device":
        case "cell":
        case "person":
          return tokens;
      }
  }
}

/** Pairs that exclude each other, by kind; of a link at least two parts must be named, so all of them are. */
const NOT_BOTH: Partial<Record<EventKind, readonly [string, string]>> = { visit: ["url", "host"], opening: ["number", "account"] };

export function someEvent(kind: EventKind): fc.Arbitrary<SomeEvent> {
  const fields = EVENT_FIELDS[kind];
  const required = fields.filter((f) => f.required === true || (kind === "link" && f.bit < 4)).map((f) => f.name);
  const event = fc.record(
    {
      id: fc.oneof(
        fc.uuid(),
        fc.string({ unit: "grapheme", minLength: 1, maxLength: 12 }).map((s) => `e-${s.replace(/[\u0000-\u001f]/g, "")}`),
      ),
      kind: fc.constant(kind),
      occurredAt: fc.date({ min: new Date("2001-01-01"), max: new Date("2098-12-31"), noInvalidDate: true }).map((d) => d.toISOString()),
      ...Object.fromEntries(fields.map((f) => [f.name, valueOf(f)])),
    },
    { requiredKeys: ["id", "kind", "occurredAt", ...(required as never[])] },
  );
  const pair = NOT_BOTH[kind];
  if (pair === undefined) return event;
  return fc.tuple(event, fc.boolean()).map(([whole, first]) => {
    const {
      [pair[0]]: a = kind === "visit" ? "https://example.com/" : undefined,
      [pair[1]]: b = kind === "visit" ? "example.com" : undefined,
      ...rest
    } = whole as Record<string, unknown>;
    const one = first ? a : b;
    return { ...rest, ...(one === undefined ? {} : { [first ? pair[0] : pair[1]]: one }) } as SomeEvent;
  });
}

export const anyEvent: fc.Arbitrary<SomeEvent> = fc.constantFrom(...EVENT_KINDS).chain(someEvent);
