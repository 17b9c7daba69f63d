/** English messages: `sluice eval`. */

export const en = {
	"flag.evalLength": "task: sequence length in steps, or a range that each batch draws from",
	"verb.eval": "evaluate a run on files, on a part of its own data, or on fresh sequences of its task",
	"flag.sequences": "task: number of sequences to evaluate on; with --chat: number of pairs",
	"default.trained": "as in training",
	"default.sequences": "1000, or all of a finite data set or of the pairs",
	"flag.evalExact":
		"text: read in one piece, from the first symbol with the state carried; without it, a text above 5120 symbols is read in up to 32 lanes, each after 256 symbols of warm-up from a zero state, and the first 16384 symbols are read both ways to compare",
	"flag.evalWindows":
		"text: also report the loss over separate windows of this many symbols, each read from a zero state, as nanoGPT does",
	"flag.dynamic":
		"text: also report the loss of dynamic evaluation, in which the weights follow the text while it is scored (Krause et al. 2018); reads the run's training part",
	"flag.dynamicLr": "learning rate of --dynamic",
	"flag.dynamicDecay": "strength of the pull back to the trained weights in --dynamic",
	"flag.chat":
		"pairs: measure what the question adds to its answer, the choice of the true answer among 10, chrF, variety and copied replies, compared with BM25 and the commonest answer",
	"chatEval.phase.score": "scoring answers",
	"chatEval.phase.reply": "answering the questions",
	"chatEval.phase.remedy": "trying sampling",
	"chatEval.heading": "{run}, step {step}, on {count:pair/pairs} of {of}, in {time}",
	"chatEval.measure": "measure",
	"chatEval.all": "all",
	"chatEval.seen": "answers in training",
	"chatEval.unseen": "new answers",
	"chatEval.pairs": "pairs",
	"chatEval.nats": "nats per character of the answer, given its question",
	"chatEval.gain": "question gain, nats per character",
	"chatEval.interval": "  95% interval",
	"chatEval.shuffled": "  control: questions shuffled",
	"chatEval.shuffledInterval": "    95% interval",
	"chatEval.mixture": "  lower bound: mixture of questions",
	"chatEval.pick": "pick of {choices}: the true answer is the likeliest",
	"chatEval.bm25": "  BM25 retrieval",
	"chatEval.commonest": "  always the commonest answer",
	"chatEval.actual": "  actual answers",
	"chatEval.exact": "reply equal to the answer",
	"chatEval.dullShare": "replies that are among the model's 20 commonest",
	"chatEval.actualDull": "  same for the actual answers",
	"chatEval.copied": "replies that are training answers",
	"chatEval.valid": "Replies of whole characters: {share}.",
	"chatEval.times": "{times} times",
	"chatEval.timesMany": "more than {times} times",
	"chatEval.hears.content":
		"It listens: its own question makes an answer {times} as likely as the question of another pair, and in the pick of {choices} it finds the true answer in {pick} (chance {chance}).",
	"chatEval.hears.kind":
		"It parrots: it hears what kind of question it is, hardly what is asked. Its own question makes an answer {times} as likely as the question of another pair, but in the pick of {choices} it finds the true answer in {pick} (chance {chance}; listening begins at {enough}).",
	"chatEval.hears.little":
		"It parrots: it hardly listens. Its own question makes an answer {times} as likely as the question of another pair; listening begins at 2 times. Pick of {choices}: {pick} (chance {chance}).",
	"chatEval.hears.nothing":
		"It parrots: it does not listen. Its own question makes an answer {times} as likely as the question of another pair; listening begins at 2 times. Pick of {choices}: {pick} (chance {chance}).",
	"chatEval.hears.unsure":
		"It may listen, but there are too few pairs to be sure: its own question makes an answer {times} as likely as the question of another pair, and the interval of the gain reaches 0. Pick of {choices}: {pick} (chance {chance}).",
	"chatEval.answers.mostly":
		"It answers: {exact} of its replies are equal to the actual answer; chrF {chrF}, BM25 retrieval {bm25}.",
	"chatEval.answers.partly":
		"It answers in part: {exact} of its replies are equal to the actual answer, and its chrF of {chrF} is above the {bm25} of BM25 retrieval.",
	"chatEval.answers.seldom":
		"It seldom answers: {exact} of its replies are equal to the actual answer, and its chrF of {chrF} is not above the {bm25} of BM25 retrieval.",
	"chatEval.evidence":
		"Question gain: {nats} nats per character (95% interval {low}..{high}); lower bound {mixture}, which wrong questions do not raise.",
	"chatEval.belowChance":
		"A pick of {choices} below chance: common and short answers are likely after every question, so that rarer true ones lose to them.",
	"chatEval.dull":
		"Its replies are dull: the 20 commonest make up {share} of them. Of the actual answers, the 20 commonest make up {actual}.",
	"chatEval.recites": "Its replies are recited: {share} of them are training answers word for word.",
	"chatEval.varied": "Its replies are neither dull nor recited.",
	"chatEval.remedies.one": "Remedy: {list}.",
	"chatEval.remedies.many": "Remedies, the most likely to help first: {list}.",
	"chatEval.remedy.longer": "train longer",
	"chatEval.remedy.longerFell": "train longer (the last doubling of the updates lowered the validation loss by {fall})",
	"chatEval.remedy.longerRose":
		"train longer (though the last doubling of the updates raised the validation loss by {fall})",
	"chatEval.remedy.attention": "a model with attention (--model encoder-decoder --attention dot)",
	"chatEval.remedy.units": "more units",
	"chatEval.remedy.lessDropout": "less dropout",
	"chatEval.remedy.moreDropout": "more dropout",
	"chatEval.remedy.fewerUpdates": "fewer updates",
	"chatEval.remedy.sampling": "sampling (--temperature {temperature} --top-p {topP})",
	"chatEval.remedy.morePairs": "measure all {count} pairs",
	"chatEval.tried":
		"Tried --temperature {temperature} --top-p {topP}: among the 20 commonest {dull} -> {dullNow} ({dullIs}), training answers {copied} -> {copiedNow} ({copiedIs}), chrF {chrF} -> {chrFNow} ({chrFIs}).",
	"chatEval.better": "better",
	"chatEval.same": "no difference",
	"chatEval.worse": "worse",
	"chatEval.examples": "The first {count:question/questions}",
	"chatEval.question": "question",
	"chatEval.reply": "reply",
	"chatEval.answer": "actual answer",
	"eval.onePiece": "Read in one piece, with the state carried.",
	"eval.lanes": "Read in {lanes} lanes, each after {warmup} symbols of warm-up.",
	"eval.compared": "On the first {count} symbols: lanes {lanes} nats, one piece {exact} nats.",
	"eval.windows":
		"Windows of {size:symbol/symbols}, each from a zero state ({count:symbol/symbols}): {nats} nats, {bits} bits per symbol",
	"eval.dynamic":
		"Dynamic evaluation, where the weights follow the text (learning rate {lr}, decay {decay}): {nats} nats, {bits} bits per symbol. It does not compare with losses of fixed weights.",
	"eval.heading": "{run} on {text}: {symbols:symbol/symbols} in {time}",
	"eval.headingSeries": "{run}, step {step}, on {of} of {task}, in {time}",
	"eval.headingPairs": "{run}, step {step}, on {count:pair/pairs} of {of} of {task}, in {time}",
	"eval.baselinePairs": "baseline: nats/symbol",
	"eval.pairsMore":
		"The loss is per symbol of the answers, given their questions; the baseline knows the frequencies of the symbols alone. --chat measures whether the run listens.",
	"eval.headingTask": "{run}, step {step}, on {task}: {count:sequence/sequences} of length {length} in {time}",
	"eval.unknown": "Unknown symbols (not in the run's vocabulary): {count} ({share}).",
} as const;
