import { defineConfig } from "vitest/config";

export default defineConfig({
	test: {
		include: ["src/**/*.test.ts", "cli/**/*.test.ts", "page/**/*.test.ts", "test/**/*.test.ts"],
		exclude: ["**/node_modules/**", "**/*.long.test.ts"], // those run in `npm run test:long`
		pool: "forks",
		maxWorkers: 2,
		testTimeout: 120_000,
		hookTimeout: 120_000,
		expect: { poll: { timeout: 20_000 } }, // what a page will show is awaited as long as by a locator; a time is no promise of a test
		reporters: ["default", "./scripts/countReporter.ts"],
	},
});
