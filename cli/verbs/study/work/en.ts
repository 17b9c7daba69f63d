/** English messages: `sluice study work`. */

export const en = {
	"verb.study work": "work on a study next to other workers, on any machine with the same folder",
	"flag.trialIndex": "number of the trial to begin with; in a job array, the number of the job",
	"flag.most": "largest number of trials to train",
	"flag.optunaAsk": "Optuna journal: train its open trials, then tell it their losses",
	"default.most": "until the study is finished",
} as const;
