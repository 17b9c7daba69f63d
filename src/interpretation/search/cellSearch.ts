/**
 * Searches for units that track a pattern: every unit against every pattern, selected on one part of a text and
 * evaluated on the other (the held-out part), window after window of values. Values are binned and dropped. Formulas:
 * docs/equations.md, "Search for cells".
 *
 *   area      area under the curve on the held-out part, from histograms: P(unit higher where the pattern holds)
 *   chance    the labels shifted around the held-out part by 31 multiples of its 32nd: pattern and unit keep their own
 *             autocorrelation and lose their correlation with each other. The standard deviation over the shifts makes the
 *             actual sum a Student's t with 31 degrees of freedom.
 *   q         the false discovery rate over all units and distinct patterns (Benjamini & Hochberg)
 *   interval  from the influence of the 32 blocks
 *
 * Units are ranked on the selection part, so figures of the best on the held-out part are free of selection bias.
 */

import type { Engine, Floats } from "../../kernels/kernels.ts";
import type { Work } from "../../kernels/work.ts";
import type { Labels } from "../patterns/pattern.ts";
import { BINS, Bins } from "./bins.ts";
import type { CellSearchResult, PatternResult } from "./cellSearchResult.ts";
import { Counts, emptyHistograms, sampled } from "./counts.ts";
import { FOUND_AT, isFound } from "./found.ts";
import { BLOCKS, type Judged, judge, type Skipped } from "./parts.ts";
import { Products } from "./products.ts";
import { Rival } from "./rivals.ts";
import type { CellSearchOptions, Rows, Values } from "./searchRows.ts";
import { StateProbe } from "./stateProbe.ts";
import { type Candidate, strength, testAll, totals, verdict } from "./verdict.ts";

// N rows of a window, U units, P patterns, S symbols

/** Rows of the pilot. */
export const PILOT_ROWS = 4096;

export class CellSearch {
	readonly judged: readonly Judged[];
	readonly #skipped: Skipped[];
	readonly #engine: Engine;
	readonly #labels: Labels;
	readonly #values: readonly (Values & { first: number })[];
	readonly #split: number;
	readonly #N: number;
	readonly #best: number;
	readonly #also: number | undefined;
	readonly #U: number;
	#pilot: Float32Array; // [U,PILOT_ROWS]
	#pilotRows = 0;
	#bins!: Bins;
	#part: 0 | 1 = 0;
	readonly #counts: Counts;
	readonly #products: Products[] = []; // of the selection and the held-out part
	#candidates: Candidate[][] = []; // [P] of [best]
	readonly #probe: StateProbe;
	readonly #rivals: readonly [Rival, Rival];
	readonly #columns: Uint8Array; // [width,stride] bins of the units of one name
	readonly #stride: number;
	readonly #scores: Floats; // [N,width]
	readonly #rows: Int32Array; // [N] rows of the window that count, the first #length
	#length = 0;
	readonly #binned: Int32Array; // [N] rows in any list of #counted, the first #binnedLength
	#binnedLength = 0;
	readonly #counted: { rows: Int32Array[]; lengths: Int32Array };

