/** Which network plays: one that comes with the page, that of this page's training, or a run. */

import { sayInstrument } from "../instrument/instrumentWords.ts";
import { RunOptions } from "../instrument/RunOptions.tsx";
import { chooseModel, shownModel } from "../instrument/shownModel.ts";
import { isLocked } from "../shell/location.ts";
import { lockedProps } from "../shell/lockedProps.ts";
import { useStore } from "../shell/useStore.ts";
import { STORED, type StoredName } from "../train/storedModel.ts";
import { sayPlay } from "./playWords.ts";

const PARTS = ["valid", "test"] as const;

/** @param part whether a part of the network's text can be chosen; those it did not learn from */
export function PlayBar({ part }: { part: boolean }) {
	const { name } = useStore(shownModel);
	const choose = (value: string) => {
		const stored = STORED.find((one): one is StoredName => one === value) ?? null;
		chooseModel({ stored, run: stored || value === "page" ? null : value, checkpoint: "best" });
	};
	return (
		<div className="play-bar">
			<label>
				{sayInstrument("network")}{" "}
				<select
					{...lockedProps(isLocked("net") || isLocked("run"))}
					value={name.stored ?? name.run ?? "page"}
					onChange={({ target }) => choose(target.value)}
				>
					{STORED.map((one) => (
						<option key={one} value={one}>
							{sayPlay(`net.${one}`)}
						</option>
					))}
					<option value="page">{sayInstrument("thisPage")}</option>
					<RunOptions chosen={name.run} />
				</select>
			</label>
			{part && (
				<label>
					{sayInstrument("part")}{" "}
					<select
						{...lockedProps(isLocked("part"))}
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
