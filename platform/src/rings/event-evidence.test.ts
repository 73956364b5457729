/** What each kind of event says about who and what belong together, and what it must not say. */
import { expect, test } from "vitest";
import { batchOfEvents } from "../../test/money-frames.ts";
import { INTEL, INTEL_BITS, W } from "../domain/record.ts";
import { evidenceOf } from "./event-evidence.ts";

const AT = "2026-11-01T08:00:00.000Z";
const said = (event: object): readonly string[] =>
  evidenceOf(batchOfEvents([{ id: "e1", occurredAt: AT, ...event }]), 0).links.map(
    ({ kind, from, to, evidence }) => `${from.kind} ${from.text} ${kind} ${to.kind} ${to.text} (${evidence})`,
  );
const account = { institution: "ICBC", account: "622202" };

test("who acts is used on the device; who is called, written to or paid is joined with nobody", () => {
  expect(said({ kind: "call", from: "+8613800000001", to: "+8613800000002", device: "d1" })).toEqual(["number +8613800000001 uses device d1 (e1)"]);
  expect(said({ kind: "message", from: "+8613800000001", to: "+8613800000002", text: "x", device: "d1" })).toEqual(["number +8613800000001 uses device d1 (e1)"]);
  expect(said({ kind: "transfer", from: account, to: { institution: "CCB", account: "1" }, amountMinor: "1", currency: "CNY", device: "d1" })).toEqual([
    "account ICBC:622202 uses device d1 (e1)",
  ]);
  expect(said({ kind: "call", from: "+8613800000001", to: "+8613800000002" })).toEqual([]);
  // A name that anybody may write under is no number.
  expect(said({ kind: "message", from: "BANK", to: "+8613800000002", text: "x", device: "d1" })).toEqual([]);
  expect(said({ kind: "visit", subject: "+8613800000001", host: "example.org", device: "d1" })).toEqual([]);
});

test("an opening says who holds what and by what they are reached; an app where its back end is, never who installed it", () => {
  expect(said({ kind: "opening", subject: "p1", product: "account", account, contactNumber: "+8613800000003", device: "d1" })).toEqual([
    "person p1 holds account ICBC:622202 (e1)",
    "person p1 uses number +8613800000003 (e1)",
    "person p1 uses device d1 (e1)",
  ]);
  const certificate = "ab".repeat(32);
  expect(said({ kind: "app-install", subject: "+8613800000001", certificate, backendHost: "api.example.org", device: "d1" })).toEqual([
    `app ${certificate} talks-to host api.example.org (e1)`,
  ]);
});

test("a link says what it says; one that ended says nothing", () => {
  expect(said({ kind: "link", relation: "uses", person: "p1", account, device: "d1" })).toEqual(["person p1 uses account ICBC:622202 (e1)", "person p1 uses device d1 (e1)"]);
  expect(said({ kind: "link", relation: "holds", person: "p1", number: "+8613800000001" })).toEqual(["person p1 holds number +8613800000001 (e1)"]);
  expect(said({ kind: "link", number: "+8613800000001", device: "d1" })).toEqual(["number +8613800000001 uses device d1 (e1)"]);
  expect(said({ kind: "link", relation: "uses", person: "p1", account, ended: true })).toEqual([]);
});

test("what the lists protect or allow is named, so that it joins nobody; what they block is not", () => {
  const batch = batchOfEvents([{ id: "e1", kind: "call", occurredAt: AT, from: "+8613800000001", to: "+8613800000002", device: "d1" }]);
  const mark = (slot: number, bit: number): void => void (batch.words[W.intel] = bit << (slot * INTEL_BITS));
  mark(0, INTEL.protected);
  expect(evidenceOf(batch, 0).open).toEqual([{ kind: "number", text: "+8613800000001" }]);
  mark(2, INTEL.allow);
  expect(evidenceOf(batch, 0).open).toEqual([{ kind: "device", text: "d1" }]);
  mark(0, INTEL.block);
  expect(evidenceOf(batch, 0).open).toEqual([]);
});