	/** @throws E_PATTERN_SHARE with `strict`. */
	constructor(engine: Engine, values: readonly Values[], labels: Labels, options: CellSearchOptions) {
		const { split = Math.floor(labels.symbols / 2), N, symbols, best = 5, also, strict } = options;
		this.#engine = engine;
		this.#labels = labels;
		this.#split = split;
		this.#N = N;
		this.#best = best;
		let U = 0;
		this.#values = values.map((value) => ({ ...value, first: (U += value.width) - value.width }));
		this.#U = U;
		const own = this.#values.find(({ name, index }) => index === undefined && also?.startsWith(`${name}.`));
		this.#also = own && own.first + Number(also!.slice(own.name.length + 1));
		const { judged, skipped } = judge(labels, split, strict);
		this.judged = judged;
		this.#skipped = skipped;
		const P = judged.length;
		this.#pilot = new Float32Array(U * PILOT_ROWS);
		this.#counts = new Counts(
			U,
			split,
			judged.map(({ chosen }) => chosen),
		);
		this.#rivals = [new Rival("symbol", symbols + 1, P), new Rival("position", 256, P)];
		const widest = Math.max(...values.map(({ width }) => width));
		this.#stride = N + 64; // not a power of two, so that the columns do not collide in one set of the cache
		this.#columns = new Uint8Array(widest * this.#stride);
		this.#scores = engine.floats(N * widest);
		this.#rows = new Int32Array(N);
		this.#binned = new Int32Array(N);
		const rows = Array.from({ length: P + 1 }, () => new Int32Array(N));
		this.#counted = { rows, lengths: new Int32Array(P + 1) };
		this.#probe = new StateProbe(engine, this.#values, judged);
	}

	/** True once the pilot has all its rows. */
	get piloted(): boolean {
		return this.#pilotRows >= PILOT_ROWS;
	}

	/** True if rows of the held-out part are expected. */
	get holdingOut(): boolean {
		return this.#part === 1;
	}

	/** Adds pilot rows from all over the text, from which the bins are chosen. */
	pilot({ N, positions, values }: Rows): void {
		for (let row = 0; row < N && !this.piloted; row++) {
			if (positions[row]! < 0) continue;
			for (const { name, width, first } of this.#values) {
				const x = values.get(name)!;
				for (let k = 0; k < width; k++) this.#pilot[(first + k) * PILOT_ROWS + this.#pilotRows] = x[row * width + k]!;
			}
			this.#pilotRows++;
		}
	}

	/** Chooses the bins; rows of the selection part follow. */
	*startChoosing(): Work<void> {
		this.#bins = new Bins(this.#U);
		yield* this.#bins.choose(this.#pilot, this.#pilotRows);
		this.#pilot = new Float32Array(0);
		this.#startProducts(1);
	}

	/** Selects sign, threshold and the best units; rows of the held-out part follow. */
	startHoldingOut(): void {
		this.#products[0]!.free();
		this.#part = 1; // so that `free`, after an error, does not free the same arrays again
		if (this.judged.length > 0) this.#probe.solve();
		this.#candidates = this.judged.map((_, p) => this.#choose(p));
		this.#startProducts(BLOCKS);
	}

	/**
	 * True if many values of a unit share a bin, which the pilot did not show: of any unit in the selection part, or of a
	 * selected one in the held-out part. The area would then be nearer to 1/2 than that of the values.
	 */
	get coarse(): boolean {
		if (this.judged.length === 0) return false;
		const units = Array.from({ length: this.#U }, (_, u) => u);
		return (
			units.some((u) => this.#bins.coarse(u, this.#counts.all(u))) ||
			this.#candidates.flat().some(({ u, blocks }) => this.#bins.coarse(u, totals(blocks).all))
		);
	}

	/** Adds rows of the current part. Positions outside it must be -1. */
	take({ N, positions, ids, values }: Rows): void {
		if (this.judged.length === 0) return;
		this.#list(N, positions, ids);
		const products = this.#products[this.#part]!;
		products.labels(positions);
		for (const { name, width, first } of this.#values) {
			const x = values.get(name)!;
			if (this.#part === 0) this.#count(x, first, width);
			this.#bins.score(x, N, first, width, this.#scores);
			products.add(this.#scores, N, first, width);
		}
		if (this.#part === 1) this.#countBlocks(positions, values);
		const size = this.#part === 0 ? this.#split : this.#labels.symbols - this.#split;
		const rows = this.#rows.subarray(0, this.#length);
		this.#probe.take({ rows, positions, values, bins: this.#bins, part: this.#part, size });
	}

	result(): CellSearchResult {
		const [P, U] = [this.judged.length, this.#U];
		const sums = { counts: this.#counts, bins: this.#bins };
		const twins = this.judged.map(({ sameAs = "" }, p) =>
			sameAs === "" ? p : this.judged.findIndex(({ name }) => name === sameAs),
		);
		const { tests, q } = testAll({ P, U, twins }, this.#products[0]!.sums, this.#products[1]!.sums);
		const areas = this.#probe.areas();
		let row = P; // of the next degree's higher half
		const patterns = this.judged.map((judged, p): PatternResult => {
			const { name, sameAs, share, above, graded } = judged;
			const high = graded ? row++ : p;
			const verdicts = this.#candidates[p]!.map((candidate) => {
				const [test, half] = [tests[p * U + candidate.u]!, tests[high * U + candidate.u]!];
				return verdict(judged, p, candidate, { test, half, q: q[p * U + candidate.u]!, ...sums });
			});
			const best = verdicts.map((one, k) => ({ unit: this.#unitName(this.#candidates[p]![k]!.u), ...one }));
			const listed = new Map(this.#candidates[p]!.map(({ u }, k) => [u, isFound(verdicts[k]!)]));
			let found = 0;
			for (let u = 0; u < U; u++) {
				const { beats } = tests[p * U + u]!;
				if (listed.get(u) ?? (beats && q[p * U + u]! <= FOUND_AT)) found++;
			}
			const rivals = this.#rivals.map((rival) => ({ name: rival.name, auc: rival.area(p) }));
			const probe = { auc: areas[p]!, inputs: this.#probe.inputs };
			const told = { pattern: name, ...(sameAs !== undefined && { sameAs }), share, ...(graded && { above }) };
			return { ...told, found, best, probe, rivals };
		});
		const symbols = { chosen: this.#split, heldOut: this.#labels.symbols - this.#split };
		return { symbols, units: U, patterns, skipped: this.#skipped };
	}

	#unitName(u: number): string {
		const { name, first, index } = this.#valueOf(u);
		return index === undefined ? `${name}.${u - first}` : name;
	}

	free(): void {
		this.#engine.free(this.#scores);
		this.#products[this.#part]?.free();
		this.#probe.free();
	}

	#startProducts(shifts: number): void {
		const [from, to] = this.#part === 0 ? [0, this.#split] : [this.#split, this.#labels.symbols];
		const sizes = { units: this.#U, shifts, N: this.#N, index: this.#part, from, size: to - from };
		const degrees = this.#part === 0 ? [] : this.judged.filter(({ graded }) => graded);
		const columns = [...this.judged, ...degrees.map(({ track, high }) => ({ track, value: high }))];
		this.#products.push(new Products(this.#engine, columns, sizes));
	}

	/** Lists the rows of the window that count and those of them that go into the histograms; adds them to the rivals. */
	#list(N: number, positions: Int32Array, ids: Int32Array): void {
		const P = this.judged.length;
		const { rows, lengths } = this.#counted;
		const { every } = this.#counts;
		const [symbol, place] = this.#rivals;
		this.#length = 0;
		this.#binnedLength = 0;
		lengths.fill(0);
		for (let row = 0; row < N; row++) {
			const at = positions[row]!;
			if (at < 0) continue;
			this.#rows[this.#length++] = row;
			let counted = sampled(at, every[P]!);
			if (counted) rows[P]![lengths[P]!++] = row;
			const kinds = [ids[row]! + 1, this.#labels.columns[at]!] as const;
			symbol.seen(this.#part, kinds[0]);
			place.seen(this.#part, kinds[1]);
			for (let p = 0; p < P; p++) {
				const { track, above } = this.judged[p]!;
				if (track[at]! <= above) continue;
				symbol.held(this.#part, p, kinds[0]);
				place.held(this.#part, p, kinds[1]);
				if (!sampled(at, every[p]!)) continue;
				rows[p]![lengths[p]!++] = row;
				counted = true;
			}
			if (counted) this.#binned[this.#binnedLength++] = row;
		}
	}

	/** Counts the bins of the units [first, first + width) in the listed rows. */
	#count(x: Floats, first: number, width: number): void {
		const rows = this.#binned.subarray(0, this.#binnedLength);
		this.#bins.fill(x, rows, first, width, this.#columns, this.#stride);
		this.#counts.add(first, width, this.#columns, this.#stride, this.#counted);
	}

	/** Returns the strongest units on the selection part. */
	#choose(p: number): Candidate[] {
		const strengths = Float64Array.from({ length: this.#U }, (_, u) =>
			strength(this.judged[p]!, p, u, { counts: this.#counts, products: this.#products[0]!.sums, bins: this.#bins }),
		);
		const order = Array.from(strengths, (_, u) => u);
		order.sort((a, b) => Math.abs(strengths[b]!) - Math.abs(strengths[a]!) || a - b);
		const best = order.slice(0, this.#best);
		if (this.#also !== undefined && !best.includes(this.#also)) best.push(this.#also);
		return best.map((u) => {
			const blocks = Array.from({ length: BLOCKS }, emptyHistograms);
			return { u, sign: strengths[u]! < 0 ? -1 : 1, blocks, labels: new Float64Array(BLOCKS * (BINS + 1)) };
		});
	}

	#countBlocks(positions: Int32Array, values: Rows["values"]): void {
		const size = this.#labels.symbols - this.#split;
		for (const [p, candidates] of this.#candidates.entries()) {
			const { track, above, value } = this.judged[p]!;
			for (const { u, blocks, labels } of candidates) {
				const { name, width, first } = this.#valueOf(u);
				const x = values.get(name)!;
				for (let i = 0; i < this.#length; i++) {
					const row = this.#rows[i]!;
					const at = positions[row]!;
					const block = Math.floor(((at - this.#split) * BLOCKS) / size);
					const bin = this.#bins.bin(u, x[row * width + u - first]!);
					const { holds, not } = blocks[block]!;
					(track[at]! > above ? holds : not)[bin]!++;
					const y = value[1][track[at]!]!;
					labels[block * (BINS + 1) + bin]! += y;
					labels[block * (BINS + 1) + BINS]! += y * y;
				}
			}
		}
	}

	#valueOf(u: number) {
		return this.#values.findLast(({ first }) => first <= u)!;
	}
}
