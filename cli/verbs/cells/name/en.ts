/** English messages: `sluice cells name`. */

export const en = {
	"verb.cells name": "name a unit, with evidence; the name is saved with the run and included in exports",
	"arg.cellName": "name, 1 to 80 characters",
	"arg.evidence": "text files to test --pattern on; default: a part of the run's own text",
	"flag.namePattern": "pattern that the unit tracks; its score on the text is saved with the name as evidence",
	"flag.remove": "remove the unit's name",
	"names.named": '{unit} of {run} is now named "{name}".',
	"names.renamed": '{unit} of {run} is now named "{name}", formerly "{before}".',
	"names.removed": '{unit} of {run} is no longer named "{name}".',
	"names.evidence": "{pattern}: {score}; q {q}, on {symbols:symbol/symbols} of {text} not used for selection.",
	"names.area": "AUC {figure}",
	"names.degree": "r {r}; AUC {auc}",
	"names.figure": "{value} ({low} to {high}), chance {chance}",
	"names.weak": "This is not significant: q is above 0.05, or the score is not above chance.",
} as const;
