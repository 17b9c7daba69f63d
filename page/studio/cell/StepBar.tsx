/** The text with the place in it, and the one transport bar: stages, symbols, play, speed. */

import { glyphOf } from "../../../src/views/glyphs.ts";
import { count } from "../../kit/numbers.ts";
import { drawnAs } from "../instrument/drawnAs.ts";
import { isLocked } from "../shell/location.ts";
import { lockedProps } from "../shell/lockedProps.ts";
import { useStore } from "../shell/useStore.ts";
import { type CellState, chooseUnit, goTo, lastStep, moveStage, moveStep } from "./cellState.ts";
import { sayCell, stageWords } from "./cellWords.ts";
import { chooseSpeed, player, playOrStop, SPEEDS, type Speed } from "./player.ts";
import { SequenceLine } from "./SequenceLine.tsx";
import "./stepBar.css";

export function StepBar({ state }: { state: CellState }) {
	const { step, stage, diagram, facts, layer, unit } = state;
	const { playing } = useStore(player);
	const position = facts.echo ? "step" : "position";
	const { layers, hidden } = facts.spec;
	const { cell, variant } = drawnAs(facts);
	const last = lastStep(facts);
	return (
		<>
			{facts.echo ? <SequenceLine state={state} /> : <TextLine state={state} />}
			<section className="cell-bar">
				<button type="button" className="play" onClick={playOrStop}>
					<svg viewBox="0 0 16 16" aria-hidden="true">
						{playing ? <path d="M4 2h3v12H4zM9 2h3v12H9z" /> : <path d="M4 2l10 6-10 6z" />}
					</svg>
					{sayCell(playing ? "pause" : "play")}
				</button>
				<Jump name={facts.echo ? "backStep" : "backSymbol"} sign="«" at={step > 0} onClick={() => moveStep(-1)} />
				<Jump name="back" sign="‹" at={step > 0 || stage > 1} onClick={() => moveStage(-1)} />
				<span className="stages" role="img" aria-label={sayCell("stage", { stage, stages: diagram.stages })}>
					{Array.from({ length: diagram.stages }, (_, k) => (
						<i key={k} className={k < stage ? "done" : ""} />
					))}
				</span>
				<Jump name="next" sign="›" at={step < last || stage < diagram.stages} onClick={() => moveStage(1)} />
				<Jump name={facts.echo ? "nextStep" : "nextSymbol"} sign="»" at={step < last} onClick={() => moveStep(1)} />
				<SpeedChoice steps={facts.echo !== undefined} />
				<label>
					{sayCell("unit")}{" "}
					<input
						type="number"
						min={0}
						max={hidden - 1}
						value={unit}
						{...lockedProps(isLocked("u"))}
						onChange={({ target }) => chooseUnit(Number(target.value))}
					/>{" "}
					<span className="quiet numbers">{sayCell("of", { n: hidden })}</span>
				</label>
				{layers > 1 && (
					<label>
						{sayCell("layer")}{" "}
						<select
							value={layer}
							{...lockedProps(isLocked("l"))}
							onChange={({ target }) => goTo(step, stage, Number(target.value))}
						>
							{Array.from({ length: layers }, (_, l) => (
								<option key={l} value={l}>
									{l}
								</option>
							))}
						</select>
					</label>
				)}
				<label className="position">
					<span className="unseen">{sayCell(position)}</span>
					<input
						type="range"
						min={0}
						max={last}
						value={step}
						{...lockedProps(isLocked("at"))}
						aria-valuetext={`${sayCell(position)} ${step}`}
						onChange={({ target }) => goTo(Number(target.value))}
					/>
					<span className="numbers">
						{count(step)}{" "}
						<span className="quiet">{sayCell(facts.echo ? "ofSteps" : "ofSymbols", { n: count(facts.symbols) })}</span>
					</span>
				</label>
			</section>
			<p className="stage-words">
				<b className="numbers">{stage}</b> {stageWords(cell, variant, stage, diagram.stages)}{" "}
				<span className="quiet keys">{sayCell("keys")}</span>
			</p>
		</>
	);
}

function SpeedChoice({ steps }: { steps: boolean }) {
	const { speed } = useStore(player);
	return (
		<label>
			{sayCell("speed")}{" "}
			<select value={speed} onChange={({ target }) => chooseSpeed(Number(target.value) as Speed)}>
				{SPEEDS.map((one) => (
					<option key={one} value={one}>
						{sayCell(steps && one >= 10 ? `speed.${one as 10}.steps` : `speed.${one}`)}
					</option>
				))}
			</select>
		</label>
	);
}

interface JumpCall {
	name: "back" | "next" | "backSymbol" | "nextSymbol" | "backStep" | "nextStep";
	sign: string;
	at: boolean;
	onClick(): void;
}

function Jump({ name, sign, at, onClick }: JumpCall) {
	return (
		<button
			type="button"
			className="jump"
			aria-label={sayCell(name)}
			title={sayCell(name)}
			disabled={!at}
			onClick={onClick}
		>
			<span aria-hidden="true">{sign}</span>
		</button>
	);
}

/** One line of text; a press on a symbol goes there. For keys there is the slider below. */
function TextLine({ state: { text, step, facts } }: { state: CellState }) {
	if (!text) return <p className="cell-text" />;
	return (
		<p className="cell-text" lang="" translate="no">
			{Array.from(text.ids, (id, n) => {
				const at = text.from + n;
				if (at < step - 44 || at > step + 40) return null;
				const glyph = id < 0 ? (facts.sentence?.signs[at] ?? "\uFFFD") : glyphOf(facts.labels[id]!).text;
				return at === step ? (
					<mark key={at}>{glyph}</mark>
				) : (
					// biome-ignore lint/a11y/useKeyWithClickEvents lint/a11y/noStaticElementInteractions: the slider below does the same by keys
					<span key={at} className={at > step ? "later" : ""} onClick={() => goTo(at)}>
						{glyph}
					</span>
				);
			})}
		</p>
	);
}
