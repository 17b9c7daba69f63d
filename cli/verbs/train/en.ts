/** English messages: `sluice train`. */

export const en = {
	"verb.train":
		"train a network on a text, a task, a series, labelled sequences or pairs of questions and answers, save it, and print a sample",
	"arg.texts":
		"files, folders, @NAME from the catalogue, one task:NAME[:OPTION=VALUE,...] (docs/tasks.md), or pairs:FILE of questions and answers (docs/chat.md)",
	"flag.from": "continue training from the weights and options of this run",
} as const;
