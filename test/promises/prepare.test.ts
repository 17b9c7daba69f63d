/** `npx sluice` in a checkout: npm runs the script "prepare" first, which must not build again what is there. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";

const { scripts } = JSON.parse(readFileSync("package.json", "utf8"));

/** Whether "prepare" builds, run by an npm command in a checkout with or without a build. */
function builds(npm_command: string, isBuilt: boolean): boolean {
	const checkout = mkdtempSync(join(tmpdir(), "sluice-prepare-"));
	mkdirSync(join(checkout, "scripts"));
	cpSync("scripts/prepare.mjs", join(checkout, "scripts/prepare.mjs"));
	writeFileSync(
		join(checkout, "scripts/build.mjs"),
		'import { writeFileSync } from "node:fs"; writeFileSync("made", "");',
	);
	if (isBuilt) {
		mkdirSync(join(checkout, "dist/cli"), { recursive: true });
		writeFileSync(join(checkout, "dist/cli/bin.js"), "");
	}
	const { status, stderr } = spawnSync(scripts.prepare, {
		cwd: checkout,
		env: { ...process.env, npm_command },
		shell: true,
	});
	const made = existsSync(join(checkout, "made"));
	rmSync(checkout, { recursive: true });
	expect([status, String(stderr)]).toEqual([0, ""]);
	return made;
}

test("npx in a checkout builds only if nothing is built; npm ci always builds", () => {
	expect([builds("exec", true), builds("exec", false), builds("ci", true), builds("ci", false)]).toEqual([
		false,
		true,
		true,
		true,
	]);
});
