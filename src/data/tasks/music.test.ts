import { expect, test } from "vitest";
import { fiveSigma, stream, wrongCount } from "../../../test/conformance/taskAnswers.ts";
import { type Music, music, parseMusic, type Song } from "./music.ts";
import type { TaskBatch } from "./task.ts";

/** Songs of 7, 3 and 1 steps over the notes 60..64, with a rest and a chord. */
const songs: Song[] = [[[60], [62, 64], [], [61], [60, 61], [64], [63]], [[63], [60, 64], [62]], [[64]]];
const set: Music = { name: "three", low: 60, high: 64, train: songs, valid: [], test: [[[61], [62]]] };

const notesAt = (array: Float64Array, { B }: TaskBatch, t: number, b: number) =>
	[...array.subarray((t * B + b) * 5, (t * B + b + 1) * 5)].flatMap((on, v) => (on === 1 ? [60 + v] : []));

test("every step of every song is asked for once, from the step before it (none before a song's first), in stretches of 3", () => {
	const all = music({ songs: set }).inOrder!(3);
	expect(all.count).toBe(3 + 1 + 1);
	const batch = all.batch(0, 9);
	expect([...batch.lengths]).toEqual([3, 3, 1, 3, 1]);
	const stretches: [Song, number][] = [
		[songs[0]!, 0],
		[songs[0]!, 3],
		[songs[0]!, 6],
		[songs[1]!, 0],
		[songs[2]!, 0],
	];
	stretches.forEach(([song, from], b) => {
		for (let t = 0; t < batch.T; t++) {
			if (t < batch.lengths[b]!) {
				expect(notesAt(batch.values!, batch, t, b)).toEqual(song[from + t]);
				expect(notesAt(batch.x!, batch, t, b)).toEqual(song[from + t - 1] ?? []);
			} else {
				const at = (t * batch.B + b) * 5;
				expect([...batch.values!.subarray(at, at + 5)].every(Number.isNaN)).toBe(true);
				expect([...batch.x!.subarray(at, at + 5)]).toEqual([0, 0, 0, 0, 0]);
			}
		}
	});
	expect(all.batch(3, 1).T).toBe(3);
});

test("right is every note of every step; the best constant costs the baseline, the entropy of how often each note sounds", () => {
	const task = music({ songs: JSON.stringify(set) });
	const batch = task.inOrder!(100).batch(0, 3);
	const outputs = batch.values!.map((value) => (value === 1 ? 2 : -2));
	expect(wrongCount(task, batch, outputs)).toBe(0);
	outputs[(1 * 3 + 1) * 5 + 2] = 2;
	expect([...task.wrong(batch, outputs)]).toEqual([0, 1, 0]);
	const rate = [60, 61, 62, 63, 64].map((note) => songs.flat().filter((step) => step.includes(note)).length / 11);
	let nats = 0;
	batch.values!.forEach((value, i) => {
		if (!Number.isNaN(value)) nats -= Math.log(value === 1 ? rate[i % 5]! : 1 - rate[i % 5]!);
	});
	expect(task.baseline).toBeCloseTo(nats / 11, 12);
});

test("stretches are drawn evenly; a piano has 88 notes", () => {
	const batch = music({ songs: set }).draw(stream(51), { batch: 5000, length: 4 });
	const ones = [...batch.lengths].filter((n) => n === 1).length; // only the song of one step
	expect(Math.abs(ones - 5000 / 4)).toBeLessThan(fiveSigma(5000, 1 / 4));
	expect(music({ songs: '{"train":[[[21,108]]]}' }).outputs).toBe(88);
	expect(music({ songs: set, part: "test" }).inOrder!(9).count).toBe(1);
});

test("songs that are none are E_TASK_DATA with part, song and step", () => {
	const bad: [unknown, RegExp][] = [
		["{", /cannot be read as JSON/],
		["[1]", /JSON must be an object with train, valid, test/],
		['{"low":"a"}', /low must be a whole number/],
		['{"low":60,"high":59}', /high must be a whole number from 60 to 127, got 59/],
		['{"train":3}', /train must be a list of songs, got 3/],
		['{"train":[[]]}', /train\[0\] must be a list of at least 1 step/],
		['{"valid":[[[60]],[[60],7]]}', /valid\[1\]\[1\] must be a list of numbers, got 7/],
		['{"train":[[[60,20]]]}', /train\[0\]\[0\] must be a whole number from 21 to 108, got 20/],
		['{"train":[[[60.5]]]}', /got 60\.5/],
		['{"train":[]}', /train must have at least 1 song, got 0/],
		["{}", /train must have at least 1 song, got 0/],
	];
	for (const [text, wanted] of bad) {
		expect(() => music({ songs: text as string })).toThrow(wanted);
		expect(() => music({ songs: text as string })).toThrow(/E_TASK_DATA/);
	}
	expect(() => music({ songs: set, part: "valid" })).toThrow(/valid must have at least 1 song, got 0.*E_TASK_DATA/);
	expect(() => music()).toThrow(/songs is missing; give JSON/);
	expect(parseMusic(new TextEncoder().encode('{"train":[[[]]]}')).train).toEqual([[[]]]);
});
