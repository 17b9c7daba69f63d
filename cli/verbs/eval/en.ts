/** English messages: `sluice eval`. */

export const en = {
	"flag.evalLength": "task: sequence length in steps, or a range that each batch draws from",
	"verb.eval": "evaluate a run on files, on a part of its own data, or on fresh sequences of its task",
	"flag.sequences": "task: number of sequences to evaluate on",
	"default.trained": "as in training",
	"default.sequences": "1000, or all of a finite data set",
	"flag.evalExact":
		"text: read in one piece, from the first symbol with the state carried; without it, a text above 5120 symbols is read in up to 32 lanes, each after 256 symbols of warm-up from a zero state, and the first 16384 symbols are read both ways to compare",
	"eval.onePiece": "Read in one piece, with the state carried.",
	"eval.lanes": "Read in {lanes} lanes, each after {warmup} symbols of warm-up.",
	"eval.compared": "On the first {count} symbols: lanes {lanes} nats, one piece {exact} nats.",
	"eval.heading": "{run} on {text}: {symbols:symbol/symbols} in {time}",
	"eval.headingSeries": "{run}, step {step}, on {of} of {task}, in {time}",
	"eval.headingTask": "{run}, step {step}, on {task}: {count:sequence/sequences} of length {length} in {time}",
	"eval.unknown": "Unknown symbols (not in the run's vocabulary): {count} ({share}).",
} as const;
