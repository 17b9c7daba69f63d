/** English messages: `sluice eval`. */

export const en = {
	"verb.eval": "evaluate a run on files, on a part of its own data, or on fresh sequences of its task",
	"flag.sequences": "task: number of sequences to evaluate on",
	"default.trained": "as in training",
	"default.sequences": "1000, or all of a finite data set",
	"eval.heading": "{run} on {text}: {symbols:symbol/symbols} in {time}",
	"eval.headingSeries": "{run}, step {step}, on {of} of {task}, in {time}",
	"eval.headingTask": "{run}, step {step}, on {task}: {count:sequence/sequences} of length {length} in {time}",
	"eval.unknown": "Unknown symbols (not in the run's vocabulary): {count} ({share}).",
} as const;
