/** Words of the two examples in English. */
export const listenEn = {
	talk: "Talk",
	listen: "Does it listen?",
	paths: "Two paths",
	parts: "Parts of Chat",
	"listen.about":
		"A GRU of 24 units learns 300 generated pairs: the question names one of five colours, and the answer likes it. Each number is the loss of an answer after a question, in nats. The redder, the likelier.",
	update: "Update",
	asked: "Asked by",
	"asked.own": "their own questions",
	"asked.shuffled": "shuffled questions",
	question: "Question",
	given: "Given these questions",
	without: "Given the other questions",
	gain: "Question gain",
	nats: "{n} nats per answer",
	table: "Loss of each answer after each question",
	"paths.about":
		"An untrained LSTM of 6 units reads 40 symbols and says them in reverse. How large is the gradient of its last answer at each symbol of the question? 1 is at the last symbol.",
	"paths.summary":
		"From the last symbol of the question to the first, the gradient through the last state falls by a factor of 10^{state}, and through attention it changes by a factor of 10^{attention}.",
	"paths.state": "through the last state",
	"paths.attention": "through attention",
	"paths.steps": "symbols before the last one of the question",
	"paths.table": "The gradients as a table",
};
