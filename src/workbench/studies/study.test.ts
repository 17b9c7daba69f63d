import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { task } from "../datasets/taskData.ts";
import { runStudy } from "./studies.ts";

const folder = mkdtempSync(join(tmpdir(), "studies-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a grid of 2 rates and 2 seeds gives 4 results", async () => {
	const shown = await runStudy({
		study: {
			data: task("addition", {}),
			options: { cell: "rnn", hidden: 4, batch: 2, steps: 20, length: 10 },
			search: { kind: "grid", space: { lr: [0.01, 0.001] } },
			seeds: [1, 2],
		},
		name: "four",
		studies: folder,
		workers: 2,
	});
	console.log(JSON.stringify(shown, null, 1));
	expect(shown.state).toBe("finished");
});
