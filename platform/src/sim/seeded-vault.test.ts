import { vaultConformance } from "../ports/vault.conformance.ts";
import { openSeededVault } from "./seeded-vault.ts";

vaultConformance(() => Promise.resolve({ open: (name) => Promise.resolve(openSeededVault(name)) }));
