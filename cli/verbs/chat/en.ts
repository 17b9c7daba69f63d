/** English messages: `sluice chat`. */

export const en = {
	"verb.chat": "talk with a run trained on pairs of questions and answers",
	"flag.beams": "search with this many beams for the most likely reply; nothing is drawn at random. 0: sample",
	"flag.replyLength": "most symbols of a reply",
	"flag.alternatives": "print the likeliest symbols after each reply, as /why does",
	"flag.replyValues": "add to --json and --jsonl the gates and states behind each symbol",
	"chat.how":
		"Type a question and press Enter: {run} answers. Each question is answered by itself. /help lists the commands; Ctrl-D ends.",
	"chat.help":
		"/why              the five likeliest symbols at each step of the last reply, where attention looked,\n                  and whether the reply occurs in the training part\n/temperature X    sampling temperature, 0 to 1000; now {temperature}\n/seed N           seed of the next replies; now {seed}\n/save FILE        save the conversation as JSON; an existing file only on the second try\n/help             this list\n/quit             end the conversation, as Ctrl-D does\n//TEXT            a question that begins with a slash",
	"chat.unknown":
		"{command} is not a command. /help lists the commands; begin with // to ask a question that starts with a slash.",
	"chat.form.temperature": "/temperature needs a number from 0 to 1000, as in /temperature 0.8.",
	"chat.form.seed": "/seed needs a whole number from 0, as in /seed 7.",
	"chat.form.save": "/save needs a file, as in /save talk.json.",
	"chat.set": "{name} is now {value}.",
	"chat.nothing": "There is no reply yet. Ask a question first.",
	"chat.exists": "{file} exists and was not overwritten. The same /save once more overwrites it.",
	"chat.saved": "{count:reply/replies} saved in {file}.",
	"chat.symbol": "symbol",
	"chat.probability": "probability",
	"chat.nats": "surprisal, nats",
	"chat.likeliest": "most likely",
	"chat.end": "END",
	"chat.atOne": "Probabilities at temperature 1. This reply was drawn at temperature {temperature}.",
	"chat.likeliestTaken": "Probabilities at temperature 1. Temperature 0 always picks the most likely symbol.",
	"chat.searched": "Probabilities at temperature 1. This reply was found by {count:beam/beams}; nothing was drawn.",
	"chat.excluded": "In parentheses: symbols that could not be drawn, ruled out by {options}.",
	"chat.again": "The same reply once more:",
	"chat.total": "The whole reply: {nats} nats in {count:symbol/symbols}.",
	"chat.looked":
		"Where attention looked: a row for each character of the reply with the character of the question that it looked at most.",
	"chat.shades": "weight: · below 4%, ░ from 4%, ▒ from 10%, ▓ from 25%, █ from 50%",
	"chat.jamo": "ㄱ- begins a syllable, -ㄱ ends one.",
	"chat.attention.even": "Attention is still spread evenly over the question, so it says nothing of single characters.",
	"chat.attention.same": "All rows are nearly the same: where attention looks does not depend on what is written.",
	"chat.attention.left": "Left out: {count:column/columns} with every weight below 4%.",
	"chat.recites": "This reply occurs word for word among the answers of the training part.",
	"chat.own": "No answer of the training part is equal to this reply.",
	"chat.cut": "Cut off after {count:symbol/symbols}; --length allows more.",
	"chat.unread":
		"Not in the run's vocabulary, and read as unknown: {symbols} ({count} of {all:symbol/symbols} of the question).",
} as const;
