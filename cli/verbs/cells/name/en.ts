/** English messages: `sluice cells name`. */

export const en = {
	"verb.cells name": "give a unit a name, with evidence; it is kept beside the run and travels with its exports",
	"arg.cellName": "its name, 1 to 80 characters",
	"arg.evidence": "texts in which --pattern is searched for; without them, a part of the run's own text",
	"flag.namePattern":
		"pattern that the unit tracks: it is searched for in the text, and what is found is kept with the name",
	"flag.remove": "take the unit's name away",
	"names.named": '{unit} of {run} is called "{name}".',
	"names.renamed": '{unit} of {run} is called "{name}", before "{before}".',
	"names.removed": '{unit} of {run} is not called "{name}" any more.',
	"names.evidence":
		"{pattern}: AUC {auc} ({low} to {high}), chance {chance}, q {q}, on {symbols:symbol/symbols} of {text} that chose nothing.",
	"names.weak": "That is no evidence: q is above 0.05.",
} as const;
