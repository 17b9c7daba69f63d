/**
 * Labelled sequences in a file: what a run keeps of them, and their parts opened as tasks.
 *
 *     const { parts } = await openLabelled(labelled("reviews.jsonl", { text: "text", label: "stars" }));
 */
import { basename, resolve } from "node:path";
import { type LabelledFields, type LabelledRecord, labelledRecord } from "../../data/labels/labelledRecord.ts";
import { type LabelledSet, labelledSet } from "../../data/labels/labelledSet.ts";
import { type LabelledTask, labelledTask } from "../../data/labels/labelledTask.ts";
import { LabelSurvey, MOST_SEQUENCES, type PartNumber } from "../../data/labels/labelSurvey.ts";
import { type Learned, parseLearned } from "../../data/labels/learned.ts";
import type { Split } from "../../data/split.ts";
import { parseUnit, type Unit } from "../../data/units.ts";
import { fail, type SluiceError } from "../../errors/index.ts";
import { checkRequest } from "../../errors/request.ts";
import { RandomStream } from "../../kernels/random.ts";
import type { Json } from "../../training/json.ts";
import type { Fingerprint } from "../sources/files.ts";
import { countRecords, eachRecord, type RecordFile } from "./recordFile.ts";
import { checkFields, parseRecordSpec, splitOf, withRecords } from "./recordSpec.ts";
import { sameText } from "./texts.ts";

export interface LabelledOptions {
	/**
	 * Field or column of the sequence: a string, a list of numbers (one value per step) or a list of lists of numbers
	 * (several values per step).
	 */
	text: string;
	/** Field or column of the label: a string, number or boolean for the sequence, or a list with one per step. */
	label: string;
	/** Symbol unit of sequences of text. Default: codepoint. */
	unit?: Unit;
	/**
	 * Percentages of the sequences for training, validation and test. They are assigned at random by a fixed seed, so
	 * equal files are split equally. Default: 80/10/10.
	 */
	split?: string | Split;
}

/** What a run keeps of its labelled sequences: plain JSON, enough to reopen them. */
export interface LabelledSpec {
	/** Marks labelled sequences. */
	kind: "labelled";
	/** Absolute path of JSON lines, or of CSV if it ends in .csv or .tsv; also as .gz. */
	file: string;
	/** Field of the sequence. */
	text: string;
	/** Field of the label. */
	label: string;
	/** What one symbol of a text is. */
	unit: Unit;
	/** Percentages of the sequences for training, validation and test. */
	split: [number, number, number];
	/** Classes, symbols or scaling of the training part. Absent until the file is first opened. */
	learned?: Learned;
	/** Fingerprint of the file when the run began. */
	fingerprint?: Fingerprint;
}

export type OpenedLabelledSpec = LabelledSpec & Required<Pick<LabelledSpec, "learned" | "fingerprint">>;

export interface LabelledData {
	spec: OpenedLabelledSpec;
	/** Tasks by part; a part with percentage 0 is absent. */
	parts: { train: LabelledTask; valid?: LabelledTask; test?: LabelledTask };
	/** Names labels that the training part lacks. */
	notice?: SluiceError;
}

const OPTIONS = ["text", "label", "unit", "split"] as const satisfies (keyof LabelledOptions)[];

/** Describes the labelled sequences to train on. @throws E_OPTION, E_SPLIT, E_UNIT. */
export function labelled(file: string, options: LabelledOptions): LabelledSpec {
	const where = "labelled()";
	checkRequest(options, where, OPTIONS);
	const { text, label, unit = "codepoint", split } = options;
	checkFields({ text, label }, where);
	return {
		...{ kind: "labelled", file: resolve(file), text, label, unit: parseUnit(unit) },
		split: splitOf(split),
	};
}

/** Short title: "reviews.jsonl:stars". */
export function labelledTitle({ file, label }: Pick<LabelledSpec, "file" | "label">): string {
	return `${basename(file)}:${label}`;
}

/**
 * Opens labelled sequences. The file is read three times, so that only its sequences are in memory.
 * @throws E_FILE_CHANGED if the file changed since the run began; E_LABELLED_ codes, E_JSON.
 */
export async function openLabelled(spec: LabelledSpec): Promise<LabelledData> {
	const { file: path, split, fingerprint: was, learned: known } = spec;
	return withFile(spec, path, false, async (file, fingerprint) => {
		if (was) sameText(file.source, { fingerprint: was, texts: [path] });
		const member = membersOf(await countChecked(file), split);
		checkParts(basename(path), member, split);
		const survey = new LabelSurvey(basename(path), spec.unit, known);
		await eachSequence(file, (record) => survey.add(record, member[survey.sequences] as PartNumber, spec));
		const { learned, unseen } = survey.finish();
		const set = await filled(file, basename(path), learned, survey);
		const task = (part: PartNumber) => labelledTask(set, partOf(member, part));
		return {
			spec: { ...spec, learned, fingerprint },
			parts: { train: task(0), ...(split[1] > 0 && { valid: task(1) }), ...(split[2] > 0 && { test: task(2) }) },
			...(unseen.length > 0 && { notice: fail("E_LABELS_UNSEEN", { name: basename(path), labels: unseen }) }),
		};
	});
}

