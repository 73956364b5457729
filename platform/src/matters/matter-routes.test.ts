/** What the routes of every kind show, and to whom. */
import { expect, test } from "vitest";
import { authorise } from "../access/scope.ts";
import { errand } from "../../test/made-up-kinds.ts";
import { kernelRoom } from "../../test/kernel-room.ts";
import { shown } from "./matter-routes.ts";

test("a partner and the public see what a matter is, and nobody's name inside the police", async () => {
  const room = await kernelRoom();
  try {
    const matter = await room.open({});
    const org = { zh: "银行", en: "Bank" };
    const bank = authorise({ kind: "user", user: "usr_b", org: "org_bank", orgName: org, orgKind: "bank", roles: ["bankOps"], territory: "" }, "signed-in");
    const person = authorise({ kind: "public", matter: matter.id }, "public");
    for (const scope of [bank, person]) {
      const text = JSON.stringify(shown(errand, matter, scope));
      expect(text).toContain(matter.id);
      expect(text).not.toContain(matter.openedBy);
      expect(shown(errand, matter, scope)).not.toHaveProperty("hands");
    }
    expect(shown(errand, matter, room.system)).toHaveProperty("hands");
  } finally {
    await room.close();
  }
});
