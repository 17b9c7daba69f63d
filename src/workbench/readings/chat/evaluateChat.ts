/**
 * Measures a model of questions and answers on pairs that it was not trained on: whether an answer becomes likelier by
 * its question, and whether replies are more than what retrieval or the commonest answer give.
 */
import { bm25 } from "../../../data/pairs/bm25.ts";
import { chrF } from "../../../data/pairs/chrf.ts";
import { answerOf, questionOf } from "../../../data/pairs/pairSet.ts";
import type { PairTask } from "../../../data/pairs/pairTask.ts";
import { fail } from "../../../errors/index.ts";
import { checkRequest, checkWhole, notOneOf } from "../../../errors/request.ts";
import { reply } from "../../../training/pairs/replies.ts";
import type { AskedPair } from "../../../training/pairs/replyModel.ts";
import { openPairs, openPairsLike } from "../../datasets/pairData.ts";
import type { TaskPart } from "../../datasets/taskData.ts";
import { stopwatch } from "../../machine/clock.ts";
import { turn } from "../../machine/turns.ts";
import { finite } from "../../models/finite.ts";
import { type PairModel, withPairModel } from "../../models/pairModel.ts";
import { MODEL_KEYS, type ModelHooks, type ModelRequest } from "../../models/textModel.ts";
import { othersOf } from "./askedOthers.ts";
import type { ChatEvaluation } from "./chatEvaluation.ts";
import { remediesOf } from "./chatRemedies.ts";
import { chatScores, type MeasuredPair, pickShare } from "./chatScores.ts";
import { answeringOf, hearsOf, isUnsure, listeningOf, mannerOf, verdictOf } from "./chatVerdict.ts";
import { howTrained } from "./howTrained.ts";
import { triedSampling } from "./triedSampling.ts";

export type {
	Answering,
	ChatEvaluation,
	ChatManner,
	ChatRemedy,
	ChatScores,
	ChatVerdict,
	Hears,
	HowTrained,
	Listening,
	QuestionGain,
	TriedOutcome,
	TriedSampling,
} from "./chatEvaluation.ts";

export interface EvaluateChatRequest extends ModelRequest {
	/** Part of the run's own pairs. Default: valid. */
	part?: TaskPart;
	/** Another file with the same fields. Default: none. */
	file?: string;
	/** Most pairs, from the first of the part. Range: 2 to 1e9. Default: all. */
	pairs?: number;
	/** Seed of the choices and of the remedy that is tried. Range: at least 0. Default: 1. */
	seed?: number;
}

/** What is being done: answers are scored, questions are answered, and if the verdict asks for it, answered by sampling. */
export type ChatPhase = "score" | "reply" | "remedy";

export interface EvaluateChatHooks extends ModelHooks {
	/** Receives the progress of each phase, of which `total` is the whole. */
	onProgress?(done: number, total: number, phase: ChatPhase): void;
}

/** Answers that a pair is chosen from, the true one included. */
const CHOICES = 10;
/** Most symbols of a reply. */
const LONGEST_REPLY = 400;
const TOGETHER = 64;
const REMEDY = { temperature: 0.8, topP: 0.9 } as const;

/** @throws E_NO_PAIRS for a run on other data; E_CHAT_PAIRS if the pairs have fewer than 3 different answers. */
export async function evaluateChat(
	request: EvaluateChatRequest,
	hooks: EvaluateChatHooks = {},
): Promise<ChatEvaluation> {
	checkRequest(request, "evaluateChat()", [...MODEL_KEYS, "part", "file", "pairs", "seed"]);
	const { part, file, pairs = 1e9, seed = 1 } = request;
	checkWhole("pairs", pairs, { min: 2, max: 1e9 }, "eval");
	checkWhole("seed", seed, { min: 0 }, "eval");
	if (file !== undefined && part !== undefined)
		throw fail("E_OPTION", { option: "part", why: { reason: "together", with: "texts" }, where: "eval" });
	const clock = stopwatch();
	return withPairModel(request, hooks, async (model) => {
		const data = await openPairs(model.spec);
		const task = file === undefined ? data.parts[part ?? "valid"] : await openPairsLike(file, model.spec);
		if (!task) throw fail("E_OPTION", { option: "part", why: notOneOf(Object.keys(data.parts), part), where: "eval" });
		const measured = await measure(model, data.parts.train, task, { pairs, seed }, hooks);
		const { all, commonest, choices, chance, validShare, again } = measured;
		const scores = chatScores(all, commonest);
		const listening = listeningOf(scores.questionGain.perAnswer);
		const hears = hearsOf(listening, scores, chance);
		const [answering, manner] = [answeringOf(scores), mannerOf(scores)];
		const verdict = verdictOf(hears, manner);
		const remedy = verdict === "dull" || verdict === "recites" ? await again() : null;
		const [trained, available] = [howTrained(model, data), task.members.length];
		const unsure = isUnsure(scores.questionGain.perAnswer);
		const judged = { hears, unsure, answering, manner, remedy, trained, available };
		const of = (seen: boolean) => {
			const some = all.filter((one) => one.seen === seen);
			return some.length === 0 ? null : chatScores(some, commonest);
		};
		return {
			...{ run: model.name, step: model.step, part: file === undefined ? (part ?? "valid") : null },
			...(file !== undefined && { file }),
			...scores,
			...{ choices, chance, validShare, seen: of(true), unseen: of(false), listening, verdict, ...judged },
			remedies: remediesOf({ ...scores, ...judged }),
			examples: all.slice(0, 10).map(({ question, answer, reply }) => ({ question, reply, answer })),
			seconds: clock(),
		};
	});
}

