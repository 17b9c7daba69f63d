/** Words of the two examples in English. */
export const listenEn = {
	talk: "Talk",
	listen: "Does it listen?",
	paths: "Two paths",
	parts: "Parts of Chat",
	"listen.about":
		"A GRU of 24 units learns from 300 made-up pairs: a question names one of five colours, and the answer says that it likes that colour. Each number is the loss of the answer above it after the question to its left, in nats: −ln p if the network gives the whole answer probability p. The redder, the more probable.",
	play: "Play",
	pause: "Pause",
	update: "Update",
	asked: "Asked by",
	"asked.own": "their own questions",
	"asked.shuffled": "shuffled questions",
	question: "Question",
	frames:
		"Framed: each answer after its own question. The 60 in the questions means nothing, and is new to the network.",
	"frames.shuffled":
		"Framed: the question asked instead. Dashed: the answer's own question, which counts in neither mean.",
	means: "Mean over the answers",
	perAnswer: "nats per answer",
	perCharacter: "nats per character",
	given: "nats(A|Q), after their own questions",
	"given.shuffled": "nats(A|Q), after the framed questions",
	without: "nats(A), after the other questions",
	gain: "Question gain, the difference",
	mixture: "Lower bound: mixture of questions",
	times: "After its own question, an answer is {times} times as likely as after another.",
	"times.shuffled": "After the framed question, an answer is {times} times as likely as after another.",
	table: "Loss of each answer after each question",
	"story.given": "nats(A|Q), per answer",
	"story.without": "nats(A), per answer",
	"story.summary": "At update {update}, nats(A|Q) is {given} and nats(A) is {without} per answer.",
	"paths.about":
		"An untrained LSTM of 6 units reads 40 random symbols and has to say them backwards, so that its last answer is the first symbol of the question. How large is the gradient of that answer at each symbol of the question? At the last symbol it is set to 1.",
	"paths.summary":
		"From the last symbol of the question back to the first, the gradient through the last state falls to 1/{state}. Through attention, {attention} of it is left.",
	"paths.state": "through the last state",
	"paths.attention": "through attention",
	"paths.steps": "symbols before the last one of the question",
	"paths.table": "The gradients as a table",
};
