import os from "node:os";
import { defineConfig } from "vitest/config";

/** Much of the time is spent waiting for databases, processes and pages: more files at once than cores, as memory allows. */
const WORKERS = Math.max(2, Math.min(os.availableParallelism() * 2, Math.floor(os.totalmem() / 2 ** 31)));

export default defineConfig({
  test: {
    globalSetup: ["test/store-server.ts"],
    include: ["src/**/*.test.ts", "test/**/*.test.ts", "../scripts/**/*.test.ts"],
    maxWorkers: WORKERS,
    // Machines are noisy: a test asserts outcomes, never speed, so the limits here only catch a hang.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 120_000 } },
  },
});
