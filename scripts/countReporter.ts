/**
 * Prints one closing line for people and scripts that read logs: `412 passed, 0 failed, 3 skipped
 * (test/browser/report.test.ts 3)`.
 */
import { relative } from "node:path";
import type { Reporter, TestModule } from "vitest/node";

export default class CountReporter implements Reporter {
	onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
		const count = { passed: 0, failed: errors.length };
		const skipped = new Map<string, number>();
		for (const module of modules) {
			let tests = 0;
			for (const test of module.children.allTests()) {
				tests++;
				const state = test.result().state;
				if (state === "passed") count.passed++;
				else if (state === "failed") count.failed++;
				else skipped.set(module.moduleId, (skipped.get(module.moduleId) ?? 0) + 1);
			}
			if (tests === 0 || !module.ok()) count.failed += tests === 0 || module.errors().length > 0 ? 1 : 0;
		}
		console.log(`\n${count.passed} passed, ${count.failed} failed${skippedWords(skipped)}`);
	}
}

/** How many were skipped, and where. @param skipped by file */
function skippedWords(skipped: ReadonlyMap<string, number>): string {
	if (skipped.size === 0) return "";
	const all = [...skipped.values()].reduce((sum, n) => sum + n, 0);
	const files = [...skipped].map(([file, n]) => `${relative(process.cwd(), file)} ${n}`);
	return `, ${all} skipped (${files.join(", ")})`;
}
