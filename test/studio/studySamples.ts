/** Studies as a server would tell of them, made by arithmetic. */
import type { StudyDetail, StudyTrial } from "../../studio/wire/studies.ts";
import { idOf } from "./fakeServer.ts";

const RATES = [0.0003, 0.001, 0.003, 0.01, 0.03];
const SIZES = [32, 64, 128];
const SEEDS = [1, 2, 3];

/** A study of 15 settings and 3 seeds: 36 trials are done, 2 run, 1 is parked, 6 wait. */
export function studyOf(name: string, some: Partial<StudyDetail> = {}): StudyDetail {
	const settings = SIZES.flatMap((hidden) => RATES.map((lr) => ({ hidden, lr })));
	const trials = settings.flatMap((one, n) => SEEDS.map((seed) => trialOf(name, one, n, seed)));
	const rows = settings.flatMap((one, n) => {
		const own = trials.slice(3 * n, 3 * n + 3);
		if (own.some(({ state }) => state === "waiting" || state === "running")) return [];
		const values = own.flatMap(({ value }) => value ?? []);
		const mean = values.length < 3 ? null : values.reduce((a, b) => a + b, 0) / 3;
		return [{ settings: one, mean, deviation: mean && 0.02, seeds: values.length, trials: own.map(({ id }) => id) }];
	});
	rows.sort((a, b) => (a.mean ?? 9) - (b.mean ?? 9));
	return {
		...{ id: idOf(name), name, state: "running", data: "corpus.txt", search: "grid", seeds: 3, nats: true },
		counts: { done: 36, diverged: 0, parked: 1, running: 2, waiting: 6 },
		best: { settings: rows[0]!.settings, mean: rows[0]!.mean!, trial: rows[0]!.trials[0]! },
		...{ etaSeconds: 754, options: ["hidden", "lr"], rows, rowsOf: rows.length, trials, trialsOf: trials.length },
		workers: [{ name: "w1", host: "lab-1", pid: 4711, slots: 2, busy: 2, atMs: Date.now() - 3000 }],
		importance: [
			{ option: "lr", share: 0.71 },
			{ option: "hidden", share: 0.18 },
		],
		commands: {
			again: `sluice study run studies/${name}/study.json`,
			work: `sluice study work ${name}`,
			show: `sluice study show ${name}`,
		},
		...some,
	};
}

function trialOf(name: string, settings: { hidden: number; lr: number }, n: number, seed: number): StudyTrial {
	const id = idOf(`${name} ${n} ${seed}`);
	const base = { id, settings, seed, seconds: null, tries: 1, value: null };
	if (n === 4 && seed === 2)
		return { ...base, state: "parked", run: null, why: "memory", message: "took 4.1 GB of 4 GB", tries: 2 };
	if (n < 12 || (n === 12 && seed === 1)) {
		const value = 1.4 + 0.12 * Math.abs((n % 5) - 2) - 0.05 * Math.floor(n / 5) + 0.01 * seed;
		return { ...base, state: "done", run: idOf(`run ${id}`), value, seconds: 40 };
	}
	if (n === 12) {
		const losses = Array.from({ length: 40 }, (_, k) => 1.6 + 2 * Math.exp(-k / 9) + 0.04 * Math.sin(3 * k + seed));
		return {
			...{ ...base, state: "running", run: idOf(`run ${id}`) },
			progress: { progress: 0.2 * seed, step: 200 * seed, losses, etaSeconds: 63 },
		};
	}
	return { ...base, state: "waiting", run: null, tries: 0 };
}
