/**
 * Plans a training on several machines: `node bench/plan.mjs [--parameters P] [--batch B] [--lane-ms MS] [--mbit R]
 * [--latency-ms MS] [--sync-every K]` prints what `stepCost` computes for 1, 2, 4, ... ranks up to 1,024, with gradients
 * added at every update and with weights exchanged every K updates. It measures nothing. Needs `npm run build`.
 */
import { parseArgs } from "node:util";
import { stepCost } from "../dist/src/training/index.js";

const number = (value) => ({ type: "string", default: value });
const { values } = parseArgs({
	options: {
		parameters: number("3.4e6"),
		batch: number("1024"),
		"lane-ms": number("25"),
		mbit: number("1000"),
		"latency-ms": number("0.2"),
		"sync-every": number("100"),
	},
});
const given = Object.fromEntries(Object.entries(values).map(([name, text]) => [name, Number(text)]));
const { parameters, batch, mbit } = given;
const syncEvery = given["sync-every"];
const network = { bitsPerSecond: 1e6 * mbit, latencySeconds: given["latency-ms"] / 1000 };
const model = { parameters, batch, laneSeconds: given["lane-ms"] / 1000, ...network };

const seconds = (cost) => cost.stepSeconds.toPrecision(3).padStart(9);
const times = (cost) => cost.speedup.toFixed(2).padStart(8);
console.log(`${parameters} parameters, batch ${batch}; every update: s, speed-up; every ${syncEvery}: s, speed-up`);
for (let ranks = 1; ranks <= Math.min(1024, batch); ranks *= 2) {
	if (batch % ranks !== 0) break;
	const [often, rare] = [stepCost({ ...model, ranks }), stepCost({ ...model, ranks, syncEvery })];
	console.log(`${String(ranks).padStart(5)} ranks ${seconds(often)}${times(often)} ${seconds(rare)}${times(rare)}`);
}
