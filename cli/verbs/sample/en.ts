/** English messages: `sluice sample`. */

export const en = {
	"verb.sample": "generate text from a run",
	"flag.prompt": "text to continue; -: read from standard input",
	"flag.interactive": "continue each line that you type; the model remembers what was written before",
	"interactive.how": "Type a text and press Enter: {run} continues it. Enter alone goes on; Ctrl-D ends.",
	"flag.clamp": "clamp units to a value at every step, such as l1.c.17=1",
	"flag.bfloat16":
		"round the weights to bfloat16, which halves the memory read per symbol: faster if the model exceeds the processor's cache. Probabilities change slightly, so a seed may give another text",
	"flag.copied":
		"report passages copied from the training text, compared with the validation part; longer samples give more reliable figures",
	"flag.sampleLength": "symbols to generate",
	"flag.temperature": "above 1 is more random, below 1 less; 0 always picks the most likely symbol",
	"flag.topK": "sample from this many most likely symbols; 0: from all",
	"flag.topP": "sample from the most likely symbols that together have this probability",
	"phase.copied": "searching the training text",
	"sample.seed": "seed {seed}",
	"sample.clamp": "clamped: {clamp}",
	"sample.unknown": "Unknown symbols in the prompt (not in the run's vocabulary): {count}.",
} as const;
