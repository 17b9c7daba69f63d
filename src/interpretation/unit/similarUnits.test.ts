/** Units that respond alike: compared with Pearson's formula on a whole trace, and with a network whose units were renumbered. */
import { expect, test } from "vitest";
import { engineFor } from "../../../test/conformance/fastEngine.ts";
import { plantedText, plantedWeights, QUOTES, vocabulary } from "../../../test/fixtures/plantedCells.ts";
import { Weights } from "../../cells/weights.ts";
import { parseUnit } from "../hookNames.ts";
import { textOf } from "../stream.ts";
import { trace } from "../wholeTrace.ts";
import { similarUnits } from "./similarUnits.ts";
import { unitValues } from "./values.ts";

const engine = engineFor("fast");
const planted = { engine, weights: plantedWeights(engine) };
const { spec } = planted.weights;
const ids = vocabulary.encode(plantedText(6000));
const H = spec.hidden;
const own = parseUnit(spec, `l0.c.${QUOTES}`);

function pearson(x: ArrayLike<number>, y: ArrayLike<number>): number {
	const n = x.length;
	const mean = (of: ArrayLike<number>) => Array.from(of).reduce((a, b) => a + b, 0) / n;
	const [mx, my] = [mean(x), mean(y)];
	let [xy, xx, yy] = [0, 0, 0];
	for (let k = 0; k < n; k++) {
		xy += (x[k]! - mx) * (y[k]! - my);
		xx += (x[k]! - mx) ** 2;
		yy += (y[k]! - my) ** 2;
	}
	return xy / Math.sqrt(xx * yy) || 0;
}

test("of 9 other c units each r is Pearson's of the whole trace to 1e-9, and chance is the largest of 171 shifted ones", async () => {
	const { values } = await unitValues(planted, textOf(ids), own, { warmup: 6000 });
	const found = await similarUnits(planted, textOf(ids), values, {
		...{ names: ["l0.c"], best: 9, except: own.unit, warmup: 6000 },
	});
	const all = (await trace(planted, textOf(ids), { names: ["l0.c"] })).get("l0.c")!; // [S,H]
	const column = (i: number) => Float64Array.from(ids, (_, k) => all[k * H + i]!);
	expect(found.units).toBe(9);
	expect(found.best.map(({ unit }) => unit)).not.toContain(own.unit);
	for (const { unit, r } of found.best) {
		const wanted = pearson(column(Number(unit.slice(5))), column(QUOTES));
		expect(Math.abs(r - wanted)).toBeLessThan(1e-9);
	}
	const sizes = found.best.map(({ r }) => Math.abs(r));
	expect(sizes).toEqual(sizes.toSorted((a, b) => b - a));
	let chance = 0;
	const ours = column(QUOTES);
	for (let i = 0; i < H; i++) {
		if (i === QUOTES) continue;
		for (let s = 1; s < 20; s++) {
			const turned = Float64Array.from(ids, (_, k) => ours[(k + Math.floor((s * ids.length) / 20)) % ids.length]!);
			chance = Math.max(chance, Math.abs(pearson(column(i), turned)));
		}
	}
	expect(Math.abs(found.chance - chance)).toBeLessThan(1e-9);
	expect(found.above).toBe(sizes.filter((r) => r > found.chance).length);
});

test("in the same network with its units renumbered the unit is found again with r = 1, far above chance", async () => {
	const to = Array.from({ length: H }, (_, i) => (3 * i + 4) % H); // new index of unit i
	const weights = new Weights(engine, spec);
	const move = (name: string, place: (g: number, i: number, j: number, columns: number) => number) => {
		const [from, into] = [planted.weights.tensor(name), weights.tensor(name)];
		const columns = from.length / (4 * H);
		for (let g = 0; g < 4; g++)
			for (let i = 0; i < H; i++)
				for (let j = 0; j < columns; j++) into[place(g, i, j, columns)] = from[(g * H + i) * columns + j]!;
	};
	move("weight_ih_l0", (g, i, j, D) => (g * H + to[i]!) * D + j);
	move("weight_hh_l0", (g, i, j) => (g * H + to[i]!) * H + to[j]!);
	move("bias_l0", (g, i) => g * H + to[i]!);
	const other = { engine, weights };
	const { values } = await unitValues(planted, textOf(ids), own);
	const { best, units, chance } = await similarUnits(other, textOf(ids), values, { names: ["l0.c"], best: 1 });
	expect(best[0]!.unit).toBe(`l0.c.${to[QUOTES]}`);
	expect(best[0]!.r).toBeGreaterThan(1 - 1e-6);
	expect([units, chance > 0, chance < 0.5]).toEqual([H, true, true]);
});
