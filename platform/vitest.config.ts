import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    globalSetup: ["test/store-server.ts"],
    include: ["src/**/*.test.ts", "test/**/*.test.ts", "../scripts/**/*.test.ts"],
    // Machines are noisy: a test asserts outcomes, never speed, so the limits here only catch a hang.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    expect: { poll: { timeout: 120_000 } },
  },
});
