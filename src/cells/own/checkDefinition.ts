/** Checks a definition, which may be any value at all: its fields, then the names of its equations. */
import { fail, type SluiceError } from "../../errors/index.ts";
import { nearest } from "../../errors/nearest.ts";
import type { CellReason, NormFault } from "../../errors/ownCells.ts";
import type { Reason } from "../../errors/reasons.ts";
import { unknownOption, type Wanted, withGot } from "../../errors/request.ts";
import { type CellDefinition, DEFINITION_KEYS, DEFINITION_LIMITS, FUNCTIONS, NORM } from "./definition.ts";
import { type Expression, type Line, partsOf, sumOf } from "./equationTree.ts";
import { EquationError, parseLine } from "./parse.ts";

/** A definition whose fields are whole and whose equations are read. */
export interface CheckedCell {
	name: string;
	/** As given, with every default. */
	definition: Required<Omit<CellDefinition, "source">> & Pick<CellDefinition, "source">;
	lines: readonly Line[];
}

const NAME = /^[A-Za-z][A-Za-z0-9_]{0,31}$/;
const CELL_NAME = /^[A-Za-z][A-Za-z0-9_-]{0,31}$/;
/** Names that mean something else: letters of the sums, functions, and parts of the names of values. */
const TAKEN: readonly string[] = [
	"W",
	"R",
	"x",
	"b",
	...FUNCTIONS,
	NORM,
	"gate",
	"embed",
	"logits",
	"bias",
	"weight_ih",
	"weight_hh",
];
/** Names of values of an explained step, which a state would have too. */
const isTakenForState = (name: string) => ["input", "wx", "tanh_c"].includes(name) || name.endsWith("_prev");
const own = (name: string) => TAKEN.includes(name) || name in {};

/** @param where what the errors call the cell: a file, or "cell()". @throws E_CELL. */
export function checkDefinition(given: unknown, where: string): CheckedCell {
	const refuse = (why: CellReason, line?: number, column?: number): SluiceError =>
		fail("E_CELL", { cell: where, ...(line && { line }), ...(column && { column }), why });
	const field = (name: string, why: Reason) => refuse({ reason: "field", field: name, why });
	const need = (name: string, value: unknown, fits: boolean, why: Wanted) => {
		if (!fits) throw field(name, withGot(why, value));
	};
	need("cell", given, isObject(given), { reason: "type", types: ["object"], keys: ["name", "equations"] });
	const raw = given as Record<string, unknown>;
	for (const key of Object.keys(raw))
		if (!(DEFINITION_KEYS as readonly string[]).includes(key)) throw field(key, unknownOption(key, DEFINITION_KEYS));
	const { name, equations, states = ["h"], parameters = {}, bias = {}, source } = raw;
	need("name", name, typeof name === "string", { reason: "type", types: ["text"] });
	if (!CELL_NAME.test(name as string)) throw refuse({ reason: "name", name: name as string, used: false });
	const texts = (value: unknown) =>
		Array.isArray(value) && value.length > 0 && value.every((v) => typeof v === "string");
	need("equations", equations, texts(equations), { reason: "list", of: "texts", least: 1 });
	need("states", states, texts(states), { reason: "list", of: "texts", least: 1 });
	const value = (v: unknown) => typeof v === "number" && Math.abs(v) <= DEFINITION_LIMITS.value;
	const bounds = { reason: "number", min: -DEFINITION_LIMITS.value, max: DEFINITION_LIMITS.value } as const;
	for (const [key, table] of Object.entries({ parameters, bias })) {
		need(key, table, isObject(table), { reason: "type", types: ["object"] });
		for (const [entry, number] of Object.entries(table as object))
			need(`${key}.${entry}`, number, value(number), bounds);
	}
	if (source !== undefined) {
		const fits = typeof source === "string" && source.length <= DEFINITION_LIMITS.source && !/\p{Cc}/u.test(source);
		need("source", source, fits, { reason: "characters", max: DEFINITION_LIMITS.source });
	}
	const definition = { name, equations, states, parameters, bias, ...(source !== undefined && { source }) };
	const cell = { name, definition } as Pick<CheckedCell, "name" | "definition">;
	const { definition: whole } = cell;
	const many = (of: "equations" | "states" | "parameters", got: number) => {
		if (got > DEFINITION_LIMITS[of]) throw refuse({ reason: "many", of, got, max: DEFINITION_LIMITS[of] });
	};
	many("equations", whole.equations.length);
	many("states", whole.states.length);
	many("parameters", Object.keys(whole.parameters).length);
	if (whole.states[0] !== "h") throw refuse({ reason: "first" });
	const lines = whole.equations.map((text, n) => {
		if (text.length > DEFINITION_LIMITS.equation)
			throw refuse({ reason: "many", of: "characters", got: text.length, max: DEFINITION_LIMITS.equation }, n + 1);
		return inEquation(n, () => parseLine(text), refuse);
	});
	checkNames(lines, whole, refuse);
	return { ...cell, lines };
}

type Refuse = (why: CellReason, line?: number, column?: number) => SluiceError;

/** Runs `work`, with the number of the equation in its errors. */
export function inEquation<T>(n: number, work: () => T, refuse: Refuse): T {
	try {
		return work();
	} catch (error) {
		if (error instanceof EquationError) throw refuse(error.why, n + 1, error.column);
		throw error;
	}
}

