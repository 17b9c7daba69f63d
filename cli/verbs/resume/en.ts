/** English messages: `sluice resume`. */

export const en = {
	"flag.resumeSteps": "total number of updates",
	"flag.resumeEpochs": "total passes over the training data",
	"flag.resumeMinutes": "total training time in minutes",
	"default.precision": "the run's",
	"verb.resume": "continue a run from its last checkpoint, bit for bit",
	"default.resume": "counted from the start of the run; default: the run's budget",
	"flag.takeOver": "take the run over from a process in another container or on another machine, once it has ended",
} as const;
