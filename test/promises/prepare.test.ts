/** `npx sluice` in a checkout: npm runs the script "prepare" first, which must not build again what is there. */
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";

const { isFresh, markFresh } = (await import(resolve("scripts/freshness.mjs"))) as {
	isFresh(root: string): boolean;
	markFresh(root: string): void;
};
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

test("npm test builds again after a change, an addition or a removal among the sources, and if dist/ is not what was built", () => {
	const root = mkdtempSync(join(tmpdir(), "sluice-fresh-"));
	const write = (file: string, text: string) => writeFileSync(join(root, file), text);
	for (const folder of ["cli", "docs", "examples", "page", "scripts", "src/rooms", "studio", "wasm", "dist/cli"])
		mkdirSync(join(root, folder), { recursive: true });
	for (const name of ["package", "package-lock", "tsconfig", "tsconfig.build"]) write(`${name}.json`, "{}");
	for (const file of ["README.md", "README.ko.md", "src/rooms/a.ts", "dist/cli/bin.js"]) write(file, "1");
	const built = () => {
		markFresh(root);
		return isFresh(root);
	};
	expect([isFresh(root), built()]).toEqual([false, true]);
	const changes = [
		() => write("src/rooms/a.ts", "12"),
		() => write("src/rooms/b.ts", ""),
		() => rmSync(join(root, "src/rooms/b.ts")),
		() => write("dist/cli/bin.js", "changed"),
		() => rmSync(join(root, "dist"), { recursive: true }),
	];
	const found = changes.map((change) => {
		const before = built();
		change();
		return [before, isFresh(root)];
	});
	expect(found).toEqual(changes.map(() => [true, false]));
	rmSync(root, { recursive: true });
});