function checkNames(
	lines: readonly Line[],
	{ states, parameters, bias }: CheckedCell["definition"],
	refuse: Refuse,
): void {
	const defined = new Map<string, number>(); // name to the index of its line; -1 for a parameter
	const define = (name: string, at: number) => {
		const line = at < 0 ? undefined : at + 1;
		if (!NAME.test(name)) throw refuse({ reason: "name", name, used: false }, line);
		if (own(name)) throw refuse({ reason: "name", name, used: true }, line);
		if (defined.has(name)) throw refuse({ reason: "twice", name }, line);
		defined.set(name, at);
	};
	for (const name of Object.keys(parameters)) define(name, -1);
	for (const [n, { name }] of lines.entries()) define(name, n);
	for (const [n, name] of states.entries()) {
		if (states.indexOf(name) < n) throw refuse({ reason: "twice", name });
		if (!NAME.test(name)) throw refuse({ reason: "name", name, used: false });
		if (isTakenForState(name)) throw refuse({ reason: "name", name, used: true });
		if (!((defined.get(name) ?? -1) >= 0)) throw refuse({ reason: "noEquation", name });
	}
	let nodes = 0;
	const used = new Set<string>();
	for (const [n, { name, value }] of lines.entries()) {
		let sums = 0;
		for (const part of partsOf(value)) {
			nodes++;
			if (part.kind === "sum" && ++sums > 1) throw refuse({ reason: "twoSums" }, n + 1, part.column);
			if (part.kind === "before" && !states.includes(part.name)) {
				if (defined.has(part.name)) throw refuse({ reason: "noState", name: part.name }, n + 1, part.column);
				throw refuse(unknown(part.name, states), n + 1, part.column);
			}
			if (part.kind === "norm") checkNorm(lines, { n, part, states }, refuse);
			if (part.kind !== "name") continue;
			const at = defined.get(part.name);
			if (at === undefined) throw refuse(unknown(part.name, [...defined.keys()]), n + 1, part.column);
			if (at >= n) throw refuse(circleOrLater(lines, n, at), n + 1, part.column);
			used.add(part.name);
		}
		if (sums > 0 && states.includes(name)) throw refuse({ reason: "stateSum", name }, n + 1);
	}
	if (nodes > DEFINITION_LIMITS.nodes)
		throw refuse({ reason: "many", of: "nodes", got: nodes, max: DEFINITION_LIMITS.nodes });
	for (const [n, { name }] of lines.entries())
		if (!used.has(name) && !states.includes(name)) throw refuse({ reason: "unused", name, what: "line" }, n + 1);
	for (const name of Object.keys(parameters))
		if (!used.has(name)) throw refuse({ reason: "unused", name, what: "parameter" });
	const sums = new Map(lines.map(({ name, value }) => [name, sumOf(value)]));
	for (const name of Object.keys(bias)) {
		if (!sums.has(name)) throw refuse(unknown(name, [...sums.keys()]));
		if (!sums.get(name)) throw refuse({ reason: "noSum", name });
	}
	if (![...sums.values()].some((sum) => sum?.input)) throw refuse({ reason: "noInput" });
}

/** A norm is the whole of its line, its argument a line that is only a sum, and it alone reads that line. */
function checkNorm(
	lines: readonly Line[],
	{ n, part, states }: { n: number; part: Extract<Expression, { kind: "norm" }>; states: readonly string[] },
	refuse: Refuse,
): void {
	const { name, value } = lines[n]!;
	const sum = part.x.name;
	const bad = (why: NormFault, column = part.column) => refuse({ reason: "norm", why, name: sum }, n + 1, column);
	if (value !== part) throw bad("part");
	if (states.includes(name)) throw bad("state");
	if (lines.find((line) => line.name === sum)?.value.kind !== "sum") throw bad("sum", part.x.column);
	const readers = lines.flatMap((line) =>
		[...partsOf(line.value)].filter((one) => one.kind === "name" && one.name === sum),
	);
	if (readers.length > 1) throw bad("read", part.x.column);
}

function unknown(name: string, known: readonly string[]): CellReason {
	const near = nearest(name, known);
	return { reason: "unknown", name, ...(near !== undefined && { near }) };
}

/** Line n reads line `at`, which does not come before it: a circle if `at` depends on n, else a wrong order. */
function circleOrLater(lines: readonly Line[], n: number, at: number): CellReason {
	const index = new Map(lines.map(({ name }, k) => [name, k]));
	const seen = new Set<number>();
	const path = (from: number): string[] | undefined => {
		if (from === n) return [lines[n]!.name];
		if (seen.has(from)) return undefined;
		seen.add(from);
		for (const part of partsOf(lines[from]!.value)) {
			const next = part.kind === "name" ? index.get(part.name) : undefined;
			const rest = next === undefined ? undefined : path(next);
			if (rest) return [lines[from]!.name, ...rest];
		}
		return undefined;
	};
	const circle = path(at);
	if (circle) return { reason: "cycle", names: [lines[n]!.name, ...circle] };
	return { reason: "later", name: lines[at]!.name, line: at + 1 };
}

const isObject = (value: unknown): value is object =>
	typeof value === "object" && value !== null && !Array.isArray(value);
