/** English messages: `sluice replay`. */

export const en = {
	"verb.replay": "compute any update of a run again, with the bits that it had",
	"flag.update": "the update: 1 is the first, 0 the initial weights",
	"default.lastUpdate": "the last one",
	"phase.replay": "replaying",
	"replay.heading": "{run}, update {update}, computed from update {from} in {time}",
	"replay.loss": "loss",
	"replay.gradNorm": "gradient norm",
	"replay.clipped": "{norm}, clipped",
	"replay.lr": "learning rate",
	"replay.batch": "batch",
	"replay.digest": "weights (SHA-256)",
	"replay.diverged": "The run diverged here: {tensor}[{index}] is {value}. The update was not applied.",
	"replay.same": "{count:logged line/logged lines} computed again on the way: all equal.",
	"replay.differs": "The line of update {update} differs: {field} is {got}, logged {logged}.",
} as const;
