import os from "node:os";
import { defineConfig } from "vitest/config";

/** Much of the time is spent waiting for databases, processes and pages: more files at once than cores, as memory allows. */
const WORKERS = Math.max(2, Math.min(os.availableParallelism() * 2, Math.floor(os.totalmem() / 2 ** 31)));

export default defineConfig({
  test: {
    globalSetup: ["test/store-server.ts"],
    maxWorkers: WORKERS,
    projects: [
      // Modules here keep nothing between calls, so test files of one worker share them: a quarter of the processor time.
      { extends: true, test: { name: "src", include: ["src/**/*.test.ts"], isolate: false } },
      { extends: true, test: { name: "test", include: ["test/**/*.test.ts", "../scripts/**/*.test.ts"] } },
    ],
    // Machines are noisy: a test asserts outcomes, never speed, so the limits here only catch a hang.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 120_000 } },
  },
});
