/** The ledger's chain is whole, its signatures are ours, and matters are what their last line says. */
import { verifyLedger } from "../../matters/audit.ts";
import { auditor } from "./auditor.ts";

export const chain = auditor(
  "chain",
  { zh: "审计链完整，事项与其最后记录一致", en: "the ledger's chain is whole and matters equal it" },
  async ({ publicKeyPem, checkpoints }, sql) => {
    const { faults } = await verifyLedger(sql, publicKeyPem, checkpoints);
    return faults.map((fault) => ({ what: JSON.stringify(fault), matter: "matter" in fault ? fault.matter : null }));
  },
);