async function measure(
	model: PairModel,
	train: PairTask,
	task: PairTask,
	{ pairs, seed }: { pairs: number; seed: number },
	hooks: EvaluateChatHooks,
) {
	const { set } = task;
	const members = task.members.subarray(0, pairs);
	const asked = Array.from(members, (n) => ({ question: set.questions[n]!, answer: set.answers[n]! }));
	const symbols = Array.from(members, (n) => ({ question: questionOf(set, n), answer: answerOf(set, n) }));
	const others = othersOf(asked, CHOICES - 1, seed);
	const fewest = Math.min(...others.map(({ length }) => length));
	if (fewest < 2) throw fail("E_CHAT_PAIRS", { name: set.name, pairs: asked.length });
	const scored: AskedPair[] = others.flatMap((js, i) => [
		symbols[i]!,
		...js.map((j) => ({ question: symbols[j]!.question, answer: symbols[i]!.answer })),
		...js.map((j) => ({ question: symbols[i]!.question, answer: symbols[j]!.answer })),
	]);
	const progressOf = (phase: ChatPhase, total: number) => async (done: number) => {
		hooks.signal?.throwIfAborted();
		hooks.onProgress?.(done, total, phase);
		await turn();
	};
	const nats = await allNats(model, scored, progressOf("score", scored.length));
	const greedy = { temperature: 0, topP: 1 };
	const replies = await repliesTo(model, asked, greedy, seed, progressOf("reply", asked.length));
	const answers = Array.from(train.members, (n) => train.set.answers[n]!);
	const known = new Set(answers);
	const find = bm25(Array.from(train.members, (n) => train.set.questions[n]!));
	let at = 0;
	const all = asked.map(({ question, answer }, i): MeasuredPair => {
		const m = others[i]!.length;
		const own = nats[at]!;
		const otherQuestions = [...nats.subarray(at + 1, at + 1 + m)];
		const otherAnswers = [...nats.subarray(at + 1 + m, at + 1 + 2 * m)];
		at += 1 + 2 * m;
		const retrieved = answers[find(question)]!;
		const likeness = (text: string) => chrF([text], [retrieved]);
		const retrievedPick = pickShare(
			likeness(answer),
			others[i]!.map((j) => likeness(asked[j]!.answer)),
		);
		const said = replies[i]!;
		return {
			...{ question, answer, seen: known.has(answer), reply: said, copied: known.has(said), nats: own },
			...{ otherQuestions, otherAnswers, retrieved, retrievedPick },
		};
	});
	const valid = replies.filter((text) => text.normalize("NFC") === text && !/[\uFFFD\u1100-\u11FF]/u.test(text));
	const again = async () => {
		const sampled = await repliesTo(model, asked, REMEDY, seed, progressOf("remedy", asked.length));
		const actual = asked.map(({ answer }) => answer);
		return { ...REMEDY, ...triedSampling({ answers: actual, before: replies, after: sampled, known }) };
	};
	const chance = others.reduce((sum, { length }) => sum + 1 / (length + 1), 0) / others.length;
	const picked = { choices: fewest + 1, chance, validShare: valid.length / asked.length };
	return { all, commonest: commonestOf(answers), ...picked, again };
}

/** Scores pairs of similar length together. */
async function allNats(
	{ replies, name, step }: PairModel,
	pairs: readonly AskedPair[],
	progress: (done: number) => Promise<void>,
): Promise<Float64Array> {
	const size = (n: number) => pairs[n]!.question.length + pairs[n]!.answer.length;
	const order = Array.from(pairs.keys()).sort((a, b) => size(b) - size(a) || a - b);
	const nats = new Float64Array(pairs.length); // [N]
	for (let done = 0; done < order.length; done += TOGETHER) {
		const chosen = order.slice(done, done + TOGETHER);
		const found = replies.answerNats(chosen.map((n) => pairs[n]!));
		for (const [k, n] of chosen.entries()) nats[n] = finite({ name, step }, "loss", found[k]!);
		await progress(done + chosen.length);
	}
	return nats;
}

/** One reply per question; equal questions get equal replies. */
async function repliesTo(
	model: PairModel,
	asked: readonly { question: string }[],
	settings: { temperature: number; topP: number },
	seed: number,
	progress: (done: number) => Promise<void>,
): Promise<string[]> {
	const known = new Map<string, string>();
	for (const [n, { question }] of asked.entries()) {
		if (!known.has(question)) {
			const options = { ...settings, length: LONGEST_REPLY, seed: seed + n };
			const ids = [...reply(model.replies, model, model.vocabulary.encode(question), options)].map(({ id }) => id);
			known.set(question, model.vocabulary.decode(ids.filter((id) => id !== model.end)));
		}
		if (n % 16 === 15 || n + 1 === asked.length) await progress(n + 1);
	}
	return asked.map(({ question }) => known.get(question)!);
}

function commonestOf(answers: readonly string[]): string {
	const counts = new Map<string, number>();
	for (const answer of answers) counts.set(answer, (counts.get(answer) ?? 0) + 1);
	let best = "";
	for (const [answer, count] of counts) if (count > (counts.get(best) ?? 0)) best = answer;
	return best;
}
