/** English messages: `sluice eval`. */

export const en = {
	"verb.eval": "measure a run on files, on a part of its own text, or on fresh sequences of its task",
	"flag.sequences": "task: sequences to answer",
	"default.trained": "as the run was trained",
	"default.sequences": "1000, or all of data that ends",
	"eval.heading": "{run} on {text}: {symbols:symbol/symbols} in {time}",
	"eval.headingSeries": "{run}, step {step}, on {of} of {task}, in {time}",
	"eval.headingTask": "{run}, step {step}, on {task}: {count:sequence/sequences} of length {length} in {time}",
	"eval.unknown": "Symbols that are not in the run's vocabulary, read as unknown: {count} ({share}).",
} as const;