/**
 * Opens another file with the fields of the run's own.
 * @param unlabelled whether lines may have no label.
 * @throws E_LABEL_UNKNOWN for a label that the run was not trained on; what openLabelled throws.
 */
export async function openLabelledLike(
	path: string,
	spec: OpenedLabelledSpec,
	unlabelled: boolean,
): Promise<LabelledTask> {
	return withFile(spec, path, unlabelled, async (file) => {
		const sequences = await countChecked(file);
		if (sequences === 0) {
			throw fail("E_LABELLED_PART", { name: basename(path), part: "test", sequences, split: "0/0/100" });
		}
		const survey = new LabelSurvey(basename(path), spec.unit, spec.learned);
		await eachSequence(file, (record) => survey.add(record, 2, spec));
		return labelledTask(await filled(file, basename(path), survey.finish().learned, survey));
	});
}

/** The training part without its sequences: enough to describe the network. */
export function emptyLabelled({ file, learned }: OpenedLabelledSpec): LabelledTask {
	return labelledTask(labelledSet(basename(file), learned, { sequences: 0, steps: 0 }).set);
}

/** A file with the fields of its sequences. */
interface LabelledFile extends RecordFile {
	of: LabelledFields;
}

function eachSequence(file: LabelledFile, take: (record: LabelledRecord) => void): Promise<void> {
	const name = basename(file.path);
	const unlabelled = file.optional !== undefined;
	return eachRecord(file, (line, fields) => take(labelledRecord(name, line, fields, file.of, unlabelled)));
}

async function withFile<T>(
	fields: LabelledFields,
	path: string,
	unlabelled: boolean,
	work: (file: LabelledFile, fingerprint: Fingerprint) => Promise<T>,
): Promise<T> {
	return withRecords(path, async (source) => {
		const { text, label, unit } = fields;
		const file = { source, path, fields: [text, label], ...(unlabelled && { optional: label }) };
		return work({ ...file, of: { text, label, unit } }, source.fingerprint);
	});
}

async function countChecked(file: LabelledFile): Promise<number> {
	const got = await countRecords(file);
	if (got <= MOST_SEQUENCES) return got;
	throw fail("E_LABELLED_SIZE", { name: basename(file.path), what: "sequences", got, max: MOST_SEQUENCES });
}

async function filled(file: LabelledFile, name: string, learned: Learned, sizes: LabelSurvey): Promise<LabelledSet> {
	const { set, add } = labelledSet(name, learned, sizes);
	await eachSequence(file, add);
	return set;
}

/** Part of each sequence, [N]: cuts at floor(N * percent / 100) of a random order that depends on N alone. */
function membersOf(N: number, [train, valid, test]: Split): Uint8Array {
	const first = valid + test === 0 ? N : Math.floor((N * train) / 100);
	const second = test === 0 ? N : Math.floor((N * (train + valid)) / 100);
	const member = new Uint8Array(N).fill(1, first, second).fill(2, second);
	const random = new RandomStream(1, "split of labelled sequences");
	for (let i = N - 1; i > 0; i--) {
		const j = random.below(i + 1);
		[member[i], member[j]] = [member[j]!, member[i]!];
	}
	return member;
}

/** Sequences of a part, in file order. */
function partOf(member: Uint8Array, part: PartNumber): Uint32Array {
	const members = new Uint32Array(member.length);
	let n = 0;
	for (let i = 0; i < member.length; i++) if (member[i] === part) members[n++] = i;
	return members.slice(0, n);
}

function checkParts(name: string, member: Uint8Array, split: Split): void {
	for (const [k, part] of (["train", "valid", "test"] as const).entries()) {
		const sequences = member.reduce((sum, of) => sum + Number(of === k), 0);
		if (split[k]! > 0 && sequences === 0)
			throw fail("E_LABELLED_PART", { name, part, sequences, split: split.join("/") });
	}
}

/** Validates the labelled sequences of a config, which is untrusted. @throws E_RUN_FIELD, E_OPTION, E_SPLIT, E_UNIT. */
export function parseLabelledSpec(json: { [key: string]: Json }, path: string): OpenedLabelledSpec {
	const { file, fields, learned, fingerprint } = parseRecordSpec(json, path);
	return { ...labelled(file, fields as LabelledOptions), learned: parseLearned(learned, path), fingerprint };
}
