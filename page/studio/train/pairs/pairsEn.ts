/** Words about data that are pairs of questions and answers, in English. */
export const pairsEn = {
	looks: "{file} looks like pairs of questions ({question}) and answers ({answer}).",
	series: "Here it is read as a series: a network forecasts a column of numbers.",
	text: "Here it is read as running text.",
	near: "To train a chatbot on it, run one of these commands in the folder of this studio:",
	dropped: "To train a chatbot on it, run one of these commands in the folder of the file:",
	language: "Language model",
	attention: "Encoder-decoder with attention",
	replies: "Replies",
	"replies.how":
		"No error rate is shown, because a good reply need not equal the answer. This command measures whether the run listens to the question:",
};
