/** Which network plays: one that comes with the page, that of this page's training, or a run. */
import { useEffect } from "react";
import { sayInstrument } from "../instrument/instrumentWords.ts";
import { chooseModel, shownModel } from "../instrument/shownModel.ts";
import { goLive, runsStore } from "../live/live.ts";
import { useStore } from "../shell/useStore.ts";
import { STORED, type StoredName } from "../train/storedModel.ts";
import { sayPlay } from "./playWords.ts";

const PARTS = ["valid", "test"] as const;

/** @param part whether a part of the network's text can be chosen; those it did not learn from */
export function PlayBar({ part }: { part: boolean }) {
	const { name } = useStore(shownModel);
	const { rows } = useStore(runsStore.state);
	useEffect(goLive, []);
	const runs = [...rows.values()].filter(({ kind, damage }) => kind === "text" && damage === undefined);
	const known = name.run === null || runs.some(({ id }) => id === name.run);
	const choose = (value: string) => {
		const stored = STORED.find((one): one is StoredName => one === value) ?? null;
		chooseModel({ stored, run: stored || value === "page" ? null : value, checkpoint: "best" });
	};
	return (
		<div className="play-bar">
			<label>
				{sayInstrument("network")}{" "}
				<select value={name.stored ?? name.run ?? "page"} onChange={({ target }) => choose(target.value)}>
					{STORED.map((one) => (
						<option key={one} value={one}>
							{sayPlay(`net.${one}`)}
						</option>
					))}
					<option value="page">{sayInstrument("thisPage")}</option>
					{!known && <option value={name.run!}>{name.run}</option>}
					{runs.map(({ id, name, model }) => (
						<option key={id} value={id}>
							{name} ({model})
						</option>
					))}
				</select>
			</label>
			{part && (
				<label>
					{sayInstrument("part")}{" "}
					<select
						value={name.part}
						onChange={({ target }) => chooseModel({ part: target.value as (typeof PARTS)[number] })}
					>
						{PARTS.map((one) => (
							<option key={one} value={one}>
								{sayInstrument(`part.${one}`)}
							</option>
						))}
					</select>
				</label>
			)}
		</div>
	);
}
