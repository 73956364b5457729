/** What the program's loops set out to do, they do: no clock and no acknowledgement is left that could not be carried out. */
import { auditor } from "./auditor.ts";

export const carriedOut = auditor("carried-out", { zh: "时限和回执都得到执行", en: "clocks and acknowledgements are carried out" }, ({ stuck }) =>
  Promise.resolve(stuck.map((what) => ({ what, matter: /^[a-z]{3}_\w+/.exec(what)?.[0] ?? null }))),
);
