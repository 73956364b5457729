/** The log judged again gives the same verdicts, digest for digest. */
import { auditor } from "./auditor.ts";

export const replay = auditor("replay", { zh: "重放判定，结果一致", en: "verdicts replay to the same digests" }, async (witness) => {
  const { events, differed } = await witness.replay();
  if (events === 0) return [{ what: "there is nothing in the log", matter: null }];
  return differed === 0 ? [] : [{ what: `${differed} of ${events} verdicts came out otherwise`, matter: null }];
});
