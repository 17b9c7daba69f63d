/** English messages: scores of labelled sequences. */

export const en = {
	"labels.accuracy": "accuracy",
	"labels.interval": "95% interval",
	"labels.macroF1": "macro F1",
	"labels.majority": "baseline",
	"labels.of": "{labels:label/labels}, one per {per}",
	"labels.always": 'always "{label}"',
	"labels.network": "network",
	"labels.per.sequence": "sequence",
	"labels.per.step": "step",
	"labels.class": "class",
	"labels.precision": "precision",
	"labels.recall": "recall",
	"labels.support": "labels",
	"labels.confusion": "actual \\ predicted",
	"labels.more": "{count:class/classes} more: --json lists all.",
	"labels.unknown": "Symbols unseen in training, read as zeros: {count}.",
} as const;
