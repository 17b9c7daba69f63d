import { expect, test } from "vitest";
import { sluice } from "../test/cli/fakes.ts";
import { startedAs } from "./startedAs.ts";

test("npx, and a path in node_modules/.bin, are called with npx again; a global installation by its name", () => {
	expect(startedAs({ npm_command: "exec" }, "/home/a/.npm/_npx/1/node_modules/.bin/sluice")).toBe("npx sluice");
	expect(startedAs({}, "/srv/app/node_modules/.bin/sluice")).toBe("npx sluice");
	expect(startedAs({}, "C:\\work\\node_modules\\.bin\\sluice")).toBe("npx sluice");
	expect(startedAs({}, "/usr/local/bin/sluice")).toBe("sluice");
	expect(startedAs({ npm_command: "run-script" }, "/srv/app/dist/cli/bin.js")).toBe("sluice");
});

test("the suggested commands begin as the program was started", async () => {
	const library = { listRuns: () => [] } as never;
	const plain = await sluice(["runs", "--no-color"], { library });
	expect(plain.stderr).toMatch(/^ {2}sluice train @sqlite/m);
	const local = await sluice(["runs", "--no-color"], { library, command: "npx sluice" });
	expect(local.stderr).toMatch(/^ {2}npx sluice train @sqlite/m);
});
