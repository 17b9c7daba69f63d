/**
 * Polyphonic music (Boulanger-Lewandowski, Bengio & Vincent 2012): predict the notes of each step from those of the
 * steps before, one sigmoid per note. Songs are JSON: {name, low, high, train, valid, test: [song[step[MIDI note]]]}.
 */
import { fail } from "../../errors/index.ts";
import type { Reason } from "../../errors/reasons.ts";
import { notOneOf, type Wanted, withGot } from "../../errors/request.ts";
import { checkJsonSize } from "../jsonSize.ts";
import { checkRequest, LONGEST } from "./checks.ts";
import { wrongSides } from "./scoring.ts";
import type { Task, TaskBatch } from "./task.ts";

export const MUSIC_PARTS = ["train", "valid", "test"] as const;
export type MusicPart = (typeof MUSIC_PARTS)[number];

/** Notes sounding at each step, as MIDI numbers; an empty step is a rest. */
export type Song = readonly (readonly number[])[];

export interface Music extends Record<MusicPart, readonly Song[]> {
	name: string;
	/** Lowest and highest note, inclusive: 21 and 108 are the 88 keys of a piano. */
	low: number;
	high: number;
}

/**
 * Reads the JSON form.
 * @throws E_TASK_DATA naming the first part, song and step that is wrong.
 */
export function parseMusic(source: Uint8Array | string): Music {
	const bad = (what: string, got: unknown, why: Wanted) =>
		fail("E_TASK_DATA", { task: "music", what, why: withGot(why, got) });
	checkJsonSize(source, "songs");
	let read: Partial<Record<keyof Music, unknown>>;
	try {
		read = JSON.parse(typeof source === "string" ? source : new TextDecoder("utf-8", { fatal: true }).decode(source));
	} catch (error) {
		{
			const why = { reason: "json", message: (error as Error).message } as const;
			throw fail("E_TASK_DATA", { task: "music", what: "JSON", why });
		}
	}
	if (typeof read !== "object" || read === null || Array.isArray(read)) {
		throw bad("JSON", read, { reason: "type", types: ["object"], keys: ["train", "valid", "test"] });
	}
	const { name = "music", low = 21, high = 108 } = read;
	if (typeof name !== "string") throw bad("name", name, { reason: "type", types: ["text"] });
	const isNote = (note: unknown): note is number => typeof note === "number" && Number.isInteger(note);
	if (!isNote(low) || low < 0 || low > 127) throw bad("low", low, { reason: "whole", min: 0, max: 127 });
	if (!isNote(high) || high < low || high > 127) throw bad("high", high, { reason: "whole", min: low, max: 127 });
	const part = (of: MusicPart): Song[] => {
		const songs = read[of] ?? [];
		if (!Array.isArray(songs)) throw bad(of, songs, { reason: "list", of: "songs" });
		songs.forEach((song: unknown, s) => {
			if (!Array.isArray(song) || song.length === 0) {
				throw bad(`${of}[${s}]`, song, { reason: "list", of: "steps", least: 1 });
			}
			song.forEach((step: unknown, t) => {
				const where = `${of}[${s}][${t}]`;
				if (!Array.isArray(step)) throw bad(where, step, { reason: "list", of: "numbers" });
				for (const note of step as unknown[]) {
					if (!isNote(note) || note < low || note > high) {
						throw bad(where, note, { reason: "whole", min: low, max: high });
					}
				}
			});
		});
		return songs;
	};
	return { name, low, high, train: part("train"), valid: part("valid"), test: part("test") };
}

export interface MusicOptions {
	/** Result of parseMusic, or the bytes or text that it reads. */
	songs?: Music | Uint8Array | string;
	part?: MusicPart;
}

/**
 * Songs cut into segments of `length` steps, the last of each song shorter: every step of the part is a target once.
 */
export function music({ songs, part = "train" }: MusicOptions = {}): Task {
	const bad = (what: string, why: Reason) => fail("E_TASK_DATA", { task: "music", what, why });
	if (songs === undefined) throw bad("songs", { reason: "missing", forms: ["JSON"] });
	const set = typeof songs === "string" || songs instanceof Uint8Array ? parseMusic(songs) : songs;
	if (!MUSIC_PARTS.includes(part)) throw bad("part", notOneOf(MUSIC_PARTS, part));
	const chosen = set[part];
	if (chosen.length === 0) throw bad(part, { reason: "count", of: "songs", got: 0, min: 1 });
	const V = set.high - set.low + 1;

	const gather = (picked: readonly Stretch[]): TaskBatch => {
		const B = picked.length;
		const lengths = Int32Array.from(picked, ({ steps }) => steps); // [B]
		const T = Math.max(...lengths);
		const x = new Float64Array(T * B * V); // [T,B,V] the notes of the step before; none before a song's first
		const values = new Float64Array(T * B * V).fill(Number.NaN); // [T,B,V]
		picked.forEach(({ song, from, steps }, b) => {
			for (let t = 0; t < steps; t++) {
				const at = (t * B + b) * V;
				values.fill(0, at, at + V);
				for (const note of song[from + t - 1] ?? []) x[at + note - set.low] = 1;
				for (const note of song[from + t]!) values[at + note - set.low] = 1;
			}
		});
		return { T, B, lengths, x, values };
	};
	let cut: { length: number; all: Stretch[] } | undefined; // of the length requested last
	const stretches = (length: number): Stretch[] => {
		if (cut?.length !== length) cut = { length, all: stretchesOf(chosen, length) };
		return cut.all;
	};
	const task: Task = {
		name: "music",
		inputs: V,
		outputs: V,
		input: "values",
		head: "binary",
		lengths: { min: 1, max: LONGEST, default: [200, 200] },
		/** Sum over the notes of the entropy of the note's frequency in this part. */
		baseline: noteEntropy(chosen, V, set.low),
		/** Segments drawn uniformly with replacement. */
		draw(random, request) {
			checkRequest(task, request);
			const all = stretches(request.length);
			return gather(Array.from({ length: request.batch }, () => all[random.below(all.length)]!));
		},
		inOrder(length) {
			checkRequest(task, { batch: 1, length });
			const all = stretches(length);
			return { count: all.length, batch: (first, B) => gather(all.slice(first, first + B)) };
		},
		wrong: (batch, outputs) => wrongSides(batch, outputs, V),
	};
	return task;
}

interface Stretch {
	song: Song;
	from: number;
	steps: number;
}

function stretchesOf(songs: readonly Song[], length: number): Stretch[] {
	return songs.flatMap((song) =>
		Array.from({ length: Math.ceil(song.length / length) }, (_, i) => ({
			song,
			from: i * length,
			steps: Math.min(length, song.length - i * length),
		})),
	);
}

function noteEntropy(songs: readonly Song[], V: number, low: number): number {
	const sounding = new Float64Array(V);
	let steps = 0;
	for (const step of songs.flat()) {
		for (const note of new Set(step)) sounding[note - low] = sounding[note - low]! + 1;
		steps++;
	}
	const cost = (p: number) => (p > 0 ? -p * Math.log(p) : 0);
	return sounding.reduce((sum, n) => sum + cost(n / steps) + cost(1 - n / steps), 0);
}
