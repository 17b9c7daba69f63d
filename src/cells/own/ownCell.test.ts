/** Definitions of cells: what is read, and what is refused with the place. */
import { describe, expect, test } from "vitest";
import { SluiceError } from "../../errors/index.ts";
import { INSTRUCTION, OWN_LIMITS } from "../../kernels/ownProgram.ts";
import { defineCell, parseCell } from "./ownCell.ts";

const rnn = { name: "plain", equations: ["a = tanh(W x + R h' + b)", "h = a"] };
const cellOf = (equations: string[], more: object = {}) => ({ name: "one", equations, ...more });

/** "line:column reason" of the refusal. */
function refusal(given: unknown): string {
	try {
		parseCell(given);
		return "none";
	} catch (error) {
		if (!(error instanceof SluiceError) || error.code !== "E_CELL") throw error;
		for (const lang of ["en", "ko"] as const) expect(error.text(lang)).toMatch(/^cell.*\(E_CELL\)$/s);
		const { line, column, why } = error.params as {
			line?: number;
			column?: number;
			why: { reason: string; field?: string };
		};
		return `${line ?? "-"}:${column ?? "-"} ${why.reason}${why.field ? ` ${why.field}` : ""}`;
	}
}

test("blocks are in the order: sums without R, whole sums, sums without W, other lines", () => {
	const cell = parseCell(
		cellOf(
			["n = tanh(u + f * s)", "h = n"].toSpliced(0, 0, "s = R h' + b", "f = sigmoid(W x + R h' + b)", "u = b + W x"),
		),
	);
	expect(cell.values).toEqual(["u", "f", "s", "n"]);
	expect([cell.inputSums, cell.recurrentSums]).toEqual([
		["u", "f"],
		["f", "s"],
	]);
	expect(cell.program).toMatchObject({
		inputSums: 1,
		fullSums: 1,
		recurrentSums: 1,
		values: 4,
		states: 1,
		parameters: 0,
	});
});

test("a plain cell is 2 instructions forward, and a b + c is one", () => {
	expect(parseCell(rnn).program.forward.length / INSTRUCTION).toBe(2);
	const fused = parseCell(cellOf(["z = sigmoid(W x + b)", "h = z * h' + 0.5"]));
	expect(fused.program.forward.length / INSTRUCTION).toBe(2);
});

test("a definition is copied and frozen: changing the given one later changes nothing", () => {
	const given = { ...rnn, equations: [...rnn.equations] };
	const kept = defineCell(given);
	given.equations[1] = "h = 2 * a";
	expect(kept.equations[1]).toBe("h = a");
	expect(() => Object.assign(kept, { name: "x" })).toThrow(TypeError);
});

