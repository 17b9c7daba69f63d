/** Prints one closing line, `412 passed, 0 failed, 3 skipped`, for people and scripts that read logs. */
import type { Reporter, TestModule } from "vitest/node";

export default class CountReporter implements Reporter {
	onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
		const count = { passed: 0, failed: errors.length, skipped: 0 };
		for (const module of modules) {
			let tests = 0;
			for (const test of module.children.allTests()) {
				tests++;
				const state = test.result().state;
				if (state === "passed") count.passed++;
				else if (state === "failed") count.failed++;
				else count.skipped++;
			}
			if (tests === 0 || !module.ok()) count.failed += tests === 0 || module.errors().length > 0 ? 1 : 0;
		}
		const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : "";
		console.log(`\n${count.passed} passed, ${count.failed} failed${skipped}`);
	}
}
