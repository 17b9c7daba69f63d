/** The examples at the end of each help text. */
import type { Paint } from "./display/colour.ts";
import type { Translate } from "./messages/catalogue.ts";
import type { Verb, VerbGroup } from "./settings.ts";

const DATA = ["sluice data list", "sluice data get @sqlite"];
const CELLS = [
	"sluice cells find book-lstm-1 book.txt",
	"sluice cells find book-lstm-1 code.c --pattern quotes,c.comment --pattern 'in:/\\bif *\\(/' --names l1.c,l1.h",
	"sluice cells find book-lstm-1 book.txt --spans names.tsv --best 20 --json",
];

const EXAMPLES: Readonly<Record<Verb | VerbGroup | "sluice", readonly string[]>> = {
	sluice: [
		"sluice train @sqlite --minutes 1.5",
		'sluice sample sqlite-lstm-1 --prompt "int main(" --temperature 0.8',
		"sluice eval sqlite-lstm-1 --part test",
	],
	train: [
		"sluice train book.txt --hidden 512 --minutes 10",
		"sluice train src/ --cell gru --optimizer adamw --lr 2e-3",
		"sluice train book.txt --from book-lstm-1 --lr 1e-3",
		"sluice train task:temporal-order --cell rnn --hidden 50 --omega 2 --init smart-tanh --steps 20000",
		"sluice train task:delayed-recall:delay=20 --length 50..100 --stop-at-error 0",
		"sluice train sunspots.csv --target Sunspots --length 100 --minutes 2",
		"sluice train sunspots.csv --target Sunspots --cell esn --hidden 400",
	],
	resume: ["sluice resume book-lstm-1 --minutes 20"],
	eval: [
		"sluice eval book-lstm-1 --part test",
		"sluice eval book-lstm-1 other.txt --json",
		"sluice eval temporal-order-rnn-1 --length 1000 --sequences 10000",
	],
	predict: [
		"sluice predict sunspots-lstm-1 --part test --out forecasts.csv",
		"sluice predict sunspots-lstm-1 --free 120 --out on.csv",
	],
	sample: [
		'sluice sample book-lstm-1 --prompt "Once" --length 300 --temperature 0.8',
		"sluice sample book-lstm-1 --clamp l0.c.17=1",
	],
	runs: ["sluice runs --json"],
	export: ["sluice export book-lstm-1 --to torch book.safetensors", "sluice export book-lstm-1 --to onnx book.onnx"],
	import: [
		"sluice import book.onnx --run book-again",
		"sluice import theirs.safetensors --layout torch --vocabulary symbols.json",
	],
	data: DATA,
	"data list": DATA,
	"data get": DATA,
	cells: CELLS,
	"cells find": CELLS,
	"cells report": [
		"sluice cells report book-lstm-1 book.txt --html book.html",
		"sluice cells report book-lstm-1 --part test --units l1.c.17,l0.h.3 --html cells.html --svg cells.svg",
	],
	"cells history": [
		"sluice cells history book-lstm-1 l1.c.17 --pattern quotes",
		"sluice cells history book-lstm-1 l1.c.17 --beside book-lstm-2 --svg quotes.svg",
	],
	"cells show": ["sluice cells show book-lstm-1 l1.c.17", "sluice cells show book-lstm-1 l1.h.3 code.c --best 10"],
	"cells ablate": [
		"sluice cells ablate book-lstm-1 l1.c.17 book.txt --pattern quotes",
		"sluice cells ablate book-lstm-1 l1.c.17 --to zero --others 50 --seed 2",
	],
	"cells clamp": ["sluice cells clamp book-lstm-1 l1.c.17 book.txt --value 1 --pattern quotes"],
	"cells scale": ["sluice cells scale book-lstm-1 l0.gate.f.5 book.txt --value 0.5"],
	"cells name": [
		'sluice cells name book-lstm-1 l1.c.17 "inside quotes" book.txt --pattern quotes',
		"sluice cells name book-lstm-1 l1.c.17 --remove",
	],
	"cells names": ["sluice cells names book-lstm-1"],
	"cells patch": [
		"sluice cells patch book-lstm-1 l1.c.17 --from book.txt:1200 --to book.txt:400",
		"sluice cells patch book-lstm-1 l1.c l1.h --from valid:1200 --to test:0 --ahead 300",
	],
	"cells patterns": ["sluice cells patterns", "sluice cells find book-lstm-1 book.txt --pattern quotes"],
	"data report": ["sluice data report book.txt", "sluice data report src/ --split 90/5/5 --json"],
	"data ngrams": ["sluice data ngrams book.txt --split 80/10/10 --part test --orders 1..20"],
	diagnose: [
		"sluice diagnose book-lstm-1",
		"sluice diagnose book-lstm-1 --svg book.svg",
		"sluice diagnose book-lstm-1 other.txt --fail-on vanishing,exploding",
		"sluice diagnose temporal-order-rnn-1 --length 500 --json",
	],
	gradcheck: ["sluice gradcheck --cell lstm --variant peephole"],
	trace: [
		"sluice trace book-lstm-1 other.txt --names l0.c,l0.gate.f.17 --out other.npz",
		"sluice trace book-lstm-1 --part test --step 400 --layer 0 --index 17",
	],
	analyse: [
		"sluice analyse book-lstm-1 --part test --svg analysis.svg",
		"sluice analyse book-lstm-1 other.txt --orders 1..10",
	],
	predictions: [
		"sluice predictions book-lstm-1 other.txt --top 3",
		"sluice predictions book-lstm-1 other.txt --limit 0 --jsonl",
	],
	reproduce: [
		"sluice reproduce error-wall",
		"sluice reproduce wrec-sweep --full --seeds 10 --out figures",
		"sluice reproduce music --data songs",
	],
	compare: [
		"sluice compare temporal-order",
		"sluice compare addition --remedies none clip clip:0.1+omega:2 lstm --seeds 5 --length 50",
		"sluice compare delayed-recall:delay=20 --remedies none lstm gru --length 100",
		"sluice compare book.txt --remedies clip lstm clip+lstm --rates 0.003 lstm=0.01 --steps 500",
		"sluice compare sunspots.csv --target Sunspots --remedies none clip gru --length 100",
		"sluice compare --list",
	],
};

export function examples(name: Verb | VerbGroup | "sluice", t: Translate, paint: Paint): string {
	return `\n${paint.bold(t("help.examples"))}\n${EXAMPLES[name].map((line) => `  ${paint.cyan(line)}`).join("\n")}`;
}
