import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { withoutClock } from "../../training/run/logLines.ts";
import { metricNumber, openLog, readLog } from "./logs.ts";

const root = mkdtempSync(join(tmpdir(), "sluice-log-"));
afterAll(() => rmSync(root, { recursive: true }));
let logs = 0;
const newPath = () => join(root, `metrics-${++logs}.jsonl`);

function written(path: string, from: number, to: number): void {
	const log = openLog(path);
	for (let step = from; step <= to; step++) log.append({ step, lossNats: 1 / step, seconds: Math.random() });
	log.close();
}

test("numbers that are not finite are written as texts, never as null, and read as numbers again", () => {
	const path = newPath();
	const log = openLog(path);
	log.append({ step: 1, lossNats: Number.NaN, grad: [Infinity, { least: -Infinity }] });
	log.close();
	expect(readFileSync(path, "utf8")).toBe('{"step":1,"lossNats":"NaN","grad":["Infinity",{"least":"-Infinity"}]}\n');
	const [line] = readLog(path);
	expect(metricNumber(line!.lossNats)).toBeNaN();
	expect(metricNumber("-Infinity")).toBe(-Infinity);
	expect(metricNumber(2)).toBe(2);
	expect(metricNumber("constructor")).toBeUndefined();
	expect(metricNumber(null)).toBeUndefined();
});

test("cut at any byte of its last line, a log keeps the lines before, and the next line stands whole", () => {
	const path = newPath();
	written(path, 1, 3);
	const whole = readFileSync(path);
	const lastBegin = whole.subarray(0, -1).lastIndexOf(10) + 1;
	for (let cut = lastBegin; cut < whole.length; cut++) {
		writeFileSync(path, whole);
		truncateSync(path, cut);
		expect(readLog(path).map((line) => line.step)).toEqual([1, 2]);
		written(path, 3, 4);
		expect(readLog(path).map((line) => line.step)).toEqual([1, 2, 3, 4]);
	}
});

test("killed after step 7 and resumed from step 5, the log equals the undisturbed one but for the clock", () => {
	const calm = newPath();
	written(calm, 1, 9);
	const killed = newPath();
	written(killed, 1, 7);
	appendFileSync(killed, '{"step":8,"lo');
	const log = openLog(killed);
	expect(log.truncateAfter(5)).toBe(2);
	expect(log.truncateAfter(5)).toBe(0);
	log.close();
	written(killed, 6, 9);
	expect(readLog(killed).map(withoutClock)).toEqual(readLog(calm).map(withoutClock));
});

test("a log that is not there has no lines; a damaged line is named by its number", () => {
	const path = newPath();
	expect(readLog(path)).toEqual([]);
	writeFileSync(path, '{"step":1}\n{"step":\n{"step":3}\n');
	expect(() => readLog(path)).toThrow(`${path}: line 2 is not a JSON object`);
	writeFileSync(path, "[1]\n");
	expect(() => readLog(path)).toThrow(/line 1.*E_LOG_DAMAGED/);
});

test("writing after close is a bug of ours, and says so", () => {
	const log = openLog(newPath());
	log.close();
	log.close();
	expect(() => log.append({ step: 1 })).toThrow(/internal:.*E_RUN_CLOSED/);
});
