/**
 * The long suite, `npm run test:long`: every attack, every view in five looks, the tests that take more than about 20
 * seconds, and the ones that try more cases with SLUICE_LONG=1, which is set here.
 */
import { defineConfig, mergeConfig } from "vitest/config";
import usual from "./vitest.config.ts";

const config = mergeConfig(
	usual,
	defineConfig({ test: { testTimeout: 900_000, hookTimeout: 900_000, maxWorkers: 1, env: { SLUICE_LONG: "1" } } }),
);
config.test!.include = [
	"test/attacks/**/*.test.ts",
	"test/conformance/{exchange*,plantedExports,unitBlocks*}.test.ts",
	"test/promises/{corpus,kill}.test.ts",
	"test/storage/{powerCut,rot}.test.ts",
	"test/studio/**/*.test.ts",
	"src/data/{utf8,vocabulary}.test.ts",
	"**/*.long.test.ts",
];
config.test!.exclude = ["**/node_modules/**", "dist/**"];

export default config;
