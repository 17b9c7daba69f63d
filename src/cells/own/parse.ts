/**
 * Reads one equation: `f = sigmoid(W x + R h' + b)`.
 *
 *   equation  NAME = sum            sum      [-] product { (+|-) product }
 *   product   factor { (*|/) factor }
 *   factor    NUMBER | NAME | NAME' | FUNCTION ( sum ) | norm ( NAME ) | ( sum ) | - factor | W x | R h' | b
 */
import type { CellReason, Expected } from "../../errors/ownCells.ts";
import { quote } from "../../errors/quote.ts";
import { DEFINITION_LIMITS, FUNCTIONS, type FunctionName, NORM } from "./definition.ts";
import type { Expression, Line } from "./equationTree.ts";

interface Token {
	text: string;
	/** Number of its first character, from 1. */
	column: number;
}

/** Thrown inside this room; the caller adds the cell and the number of the equation. */
export class EquationError extends Error {
	readonly why: CellReason;
	readonly column: number | undefined;

	constructor(why: CellReason, column?: number) {
		super(why.reason);
		this.why = why;
		this.column = column;
	}
}

/** Terms of a sum, before it is known whole. */
type Term = Expression | { kind: "W x" | "R h'" | "b"; column: number };
const isMarker = (t: Term): t is Extract<Term, { kind: "W x" | "R h'" | "b" }> =>
	t.kind === "W x" || t.kind === "R h'" || t.kind === "b";

