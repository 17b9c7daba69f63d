/** The study of remedies on one seed: its settings, its arms, and what its buttons do. */
import { settingsOr, writeSettings } from "../../../../src/diagnosis/lab/settings.ts";
import type { JudgedBy } from "../../../../src/training/trials/judgedBy.ts";
import type { Words } from "../../../../studio/wire.ts";
import { createStore } from "../../../kit/store.ts";
import { InstrumentError } from "../../instrument/instrument.ts";
import { address } from "../../shell/location.ts";
import { failureWords } from "../../train/failureWords.ts";
import { textOf } from "../../train/texts.ts";
import { wordsOf } from "../../train/told.ts";
import type { Planned, TrialData, TrialSaid } from "../../worker/trials/messages.ts";
import { instrumentOf, writeLab } from "../labAddress.ts";
import { type Arm, armOf } from "./arm.ts";
import { ARM_NAMES, isText, REMEDY_RULES, type RemedySettings, remedyOf, sharedOptions } from "./remedyRules.ts";
import { askTrialWorker, TrialPool } from "./trialPool.ts";

export type StudyPhase = "idle" | "planning" | "running" | "stopping" | "stopped" | "done" | "failed";

export interface RemedyState {
	settings: RemedySettings;
	/** The settings that the arms were trained with; null before the first. */
	trained: RemedySettings | null;
	phase: StudyPhase;
	arms: readonly Arm[];
	judged: JudgedBy | null;
	/** Remedies that cannot be trained on these data, with the reason. */
	left: readonly { remedy: string; why: Words }[];
	failure: Words | null;
	/** Seconds of training so far, without those in which it was stopped. */
	seconds: number;
	/** Whether it was trained before the page was loaded again. */
	restored: boolean;
}

const inAddress = () => settingsOr(address.get().more.at, REMEDY_RULES);
export const remedyState = createStore<RemedyState>({
	...{
		settings: inAddress(),
		trained: null,
		phase: "idle",
		arms: [],
		judged: null,
		left: [],
		failure: null,
		seconds: 0,
		restored: false,
	},
});
const put = (some: Partial<RemedyState>) => remedyState.set((now) => ({ ...now, ...some }));

export const remedyWords = (settings: RemedySettings): string => writeSettings(settings, REMEDY_RULES);

let pool: TrialPool | undefined;
/** Counts starts, so that a slow one that was overtaken does nothing. */
let starts = 0;
let data: TrialData | undefined;

/** Sets some of it. What was trained stays in view until the button is pressed. */
export function setRemedies(change: Partial<RemedySettings>): void {
	const settings = { ...remedyState.get().settings, ...change };
	put({ settings });
	writeLab({ at: remedyWords(settings) }, "push");
}

/** Whether what is shown was trained with these settings. */
export const isTrained = ({ settings, trained }: RemedyState): boolean =>
	trained !== null && remedyWords(settings) === remedyWords(trained);

/** Plans and trains all arms from update 0. */
export async function trainArms(): Promise<void> {
	const mine = ++starts;
	pool?.close();
	const { settings } = remedyState.get();
	put({
		phase: "planning",
		trained: settings,
		arms: [],
		judged: null,
		left: [],
		failure: null,
		seconds: 0,
		restored: false,
	});
	try {
		data = isText(settings.on) ? { text: await textOf(settings.on) } : { task: settings.on };
		if (mine !== starts) return;
		const planned = await plan(settings, data);
		if (mine !== starts) return;
		const { trials, costs, left, unit, goal, baseline } = planned;
		const why = Object.entries(left).map(async ([remedy, { code, params }]) => ({
			...{ remedy, why: await failureWords(code, params) },
		}));
		put({ judged: { unit, goal, baseline }, arms: trials.map((trial, n) => armOf(trial, costs[n]!)) });
		put({ left: await Promise.all(why) });
		if (mine === starts) work(mine);
	} catch (error) {
		if (mine === starts)
			put({ phase: "failed", failure: error instanceof InstrumentError ? error.words : wordsOf(error) });
	}
}

export function stopArms(): void {
	put({ phase: "stopping" });
	pool?.stop();
}

export function continueArms(): void {
	work(++starts);
}

/** Panels that show the study. Another language makes the panel again, which is no reason to stop. */
let shown = 0;

/** Says that the study is shown; the returned function, that it is left: what is in training is saved, to be continued. */
export function showArms(): () => void {
	shown++;
	return () => {
		shown--;
		setTimeout(() => shown === 0 && remedyState.get().phase === "running" && stopArms(), 100);
	};
}

