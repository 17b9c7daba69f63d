/** Checks that an object of a caller is a task: its fields, and a batch that it draws. */
import { fail } from "../../errors/index.ts";
import type { Reason } from "../../errors/reasons.ts";
import { isWhole, notOneOf, type Wanted, withGot } from "../../errors/request.ts";
import type { ValueType } from "../../errors/valueReasons.ts";
import { RandomStream } from "../../kernels/random.ts";
import { LONGEST } from "./checks.ts";
import type { Task, TaskBatch } from "./task.ts";

/** Sequences of a sampled batch; no size of a task is likely to be equal to it. */
const SAMPLED = 3;
const MOST_NAME = 64;
const MOST_WIDTH = 1 << 21;

/** Returns whether `data` is meant as a task: an object that draws. */
export function isTask(data: unknown): data is Task {
	return typeof data === "object" && data !== null && typeof (data as Partial<Task>).draw === "function";
}

/**
 * Checks the fields of a task and a batch of its shortest and longest default length.
 * @returns the batches drawn.
 * @throws E_TASK_OBJECT naming the first field that is wrong; E_TASK_CHANGED if equal streams give different batches.
 */
export function checkTask(task: Task): TaskBatch[] {
	const refuse = refusalOf(task);
	checkFields(task, refuse);
	return [...new Set(task.lengths.default)].map((length) => {
		const draw = () => task.draw(new RandomStream(1, "fingerprint"), { batch: SAMPLED, length });
		const batch = draw();
		checkBatch(task, batch, refuse);
		if (!sameBatch(batch, draw())) throw fail("E_TASK_CHANGED", { task: task.name, change: "draws" });
		return batch;
	});
}

type Refuse = (what: string, got: unknown, fits: boolean, why: Wanted) => void;

function refusalOf({ name }: Task): Refuse {
	const task = typeof name === "string" ? name.slice(0, MOST_NAME) : "?";
	return (what, got, fits, why) => {
		if (!fits) throw fail("E_TASK_OBJECT", { task, what, why: withGot(why, got) });
	};
}

const type = (...types: ValueType[]): Wanted => ({ reason: "type", types });

function checkFields(task: Task, refuse: Refuse): void {
	const { name, inputs, outputs, input, head, lengths, draw, wrong } = task;
	// biome-ignore lint/suspicious/noControlCharactersInRegex: a name is printed on a terminal
	const plain = typeof name === "string" && /^[^\u0000-\u001f\u007f-\u009f]{1,64}$/.test(name);
	refuse("name", name, plain, { reason: "characters", max: MOST_NAME });
	for (const [what, size] of Object.entries({ inputs, outputs })) {
		refuse(what, size, isWhole(size, 1, MOST_WIDTH), { reason: "whole", min: 1, max: MOST_WIDTH });
	}
	const kinds = ["symbols", "values"];
	refuse("input", input, kinds.includes(input), notOneOf(kinds, input));
	const heads = ["softmax", "regression", "binary"];
	refuse("head", head, heads.includes(head), notOneOf(heads, head));
	const object = { ...type("object"), keys: ["min", "max", "default"] } as Wanted;
	refuse("lengths", lengths, typeof lengths === "object" && lengths !== null, object);
	const { min, max, default: usual } = lengths;
	refuse("lengths.min", min, isWhole(min, 1, LONGEST), { reason: "whole", min: 1, max: LONGEST });
	refuse("lengths.max", max, isWhole(max, min, LONGEST), { reason: "whole", min, max: LONGEST });
	const pair =
		Array.isArray(usual) && usual.length === 2 && isWhole(usual[0], min, max) && isWhole(usual[1], usual[0], max);
	refuse("lengths.default", usual, pair, { reason: "list", of: "numbers", exactly: 2 });
	for (const [what, call] of Object.entries({ draw, wrong }))
		refuse(what, call, typeof call === "function", type("function"));
}

function checkBatch(task: Task, batch: TaskBatch, refuse: Refuse): void {
	const at = (field: string) => `draw().${field}`;
	const { inputs: D, outputs: V, input, head } = task;
	refuse("draw()", batch, typeof batch === "object" && batch !== null, type("object"));
	const { T, B, lengths, ids, x, targets, values } = batch;
	refuse(at("T"), T, isWhole(T, 1, 2 * LONGEST), { reason: "whole", min: 1, max: 2 * LONGEST });
	refuse(at("B"), B, B === SAMPLED, { reason: "whole", min: SAMPLED, max: SAMPLED });
	const array = (
		field: string,
		got: unknown,
		kind: Int32ArrayConstructor | Float64ArrayConstructor,
		length: number,
	) => {
		const known = got instanceof kind ? got : undefined;
		refuse(at(field), got, known !== undefined, type(kind === Int32Array ? "int32" : "float64"));
		if (known!.length !== length) {
			const why: Reason = { reason: "length", got: known!.length, wanted: length, shape: `T = ${T}, B = ${B}` };
			throw fail("E_TASK_OBJECT", { task: task.name, what: at(field), why });
		}
	};
	array("lengths", lengths, Int32Array, B);
	for (const [b, n] of lengths.entries())
		refuse(at(`lengths[${b}]`), n, isWhole(n, 1, T), { reason: "whole", min: 1, max: T });
	if (input === "symbols") array("ids", ids, Int32Array, T * B);
	else array("x", x, Float64Array, T * B * D);
	if (head === "softmax") array("targets", targets, Int32Array, T * B);
	else array("values", values, Float64Array, T * B * V);
	const within = (field: string, list: Int32Array | undefined, size: number) => {
		const bad = list?.findIndex((id) => id < -1 || id >= size) ?? -1;
		if (bad >= 0) refuse(at(`${field}[${bad}]`), list![bad], false, { reason: "whole", min: -1, max: size - 1 });
	};
	if (input === "symbols") within("ids", ids, D);
	if (head === "softmax") within("targets", targets, V);
	const scored = head === "softmax" ? targets!.some((id) => id >= 0) : values!.some((value) => !Number.isNaN(value));
	refuse(at(head === "softmax" ? "targets" : "values"), undefined, scored, { reason: "list", of: "numbers", least: 1 });
	const wrong = task.wrong(batch, new Float64Array(T * B * V));
	refuse("wrong()", wrong, wrong instanceof Uint8Array && wrong.length === B, {
		reason: "list",
		of: "numbers",
		exactly: B,
	});
}

/** The arrays of a batch, in a fixed order. */
export function arraysOf({ lengths, ids, x, targets, values }: TaskBatch): (Int32Array | Float64Array)[] {
	return [lengths, ids, x, targets, values].filter((array) => array !== undefined);
}

function sameBatch(a: TaskBatch, b: TaskBatch): boolean {
	const [ours, theirs] = [arraysOf(a), arraysOf(b)];
	return ours.every(
		(array, n) => array.length === theirs[n]?.length && array.every((x, i) => Object.is(x, theirs[n]![i])),
	);
}
