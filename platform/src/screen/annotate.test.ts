/** What was said of an event can be taken back whole, and nothing else with it. */
import { expect, test } from "vitest";
import { EventBatch, RECORD_WORDS, W } from "../domain/record.ts";
import { clearAnnotations } from "./annotate.ts";
import { SIGNATURE_REF } from "./screener.ts";

test("clearing leaves what the sender said and the neighbours' rows alone", () => {
  const batch = new EventBatch(3);
  batch.words.fill(7);
  clearAnnotations(batch, 1);
  const cleared = Array.from({ length: 3 * RECORD_WORDS }, (_, w) => w).filter((w) => batch.words[w] === 0);
  const said = Array.from({ length: W.judged - W.intel + 1 }, (_, n) => RECORD_WORDS + W.intel + n);
  const signature = RECORD_WORDS + W.refs + SIGNATURE_REF * 2;
  expect(cleared).toEqual([signature, signature + 1, ...said]);
});