/** The trials of the chosen arms. @throws InstrumentError in the words of the command line. */
async function plan(settings: RemedySettings, on: TrialData): Promise<Planned> {
	const remedies = [...new Set(settings.arms.map((arm) => remedyOf(arm, settings)))];
	const { lr: rate, seed } = settings;
	const options = sharedOptions(settings);
	const said = await new Promise<TrialSaid>((resolve) => {
		const worker = askTrialWorker({ type: "plan", data: on, remedies, rate, seed, options }, (answer) => {
			worker.terminate();
			resolve(answer);
		});
	});
	if (said.type === "planned") return said;
	const { code, params } = said as Extract<typeof said, { type: "failed" }>;
	throw new InstrumentError(code, await failureWords(code, params));
}

function work(mine: number): void {
	const began = performance.now();
	const before = remedyState.get().seconds;
	put({ phase: "running" });
	const change = (at: number, some: Partial<Arm>) => {
		if (mine !== starts) return;
		const { arms } = remedyState.get();
		const seconds = before + (performance.now() - began) / 1000;
		put({ arms: arms.map((arm, n) => (n === at ? { ...arm, ...some } : arm)), seconds });
		if (some.phase && some.phase !== "running") void keep();
	};
	const own = new TrialPool(data!, remedyState.get().arms, change);
	pool = own;
	void own.ended.then(() => {
		if (mine !== starts) return;
		const { arms } = remedyState.get();
		put({ phase: ended(arms) ? "done" : "stopped", restored: false });
	});
}

const ended = (arms: readonly Arm[]) => arms.every(({ phase }) => phase === "done" || phase === "failed");

/** Says for which settings a study is kept, so that a page without one starts at once. */
const KEPT_KEY = "sluice.keptStudy";
/** Loaded when something has ended: after an update of the page its file may be gone. */
const loadKeeping = () => import("./keptStudy.ts");

/** Keeps the arms that have ended or are stopped. A browser without room keeps none. */
async function keep(): Promise<void> {
	const { settings: _, phase: __, failure: ___, ...study } = remedyState.get();
	if (!study.trained || !data) return;
	const words = remedyWords(study.trained);
	try {
		await (await loadKeeping()).keepStudy({ ...study, words, data });
		localStorage.setItem(KEPT_KEY, words);
	} catch {}
}

/** Shows the study that was kept for the settings of the address, if nothing has been trained since. */
export async function showKeptArms(): Promise<void> {
	const words = remedyWords(remedyState.get().settings);
	if (remedyState.get().phase !== "idle" || localStorage.getItem(KEPT_KEY) !== words) return;
	const mine = starts;
	const kept = await loadKeeping()
		.then(({ keptStudy }) => keptStudy(words))
		.catch(() => undefined);
	if (!kept || mine !== starts || remedyState.get().phase !== "idle") return;
	const { words: _, data: own, ...study } = kept;
	data = own;
	const arms = kept.arms.map((arm): Arm => (arm.phase === "running" ? { ...arm, ...begun(arm) } : arm));
	put({ ...study, arms, restored: true, phase: ended(arms) ? "done" : "stopped" });
}

/** An arm that trained when the page was left: it goes on from where it was stopped last, or from update 0. */
const begun = ({ kept }: Arm): Partial<Arm> =>
	kept ? { phase: "stopped" } : { phase: "waiting", share: 0, points: [], before: null };

/** Fraction of the work that is done, and the seconds that are left at the pace so far; null before the pace is known. */
export function progressOf({ arms, seconds }: Pick<RemedyState, "arms" | "seconds">): {
	share: number;
	left: number | null;
} {
	const all = arms.reduce((sum, { cost }) => sum + cost, 0);
	const done = arms.reduce((sum, { cost, share, phase }) => sum + cost * (phase === "failed" ? 1 : share), 0);
	const share = all === 0 ? 0 : done / all;
	return { share, left: share > 0.02 && seconds > 1 ? (seconds * (1 - share)) / share : null };
}

/** The arms of the settings in the order of the list, with one more or one less. */
export function toggleArm(name: (typeof ARM_NAMES)[number]): void {
	const { arms } = remedyState.get().settings;
	const next = ARM_NAMES.filter((one) => (one === name) !== arms.includes(one));
	if (next.length > 0) setRemedies({ arms: next });
}

address.subscribe(() => {
	const { view, more } = address.get();
	if (view !== "lab" || instrumentOf(more) !== "remedies") return;
	const settings = inAddress();
	if (remedyWords(settings) !== remedyWords(remedyState.get().settings)) put({ settings });
});
