/** The long suite, `npm run test:long`: every attack, and the tests that take more than about 20 seconds. */
import { defineConfig, mergeConfig } from "vitest/config";
import usual from "./vitest.config.ts";

const config = mergeConfig(
	usual,
	defineConfig({ test: { testTimeout: 900_000, hookTimeout: 900_000, maxWorkers: 1 } }),
);
config.test!.include = [
	"test/attacks/**/*.test.ts",
	"test/conformance/{exchange*,plantedExports}.test.ts",
	"**/*.long.test.ts",
];
config.test!.exclude = ["**/node_modules/**", "dist/**"];

export default config;