describe("refused, each with its place and in both languages", () => {
	test.each<[string, unknown, string]>([
		["no object", 3, "-:- field cell"],
		["a list", [], "-:- field cell"],
		["an unknown key", { ...rnn, equation: [] }, "-:- field equation"],
		["a key __proto__", JSON.parse('{"name":"a","equations":["h = 1"],"__proto__":{}}'), "-:- field __proto__"],
		["no name", { equations: rnn.equations }, "-:- field name"],
		["a name with a path", { ...rnn, name: "../a" }, "-:- name"],
		["no equations", { name: "a", equations: [] }, "-:- field equations"],
		["equations of another kind", { name: "a", equations: [1] }, "-:- field equations"],
		["65 equations", { name: "a", equations: Array(65).fill("h = 1") }, "-:- many"],
		["a long equation", cellOf([`h = ${"1 + ".repeat(300)}1`]), "1:- many"],
		[
			"1025 nodes",
			cellOf(["h = 1", ...Array.from({ length: 8 }, (_, n) => `a${n} = ${"1 + ".repeat(130)}1`)]),
			"-:- many",
		],
		["51 brackets", cellOf([`h = ${"(".repeat(51)}1${")".repeat(51)}`]), "1:- many"],
		["51 signs", cellOf([`h = ${"-".repeat(51)}1`]), "1:- many"],
		["a foreign character", cellOf(["h = a ^ 2"]), "1:7 character"],
		["code", cellOf(["h = process.exit(1)"]), "1:12 character"],
		["an open bracket", cellOf(["h = (1 + 2"]), "1:11 expected"],
		["no equals sign", cellOf(["h 1"]), "1:3 expected"],
		["two values without an operator", cellOf(["h = 1 2"]), "1:7 expected"],
		["a function without brackets", cellOf(["h = tanh 1"]), "1:10 expected"],
		["nothing after a sign", cellOf(["h = 1 +"]), "1:8 expected"],
		["a line __proto__", cellOf(["__proto__ = W x + b", "h = 1"]), "1:- name"],
		["a line constructor", cellOf(["constructor = W x + b", "h = constructor"]), "1:- name"],
		["a parameter toString", cellOf(["h = 1"], { parameters: { toString: 1 } }), "-:- name"],
		["a line called tanh", cellOf(["tanh = W x + b", "h = 1"]), "1:- name"],
		["a name twice", cellOf(["a = W x + b", "a = 1", "h = a"]), "2:- twice"],
		["a state twice", cellOf(["h = 1"], { states: ["h", "h"] }), "-:- twice"],
		["a parameter called like a line", cellOf(["a = W x + b", "h = a"], { parameters: { a: 1 } }), "1:- twice"],
		["an unknown name", cellOf(["a = W x + b", "h = a * q"]), "2:9 unknown"],
		["an unknown state", cellOf(["a = W x + b", "h = a * q'"]), "2:9 unknown"],
		["the step before of a value", cellOf(["a = W x + b", "h = a'"]), "2:5 noState"],
		["a circle", cellOf(["f = g + 1", "g = f + 1", "h = f"]), "1:5 cycle"],
		["a line that reads itself", cellOf(["f = f + 1", "h = f"]), "1:5 cycle"],
		["a name of a later line", cellOf(["f = g + 1", "g = W x + b", "h = f"]), "1:5 later"],
		["a division by 0", cellOf(["a = W x + b", "h = a / 0"]), "2:7 zero"],
		["a division by 1 - 1", cellOf(["a = W x + b", "h = a / (1 - 1)"]), "2:7 zero"],
		["a number out of range", cellOf(["a = W x + b", "h = a * 1e31"]), "2:9 number"],
		["a product out of range", cellOf(["a = W x + b", "h = a * (1e20 * 1e20)"]), "2:15 number"],
		["a sum twice W x", cellOf(["a = W x + W x + b", "h = a"]), "1:5 sum"],
		["a sum without bias", cellOf(["a = W x + R h'", "h = a"]), "1:5 sum"],
		["a bias alone", cellOf(["a = b", "h = a"]), "1:5 sum"],
		["a sum with a factor", cellOf(["a = 2 * W x + b", "h = a"]), "1:9 sum"],
		["a negative W x", cellOf(["a = 1 - W x + b", "h = a"]), "1:9 sum"],
		["two sums in a line", cellOf(["a = tanh(W x + b) + tanh(R h' + b)", "h = a"]), "1:26 twoSums"],
		["a norm of a sum without a name", cellOf(["y = norm(W x + b)", "h = y"]), "1:10 norm"],
		["a norm of a formula", cellOf(["u = W x + b", "y = norm(u + 1)", "h = y"]), "2:10 norm"],
		["a norm of a state", cellOf(["u = W x + b", "y = norm(h')", "h = y + u"]), "2:10 norm"],
		["a norm of a norm", cellOf(["u = W x + b", "y = norm(norm(u))", "h = y"]), "2:10 norm"],
		["a norm of a line that is a norm", cellOf(["u = W x + b", "y = norm(u)", "z = norm(y)", "h = z"]), "3:10 norm"],
		["a norm of more than a sum", cellOf(["u = W x + b + h'", "y = norm(u)", "h = y"]), "2:10 norm"],
		["a norm of no sum", cellOf(["v = W x + b", "u = tanh(v)", "y = norm(u)", "h = y"]), "3:10 norm"],
		[
			"a norm of a parameter",
			cellOf(["u = W x + b", "y = norm(p)", "h = y + u"], { parameters: { p: 1 } }),
			"2:10 norm",
		],
		["a norm of a number", cellOf(["u = W x + b", "y = norm(2)", "h = y + u"]), "2:10 norm"],
		["a norm inside a formula", cellOf(["u = W x + b", "h = tanh(norm(u))"]), "2:10 norm"],
		["a norm with a term", cellOf(["u = W x + b", "y = norm(u) + 1", "h = y"]), "2:5 norm"],
		["a state that is a norm", cellOf(["u = W x + b", "h = norm(u)"]), "2:5 norm"],
		["a sum that is read next to its norm", cellOf(["u = W x + b", "y = norm(u)", "h = y + u"]), "2:10 norm"],
		["two norms of one sum", cellOf(["u = W x + b", "y = norm(u)", "z = norm(u)", "h = y + z"]), "2:10 norm"],
		["a norm of a later line", cellOf(["y = norm(u)", "u = W x + b", "h = y"]), "1:10 later"],
		["a norm of itself", cellOf(["y = norm(y)", "h = y"]), "1:10 cycle"],
		["a norm of an unknown name", cellOf(["u = W x + b", "y = norm(v)", "h = y + u"]), "2:10 unknown"],
		["a norm that nothing reads", cellOf(["u = W x + b", "v = W x + b", "y = norm(u)", "h = v"]), "3:- unused"],
		["a norm without brackets", cellOf(["u = W x + b", "y = norm u", "h = y"]), "2:10 expected"],
		["a norm without an end", cellOf(["u = W x + b", "y = norm(u", "h = y"]), "2:11 expected"],
		["a norm of two", cellOf(["u = W x + b", "y = norm(u u)", "h = y"]), "2:12 expected"],
		["a line called norm", cellOf(["norm = W x + b", "h = 1"]), "1:- name"],
		["a sum in a state", cellOf(["h = tanh(W x + R h' + b)"]), "1:- stateSum"],
		["a sum whose value is lost", cellOf(["a = (W x + b) * h'", "h = a"]), "-:- lostSum"],
		["a line that nothing reads", cellOf(["a = W x + b", "c = W x + b", "h = a"]), "2:- unused"],
		["a parameter that nothing reads", cellOf(["a = W x + b", "h = a"], { parameters: { p: 1 } }), "-:- unused"],
		["a state without an equation", cellOf(["a = W x + b", "h = a"], { states: ["h", "c"] }), "-:- noEquation"],
		["states that do not begin with h", cellOf(["a = W x + b", "h = a"], { states: ["c", "h"] }), "-:- first"],
		["no input", cellOf(["a = R h' + b", "h = a"]), "-:- noInput"],
		["a bias of a line without a sum", cellOf(["a = W x + b", "c = a", "h = c"], { bias: { c: 1 } }), "-:- noSum"],
		["a parameter that is NaN", cellOf(["h = 1"], { parameters: { p: Number.NaN } }), "-:- field parameters.p"],
		["a bias of 101", cellOf(["a = W x + b", "h = a"], { bias: { a: 101 } }), "-:- field bias.a"],
	])("%s", (_, given, wanted) => {
		expect(refusal(given)).toBe(wanted);
	});

	test(`more than ${OWN_LIMITS.constants} different constants`, () => {
		const terms = Array.from({ length: 70 }, (_, n) => `tanh(a + ${n + 1})`);
		const lines = [0, 1].map((k) => `c${k} = ${terms.slice(35 * k, 35 * k + 35).join(" + ")}`);
		expect(refusal(cellOf(["a = W x + b", ...lines, "h = c0 + c1"]))).toBe("-:- many");
	});
});
