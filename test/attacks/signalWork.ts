/** What each verb is given to do when it is signalled, and the runs and files that this needs. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { RandomStream } from "../../src/kernels/random.ts";

/** Verbs that end by themselves within a second of processor time, with a command that shows it. */
export const SHORT: Record<string, string> = {
	replay: "replay small --update 3",
	fork: "fork small --from-update 2 --lr 0.001 --run branch",
	receipt: "receipt small",
	runs: "runs",
	export: "export big --to torch big.safetensors",
	import: "import big.onnx --run again",
	"runs show": "runs show small --svg curves.svg",
	"runs tag": "runs tag small first",
	"runs rename": "runs rename small little",
	"runs rm": "runs rm little",
	"runs restore": "runs restore little",
	"data list": "data list",
	"cells patterns": "cells patterns",
	"cells names": "cells names big",
};

/**
 * Work for many seconds for every other verb. The run "big" is an LSTM of 512 units, "small" one of 16 with 4
 * checkpoints, "series" forecasts.
 */
export const LONG: Record<string, string[]> = {
	train: [
		"train book.txt --hidden 2048 --run t1",
		"train book.txt --hidden 2048 --init spectral --run t2",
		"train book.txt --hidden 3000 --init uniform --engine reference --run t3",
		"train book.txt --hidden 256 --steps 10000 --run t4",
		"train task:temporal-order --hidden 256 --steps 10000 --run t5",
		"train series.csv --target y --hidden 128 --length 100 --steps 10000 --run t6",
		"train series.csv --target y --cell esn --hidden 3000 --run t7",
	],
	resume: ["resume big --steps 10000"],
	eval: ["eval big book.txt"],
	forecast: ["forecast series --free 100000 --out f.csv"],
	sample: ["sample big --length 1000000"],
	"data get": ["data get sqlite"],
	"data report": ["data report book.txt"],
	"data ngrams": ["data ngrams book.txt --orders 1..20"],
	diagnose: ["diagnose big"],
	report: ["report big --html big.html"],
	trace: ["trace big book.txt --names l0.h --out big.npz"],
	predictions: ["predictions big book.txt --limit 0"],
	"cells find": ["cells find big book.txt"],
	"cells report": ["cells report big book.txt --html cells.html"],
	"cells show": ["cells show big l0.c.17 book.txt"],
	"cells similar": ["cells similar big l0.c.7 book.txt --limit 0"],
	"cells history": ["cells history small l0.c.7 book.txt --pattern quotes"],
	"cells ablate": ["cells ablate big l0.c.17 book.txt --pattern quotes"],
	"cells clamp": ["cells clamp big l0.c.17 book.txt --value 1 --pattern quotes"],
	"cells patch": ["cells patch big l0.c.17 --from book.txt:1200 --to book.txt:400 --ahead 5000"],
	"cells name": ["cells name big l0.c.17 quotes book.txt --pattern quotes"],
	"cells scale": ["cells scale big l0.gate.f.5 book.txt --value 0.5"],
	analyse: ["analyse big book.txt"],
	gradcheck: ["gradcheck --thorough"],
	compare: ["compare book.txt --remedies none clip lstm --seeds 2 --hidden 256 --steps 1000"],
	studio: ["studio --no-open"],
	reproduce: ["reproduce error-wall --full --out figures"],
};

/** Makes the texts, the series and the runs. @param bin the built command */
export function prepare(folder: string, bin: string): void {
	const random = new RandomStream(1, "signals");
	const words = ["water", "sluice", "(open)", '"closed"', "river", "if", "while", "x = 1;", "the", "a"];
	const line = () => Array.from({ length: 8 }, () => words[random.below(words.length)]).join(" ");
	writeFileSync(join(folder, "book.txt"), Array.from({ length: 40_000 }, line).join("\n"));
	const rows = Array.from({ length: 100_000 }, (_, i) => (Math.sin(i / 7) + 0.1 * random.uniform()).toFixed(4));
	writeFileSync(join(folder, "series.csv"), `y\n${rows.join("\n")}\n`);
	writeFileSync(join(folder, "short.txt"), Array.from({ length: 60 }, line).join("\n"));
	// A client of npm that answers after an hour, for `data get`.
	writeFileSync(join(folder, "npm-cli.js"), "setTimeout(() => {}, 3_600_000);\n");
	for (const made of [
		"train short.txt --hidden 512 --batch 2 --k1 10 --steps 1 --run big",
		"train short.txt --hidden 16 --batch 2 --k1 10 --steps 4 --save-every 1 --keep-last 4 --run small",
		"train series.csv --target y --hidden 128 --batch 2 --length 20 --steps 1 --run series",
		"export big --to onnx big.onnx",
	]) {
		const { status, stderr } = spawnSync(process.execPath, [bin, ...made.split(" "), "--quiet"], {
			cwd: folder,
			encoding: "utf8",
		});
		if (status !== 0) throw new Error(`${made}: ${stderr}`);
	}
}
