/** English messages: `sluice compare`. */

export const en = {
	"verb.compare": "train with several remedies on one task or text and compare the results",
	"arg.compare": "a task NAME[:OPTION=VALUE,...], a file of numbers with --target, or files, folders and @NAMEs",
	"flag.remedies":
		"remedies to compare; combine with + and set a value after a colon, as in clip:6+omega; --list shows all",
	"flag.rates": "learning rates to try for each remedy, of which the best is shown; NAME=R/R sets those of one remedy",
	"flag.goal": "success threshold: error rate on a task, validation loss in nats on a text",
	"flag.workers": "trials to run in parallel, one thread each",
	"flag.list": "list the available remedies",
	"default.goal": "task {share}, text none",
	"default.workers": "number of cores",
	"phase.compare": "trials on {name}",
	"compare.heading": "{on}: {seeds}, {budget} per trial, {trials:trial/trials} in {time}",
	"compare.updates": "{count:update/updates}",
	"compare.minutes": "{count} min",
	"compare.seeds": "seeds 1 to {count}",
	"compare.remedy": "remedy",
	"compare.rate": "rate",
	"compare.success": "success",
	"compare.steps": "updates",
	"compare.loss": "loss",
	"compare.reach": "reach",
	"compare.gradient": "gradient",
	"compare.time": "time",
	"compare.explainTask": "success: trials that reached an error rate of at most {goal}; updates: median to reach it.",
	"compare.explainText":
		"success: trials that reached a validation loss of at most {goal}; updates: median to reach it.",
	"compare.explainLoss": "loss: validation, {unit}, median over seeds.",
	"compare.explainReach":
		"reach: steps back at which the gradient falls to 1 %, before → after training; {lag} were measured.",
	"compare.explainBars":
		"gradient: norm by steps back, at widening intervals; █ as at lag 0, each lower block 6 times smaller, · below 1e-6, ↑ above 10 times.",
	"compare.explainBest":
		"★: better than every other remedy (most successes, then fewest updates, then lowest loss; rank test at 5 %). Each remedy's learning rate is chosen in this order.",
	"compare.explainBestLoss":
		"★: lower loss than every other remedy (rank test at 5 %). Each remedy's learning rate is chosen by the loss.",
	"compare.baseline": "(baseline)",
	"compare.explainBaseline": "(baseline): the best prediction that ignores the input.",
	"compare.explainFrequencies": "(baseline): each symbol predicted by its frequency in the training part.",
	"standing.baseline": "No remedy beats the baseline of {baseline}. Train longer, or with other rates.",
	"standing.none": "No remedy is better than none.",
	"standing.noneTied": "No remedy is significantly better than none: {leaders} cannot be told apart (≈).",
	"standing.tied": "{leaders} lead and cannot be told apart with these seeds (≈).",
	"standing.seeds": "{leaders} cannot be told apart (≈): that takes at least three seeds.",
	"compare.divergedAt": "{remedy} at rate {rate}: diverged at {where}",
	"compare.where": "update {step} (seed {seed})",
	"compare.diverged": "diverged",
	"compare.files": "figure, table and curves:",
	"compare.stopping": "stopping: finished trials are saved in {folder}; the same command continues",
	"compare.summary": "what it does",
	"compare.number": "default",
} as const;
