/** Bounds of running a graph, which is untrusted. */
import type { OnnxGraph } from "./read.ts";

/** Numbers that all values of one run of the graph may have. */
const MOST_NUMBERS = 2 ** 27;
/** Multiplications of one run of the graph. */
const MOST_PRODUCTS = 2 ** 34;

/** Counts what a run costs. @throws E_ONNX beyond the limits. */
export class Budget {
	readonly #graph: OnnxGraph;
	#numbers = 0;
	#products = 0;

	constructor(graph: OnnxGraph) {
		this.#graph = graph;
	}

	numbers(n: number): void {
		this.#numbers += n;
		if (!(this.#numbers <= MOST_NUMBERS))
			throw this.#graph.trouble("limit", undefined, String(this.#numbers), String(MOST_NUMBERS));
	}

	products(n: number): void {
		this.#products += n;
		if (!(this.#products <= MOST_PRODUCTS))
			throw this.#graph.trouble("limit", undefined, String(this.#products), String(MOST_PRODUCTS));
	}
}
