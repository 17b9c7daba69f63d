/** What `sluice study` suggests next. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { runStudy, type StudySpec, showStudy, task } from "../../src/index.ts";
import { fakeLibrary, sluice } from "./fakes.ts";

const cwd = mkdtempSync(join(tmpdir(), "study-cli-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

test("a study that nobody has begun is to be worked on, one whose worker has gone is to be resumed", async () => {
	const study: StudySpec = {
		data: task("addition", {}),
		options: { cell: "rnn", hidden: 3, batch: 2, steps: 4, length: 10 },
		search: { kind: "grid", space: { lr: [0.01, 0.001] } },
	};
	const { folder } = await runStudy({ study, name: "rates", studies: join(cwd, "studies"), workers: 0 });
	const shown = showStudy({ study: folder });
	const nextAfter = async (tries: number) => {
		const [first, second] = shown.trials;
		const library = fakeLibrary({ showStudy: () => ({ ...shown, trials: [{ ...first, tries }, second] }) });
		return (await sluice(["study", "show", "rates"], { library, cwd })).stderr;
	};
	expect(await nextAfter(0)).toMatch(/\n {2}\S*sluice study work rates\n/);
	expect(await nextAfter(1)).toMatch(/\n {2}\S*sluice study resume rates\n/);
});