const TOKEN = /\s*(?:([A-Za-z_][A-Za-z0-9_]*'?)|((?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)|([-+*/()=]))/y;
const END = "" as string;

function tokensOf(text: string): Token[] {
	const tokens: Token[] = [];
	let at = 0;
	while (at < text.trimEnd().length) {
		TOKEN.lastIndex = at;
		const found = TOKEN.exec(text);
		if (!found) {
			const from = at + /^\s*/.exec(text.slice(at))![0].length;
			throw new EquationError({ reason: "character", got: quote([...text.slice(from)][0]!) }, from + 1);
		}
		const token = (found[1] ?? found[2] ?? found[3])!;
		at = TOKEN.lastIndex;
		tokens.push({ text: token, column: at - token.length + 1 });
	}
	return [...tokens, { text: END, column: text.length + 1 }];
}

class Parser {
	readonly #tokens: Token[];
	#at = 0;
	#depth = 0;

	constructor(text: string) {
		this.#tokens = tokensOf(text);
	}

	line(text: string): Line {
		const { text: name, column } = this.#take();
		if (!/^[A-Za-z_]/.test(name) || name.endsWith("'")) this.#expected("name", { text: name, column });
		this.#pass("=", "equals");
		const value = this.#sum();
		this.#pass(END, "operator");
		return { name, text: text.trim(), value };
	}

	get #now(): Token {
		return this.#tokens[this.#at]!;
	}

	#take(): Token {
		const token = this.#now;
		if (token.text !== END) this.#at++;
		return token;
	}

	/** Takes the token `text`, or refuses what is there. */
	#pass(text: string, what: Expected): void {
		if (this.#now.text !== text) this.#expected(what);
		this.#take();
	}

	#expected(what: Expected, { text, column } = this.#now): never {
		const got = text === END ? "" : quote(text);
		throw new EquationError({ reason: "expected", what, got }, column);
	}

	/** Products added and subtracted; W x, R h' and b among them become one sum. */
	#sum(): Expression {
		if (++this.#depth > DEFINITION_LIMITS.depth)
			throw new EquationError({ reason: "many", of: "depth", got: this.#depth, max: DEFINITION_LIMITS.depth });
		const first = this.#now;
		const terms: { term: Term; minus: boolean; column: number }[] = [];
		for (let minus = false; ; ) {
			const { column } = this.#now;
			terms.push({ term: this.#product(), minus, column });
			if (this.#now.text !== "+" && this.#now.text !== "-") break;
			minus = this.#take().text === "-";
		}
		this.#depth--;
		const markers = terms.filter(({ term }) => isMarker(term));
		if (markers.length === 0) return chain(terms.map(({ term, ...rest }) => ({ ...rest, term: term as Expression })));
		const kinds = markers.map(({ term }) => term.kind);
		const bad = (why: "twice" | "noBias" | "biasAlone" | "minus", column: number) =>
			new EquationError({ reason: "sum", why }, column);
		const negative = markers.find(({ minus }) => minus);
		if (negative) throw bad("minus", negative.column);
		if (new Set(kinds).size < kinds.length) throw bad("twice", first.column);
		if (!kinds.includes("b")) throw bad("noBias", first.column);
		if (kinds.length === 1) throw bad("biasAlone", markers[0]!.column);
		const [input, recurrent] = [kinds.includes("W x"), kinds.includes("R h'")];
		const sum: Expression = { kind: "sum", input, recurrent, column: markers[0]!.column };
		const others = terms.filter(({ term }) => !isMarker(term)) as {
			term: Expression;
			minus: boolean;
			column: number;
		}[];
		return chain([{ term: sum, minus: false, column: first.column }, ...others]);
	}

	#product(): Term {
		let x = this.#factor();
		while (this.#now.text === "*" || this.#now.text === "/") {
			const { text, column } = this.#take();
			const y = this.#factor();
			for (const term of [x, y])
				if (isMarker(term)) throw new EquationError({ reason: "sum", why: "factor" }, term.column);
			x = { kind: text === "*" ? "mul" : "div", x: x as Expression, y: y as Expression, column };
		}
		return x;
	}

	#factor(): Term {
		const token = this.#take();
		const { text, column } = token;
		if (text === "-") {
			if (++this.#depth > DEFINITION_LIMITS.depth)
				throw new EquationError({ reason: "many", of: "depth", got: this.#depth, max: DEFINITION_LIMITS.depth });
			const x = this.#factor();
			this.#depth--;
			if (isMarker(x)) throw new EquationError({ reason: "sum", why: "minus" }, column);
			return { kind: "sub", x: { kind: "number", value: 0 }, y: x, column };
		}
		if (text === "(") return this.#closed();
		if (/^[\d.]/.test(text)) return numberOf(token);
		if (text === "b") return { kind: "b", column };
		if (text === "W") {
			this.#pass("x", "input");
			return { kind: "W x", column };
		}
		if (text === "R") {
			this.#pass("h'", "recurrent");
			return { kind: "R h'", column };
		}
		if ((FUNCTIONS as readonly string[]).includes(text)) {
			this.#pass("(", "open");
			return { kind: "call", f: text as FunctionName, x: this.#closed() };
		}
		if (text === NORM) return this.#norm(column);
		if (!/^[A-Za-z_]/.test(text)) this.#expected("operand", token);
		if (text.endsWith("'")) return { kind: "before", name: text.slice(0, -1), column };
		return { kind: "name", name: text, column };
	}

	/** ( NAME ) after norm: the name of a sum, and nothing computed. */
	#norm(column: number): Expression {
		this.#pass("(", "open");
		const from = this.#now.column;
		const x = this.#closed();
		if (x.kind !== "name") throw new EquationError({ reason: "norm", why: "name" }, from);
		return { kind: "norm", x, column };
	}

	#closed(): Expression {
		const inside = this.#sum();
		this.#pass(")", "close");
		return inside;
	}
}

function chain(terms: { term: Expression; minus: boolean; column: number }[]): Expression {
	return terms
		.slice(1)
		.reduce<Expression>(
			(x, { term: y, minus, column }) => ({ kind: minus ? "sub" : "add", x, y, column }),
			terms[0]!.term,
		);
}

function numberOf({ text, column }: Token): Expression {
	const value = Number(text);
	if (value !== 0 && !(value >= 1e-30 && value <= 1e30))
		throw new EquationError({ reason: "number", got: quote(text) }, column);
	return { kind: "number", value };
}

/** Parses one equation. @throws EquationError. */
export function parseLine(text: string): Line {
	return new Parser(text).line(text);
}
