/** The error wall, which one can walk. */
import { useEffect } from "react";
import { longestStep } from "../../../src/diagnosis/lab/wallPoint.ts";
import { small } from "../../kit/numbers.ts";
import { OfModel } from "../instrument/OfModel.tsx";
import { shownModel } from "../instrument/shownModel.ts";
import { useStore } from "../shell/useStore.ts";
import { language } from "../words/words.ts";
import { Drawn } from "./Drawn.tsx";
import { FlightFigure } from "./flightFigure.ts";
import { labPieces, sayLab } from "./labWords.ts";
import { ownCommand, windowFlags } from "./ownCommand.ts";
import { Command, Help, LabBlank, NumbersTable, Slider } from "./parts.tsx";
import { WallFigure } from "./wallFigure.ts";
import {
	ballOf,
	chooseSurface,
	computeWall,
	placeBall,
	playWalks,
	setWall,
	showUpdate,
	stopSurface,
	type WallState,
	wallState,
	wallWords,
} from "./wallState.ts";

export function WallPanel() {
	const { call } = useStore(wallState);
	const { phase } = useStore(shownModel);
	useEffect(() => {
		computeWall();
		return stopSurface;
	}, []);
	return (
		<section className="lab-wall" aria-label={sayLab("wall")}>
			<p className="lab-of">
				{sayLab("wall.of")}{" "}
				<LabBlank
					name="of"
					label={sayLab("wall.of")}
					value={call.of}
					offers={[
						["paper", sayLab("wall.ofPaper")],
						["own", sayLab("wall.ofOwn")],
					]}
					onChange={(of) => chooseSurface(of as "own")}
				/>
			</p>
			{call.of === "own" && <OfModel>{() => null}</OfModel>}
			{(call.of === "paper" || phase === "open") && <Walked />}
		</section>
	);
}

/** What there is once the weights are. */
function Walked() {
	const { call, walks, failure } = useStore(wallState);
	const heads = ["update", "x", "y", "loss", "norm"].map((name) => sayLab(`table.${name}` as "table.x"));
	return (
		<>
			<p className="lab-sentence">
				{labPieces(`wall.${call.of}`).map(({ text, hole, after }) =>
					hole === undefined ? (
						text
					) : (
						<span key={hole} className="kept">
							<WallBlank name={hole as "lr"} state={wallState.get()} />
							{after}
						</span>
					),
				)}
			</p>
			<p className="lab-verdict">
				{failure ? failure.words[language.get()] : walks ? verdictOf(wallState.get()) : sayLab("waiting")}
			</p>
			<div className="lab-pair">
				<Surface />
				<Ball />
			</div>
			{(["free", "clipped"] as const).map((name) => (
				<NumbersTable
					key={name}
					name={`${sayLab("numbers")}: ${sayLab(name === "free" ? "wall.free" : "wall.held")}`}
					heads={heads}
					table={() => tableOf(wallState.get().walks?.[name])}
				/>
			))}
			<Command text={commandOf(call)} />
		</>
	);
}

function Surface() {
	const { stride } = useStore(wallState);
	return (
		<div className="lab-part">
			<div className="panel-head">
				<h2>{sayLab("wall.surface")}</h2>
				<span className="legend">
					<span className="key free">{sayLab("wall.free")}</span>
					<span className="key held">{sayLab("wall.held")}</span>
				</span>
				<span className="quiet numbers">
					{stride > 1 && sayLab("wall.coarse", { side: Number.isFinite(stride) ? 128 / stride : 0 })}
				</span>
				<span className="panel-acts">
					<Help>{sayLab("wall.help")}</Help>
				</span>
			</div>
			<Drawn className="chart lab-surface" of={wallState} make={makeWall} />
		</div>
	);
}

