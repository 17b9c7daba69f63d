/** English messages: `sluice claim`. */

export const en = {
	"verb.claim": "claim that a unit tracks a pattern, in a file with evidence that anyone can check, or check one",
	"arg.claimRun": 'run name or folder; or "check"',
	"arg.claimUnit": "unit, such as l1.c.17; with check, the file of the claim",
	"flag.claimPattern": "pattern that the unit is said to track, as in `sluice cells find`",
	"flag.claimOut": "file to write the claim to",
	"flag.claimRun": "run to check the claim on, if it has another name here",
	"phase.claim": "measuring the evidence",
	"claim.holds": "{unit} of {run} tracks {pattern}: the claim holds (measured in {time})",
	"claim.fails": "{unit} of {run} tracks {pattern}: the evidence does not support it (measured in {time})",
	"claim.confirmed": "Confirmed in {time}: {unit} of {run} tracks {pattern}, every figure is the same.",
	"claim.refuted": "Not confirmed ({time}): {unit} of {run} tracks {pattern}.",
	"claim.written": "Wrote {file}.",
	"claim.search":
		"AUC {auc} [{low} {high}] on the half not used for selection; chance {chance}, q {q} over {units} units, best rival {rival}",
	"claim.held":
		"held at {value}, its mean outside: loss {inside} [{insideInterval}] nats per symbol inside, {outside} [{outsideInterval}] outside, difference {difference} [{differenceInterval}]; rank {rank} of {of} by the rise inside",
	"claim.weights": "The weights are not those of the claim: choose the run or the checkpoint that it was made with.",
	"claim.text": "The text is not the one of the claim.",
	"claim.digits": "The file says something else than was measured: {field}.",
	"claim.notScored": "The pattern holds nowhere, everywhere, or in fewer than 8 places of one half of the text.",
	"claim.notFound": "The unit is not above its chance level with q at most 0.05.",
	"claim.rival":
		"The current symbol or the position in the line may explain the pattern as well: its AUC is not below the unit's 95 % interval.",
	"claim.unused": "Holding the unit does not raise the loss more inside the pattern than outside.",
	"claim.little":
		"The network has learned little so far: {loss} nats per symbol, the symbols' frequencies alone give {baseline}. Train it longer.",
} as const;
