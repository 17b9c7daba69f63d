/** Studies at the studio's server: their rows, one opened, their files, the runs of their trials, and what changes them. */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runStudy, type StudyShown, showStudy, task } from "../../src/index.ts";
import { idOf } from "../../studio/server/idOf.ts";
import type { StudyDetail, StudyRow } from "../../studio/wire/studies.ts";
import type { RunDetail } from "../../studio/wire.ts";
import { ask, freshFolder, openTab, readEvents, type StreamEvent, type Tab, type TestStudio } from "./client.ts";

const folder = freshFolder("studies");
const studies = join(folder, "studies");
let studio: TestStudio;
let tab: Tab;
let shown: StudyShown;

const options = { cell: "rnn", batch: 2, steps: 12, length: 10 } as const;
const RATES = idOf("rates");

beforeAll(async () => {
	shown = await runStudy({
		study: {
			...{ data: task("addition", {}), options, seeds: [1, 2] },
			search: { kind: "grid", space: { hidden: [3, 4], lr: [0.01, 0.001] } },
		},
		...{ name: "rates", studies, workers: 2 },
	});
	await runStudy({
		study: {
			...{ data: task("addition", {}), options: { ...options, steps: 4000 } }, // long enough to be seen running
			search: { kind: "grid", space: { hidden: [3, 4] } },
		},
		...{ name: "waiting", studies, workers: 0 },
	});
	mkdirSync(join(studies, "damaged"));
	writeFileSync(join(studies, "damaged", "study.json"), '{"format":1,"data":7}');
	({ studio, tab } = await openTab({ runs: join(folder, "runs"), studies }));
}, 60_000);
afterAll(() => studio.close());

const get = (path: string) => ask(studio, path, { headers: tab.headers });
const post = (path: string, body: object = {}) => ask(studio, path, { method: "POST", headers: tab.writing, body });

test("the list has 3 studies with their counts and best setting, and says what is wrong with a damaged one without its folder", async () => {
	const { json } = await get("/api/studies");
	const rows = json.studies as StudyRow[];
	expect(rows.map(({ name, state }) => [name, state])).toEqual([
		["damaged", "interrupted"],
		["rates", "finished"],
		["waiting", "interrupted"],
	]);
	expect(rows[0]!.damage).toMatch(/E_OPTION/);
	expect(rows[0]!.damage).not.toContain(folder);
	expect(rows[1]).toMatchObject({ id: RATES, counts: { done: 8 }, seeds: 2, search: "grid", workers: [], nats: false });
	expect(rows[1]!.best).toEqual({
		settings: shown.best!.settings,
		mean: shown.best!.mean,
		trial: shown.best!.trials[0],
	});
});

test("an opened study has the 4 settings in order and the 8 trials of showStudy, and three commands", async () => {
	const detail = (await get(`/api/studies/${RATES}`)).json as StudyDetail;
	expect(detail.rows).toEqual(shown.rows);
	expect(detail.importance).toEqual(shown.importance);
	expect(detail.trials.map(({ id, value }) => [id, value])).toEqual(shown.trials.map(({ id, value }) => [id, value]));
	expect(detail.options).toEqual(["hidden", "lr"]);
	expect(detail.commands.show).toBe(`sluice study show ${join(studies, "rates")}`);
	expect(detail.commands.again).toBe(`sluice study run ${join(studies, "rates", "study.json")}`);
	expect((await get(`/api/studies/${idOf("none")}`)).json.code).toBe("E_STUDIO_STUDY");
});

test("its CSV and HTML are those of `sluice study export`, and another kind is refused", async () => {
	const csv = await get(`/api/studies/${RATES}/file?as=csv`);
	expect(csv.headers["content-disposition"]).toContain("rates.csv");
	expect(csv.text.trim().split("\n")).toHaveLength(9);
	expect((await get(`/api/studies/${RATES}/file?as=html&lang=ko`)).text).toContain('<html lang="ko">');
	expect((await get(`/api/studies/${RATES}/file?as=exe`)).json.code).toBe("E_STUDIO_REQUEST");
});

test("the run of a trial opens like any run, names its study, is in no list, and nothing can change it", async () => {
	const { trials } = (await get(`/api/studies/${RATES}`)).json as StudyDetail;
	const { run, settings, seed, id } = trials[0]!;
	const detail = (await get(`/api/runs/${run}`)).json as RunDetail;
	expect(detail).toMatchObject({ id: run, name: id, state: "finished", step: 12 });
	expect(detail.trial).toEqual({ study: RATES, name: "rates", settings, seed });
	expect(detail.weightsSha256).toBe(shown.trials[0]!.weightsSha256);
	expect((await get(`/api/runs/${run}/lines?log=metrics`)).json.lines.at(-1).step).toBe(12);
	expect((await post(`/api/runs/${run}/replay`, { update: 12 })).json.weightsSha256).toBe(detail.weightsSha256);
	expect((await get("/api/runs")).json.runs).toEqual([]);
	const bodies = { delete: {}, stop: {}, resume: {}, rename: { name: "mine" } };
	for (const [act, body] of Object.entries(bodies))
		expect([act, (await post(`/api/runs/${run}/${act}`, body)).json.code]).toEqual([act, "E_STUDIO_TRIAL"]);
});

test("resume gives a study workers of its own until its 2 trials are done, and the stream says so", async () => {
	const id = idOf("waiting");
	const rowsIn = (events: StreamEvent[]) =>
		events.flatMap(({ event, data }) => (event === "study" && data.id === id ? [data as never as StudyRow] : []));
	const reading = readEvents(tab, (events) => rowsIn(events).some(({ state }) => state === "finished"));
	expect((await post(`/api/studies/${id}/resume`, { workers: 300 })).json.code).toBe("E_STUDIO_REQUEST");
	const [first, second] = await Promise.all([1, 1].map((workers) => post(`/api/studies/${id}/resume`, { workers })));
	expect([first!.status, second!.status].sort()).toEqual([200, 409]);
	const rows = rowsIn(await reading);
	expect(rows.some(({ state, workers }) => state === "running" && workers.length === 1)).toBe(true);
	expect(showStudy({ study: "waiting", studies }).counts.done).toBe(2);
}, 60_000);

test("stop is written to the study's folder, and retry refuses a trial that is not parked", async () => {
	const id = idOf("waiting");
	expect((await post(`/api/studies/${id}/stop`)).json).toEqual({ id });
	expect(readFileSync(join(studies, "waiting", "stop.json"), "utf8")).toContain("format");
	expect((await post(`/api/studies/${id}/retry`, { trials: ["0123456789abcdef"] })).json.code).toBe("E_STUDY_TRIAL");
	expect((await post(`/api/studies/${id}/retry`, { trials: ["../x"] })).json.code).toBe("E_STUDIO_REQUEST");
});
