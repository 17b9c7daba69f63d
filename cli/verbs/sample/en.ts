/** English messages: `sluice sample`. */

export const en = {
	"verb.sample": "let a run write",
	"flag.prompt": "text to go on from",
	"flag.clamp": "hold units at a value in every step, such as l1.c.17=1",
	"flag.bfloat16":
		"round the weights to bfloat16, half as much to read a symbol: faster once a model outgrows the processor's cache. Its probabilities change a little, so a seed may write another text",
	"flag.copied":
		"search what was written for stretches of the training text, beside the validation part; the more is written, the surer",
	"flag.sampleLength": "symbols to write",
	"flag.temperature": "below 1 keeps to the likely, above 1 strays; 0 always takes the likeliest",
	"flag.topK": "draw among this many likeliest symbols only; 0: among all",
	"flag.topP": "draw among the likeliest symbols that hold this share",
	"phase.copied": "searching the training text",
	"sample.seed": "seed {seed}",
	"sample.clamp": "held: {clamp}",
	"sample.unknown": "Symbols of the prompt that are not in the run's vocabulary, read as unknown: {count}.",
} as const;
