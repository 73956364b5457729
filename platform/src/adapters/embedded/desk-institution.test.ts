import { expect, test } from "vitest";
import { institutionConformance } from "../../ports/institution.conformance.ts";
import { systemWorld } from "../system/world.ts";
import { openDeskInstitution } from "./desk-institution.ts";

institutionConformance(
  () => {
    const link = openDeskInstitution(systemWorld);
    return Promise.resolve({ open: () => Promise.resolve(link), counted: () => null, trouble: null, close: () => Promise.resolve() });
  },
  { trouble: false },
);

test("the order stands at the desk already: it is taken at once, under our own reference and at our own time", async () => {
  const link = openDeskInstitution({ ...systemWorld, nowMs: () => 1_234 });
  const message = { id: "eff_1", what: "stop-payment.request", matter: "stp_00000001", to: "org_bank", fields: {} };
  expect(await link.deliver([message])).toEqual([{ reference: "eff_1", acceptedAtMs: 1_234 }]);
});