/** Where the ball starts, how far it has gone, and its way to scale. */
function Ball() {
	const { call, walks, shown, playing } = useStore(wallState);
	const [x, y] = ballOf(call);
	const { left, right, bottom, top } = walks?.frame ?? { left: 4, right: 5.8, bottom: -3, top: -2 };
	const slide = (at: "x" | "y", low: number, high: number) => (
		<Slider
			name={call.of === "paper" ? { x: "w", y: "b" }[at] : at}
			label={sayLab(`wall.${call.of}.${at}`)}
			{...{ value: at === "x" ? x : y, min: low, max: high, step: (high - low) / 200 }}
			digits={call.of === "paper" ? 3 : 2}
			onChange={(value, how) => placeBall(at === "x" ? [value, y] : [x, value], how)}
		/>
	);
	const { updates } = call.settings;
	return (
		<div className="lab-part lab-ball">
			<h2>{sayLab("wall.ball")}</h2>
			{slide("x", left, right)}
			{slide("y", bottom, top)}
			<p className="row">
				<button type="button" className="play" disabled={!walks} onClick={playWalks}>
					{sayLab(playing ? "wall.pause" : "wall.play")}
				</button>
			</p>
			<Slider
				label={sayLab("wall.update")}
				{...{ value: Math.min(shown, updates), min: 0, max: updates, step: 1, digits: 0 }}
				onChange={showUpdate}
			/>
			<h2>{sayLab("wall.toScale")}</h2>
			<Drawn className="chart lab-flight" of={wallState} make={makeFlight} />
		</div>
	);
}

const tableOf = (path: readonly { x: number; y: number; loss: number; norm: number }[] = []) => ({
	head: [],
	rows: path.map(({ x, y, loss, norm }, n) => [n, x, y, loss, norm]),
});

function WallBlank({ name, state: { call } }: { name: "lr" | "clip" | "steps" | "span" | "seed"; state: WallState }) {
	const offers = {
		lr: call.of === "paper" ? [0.01, 0.05, 0.2] : [0.1, 0.3, 1, 3, 10],
		clip: [0.1, 0.3, 1, 3, 10],
		...{ steps: [16, 32, 64, 128], span: [0.05, 0.1, 0.25, 0.5, 1], seed: [1, 2, 3, 4, 5] },
	}[name];
	return (
		<LabBlank
			name={name}
			label={sayLab(`wall.${name}`)}
			value={String((call.settings as unknown as Record<string, number>)[name])}
			offers={offers.map((value) => [String(value), String(value)])}
			onChange={(value) => setWall({ [name]: Number(value) })}
		/>
	);
}

function verdictOf({ walks, call }: WallState): string {
	const { free, clipped, frame } = walks!;
	const { step, length } = longestStep(free);
	const width = Math.hypot(frame.right - frame.left, frame.top - frame.bottom);
	const facts = {
		...{ step, length: small(length), norm: small(free[step - 1]?.norm ?? 0), end: small(free.at(-1)!.loss) },
		...{ times: small(length / width), held: small(clipped.at(-1)?.loss ?? Number.NaN), limit: call.settings.clip },
		most: small(longestStep(clipped).length),
	};
	return sayLab(length > width / 4 ? "wall.flies" : "wall.stays", facts);
}

function makeWall(box: HTMLElement): WallFigure {
	return new WallFigure(box, {
		state: wallState.get,
		axes: () => (wallState.get().call.of === "paper" ? ["w", "b"] : ["x", "y"]),
		ends: () => {
			const { scale } = wallState.get();
			return [small(scale[0]), small(scale[1])];
		},
		place: placeBall,
		summary: () => {
			const state = wallState.get();
			return state.walks ? verdictOf(state) : sayLab("waiting");
		},
	});
}

function makeFlight(box: HTMLElement): FlightFigure {
	const label = () => {
		const { walks, shown } = wallState.get();
		if (!walks) return "";
		const { step, length } = longestStep(walks.free.slice(0, shown + 1));
		return step === 0 ? "" : sayLab("wall.longest", { step, length: small(length) });
	};
	return new FlightFigure(box, { state: wallState.get, label, summary: () => label() || sayLab("waiting") });
}

function commandOf(call: WallState["call"]): string {
	const words = wallWords(call) || `updates=${call.settings.updates}`;
	return call.of === "paper"
		? `npx sluice reproduce error-wall --at ${words}`
		: ownCommand(windowFlags(`--plane ${words}`));
}
