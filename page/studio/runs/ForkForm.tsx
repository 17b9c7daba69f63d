/** A fork: the same run from one of its updates, with at most one option changed. */
import { useEffect, useState } from "react";
import type { RunDetail } from "../../../studio/wire.ts";
import { count } from "../../kit/numbers.ts";
import { client } from "../live/session.ts";
import { address, go } from "../shell/location.ts";
import { toast } from "../shell/toasts.ts";
import { useStore } from "../shell/useStore.ts";
import { FORK_FIRST, FORK_OTHERS, forkable } from "./forkable.ts";
import { tried } from "./opened.ts";
import { shownAs, valueFrom } from "./optionDiff.ts";
import { Refusal } from "./Refusal.tsx";
import { table } from "./runActs.ts";
import { type RunKey, sayRuns } from "./runWords.ts";

/** An option in words, or by its name if it is one that only the command line knows. */
const offerOf = (key: string) => {
	const named = ([...FORK_FIRST, ...FORK_OTHERS] as string[]).includes(key);
	return (
		<option key={key} value={key}>
			{named ? sayRuns(`set.${key}` as RunKey) : key}
		</option>
	);
};

export function ForkForm({ id, step, detail }: { id: string; step: number; detail: RunDetail }) {
	const given = useStore(tried);
	const [open, setOpen] = useState(() => address.get().more.fork === "1");
	const [key, setKey] = useState("");
	const [value, setValue] = useState("");
	const [busy, setBusy] = useState(false);
	const [failure, setFailure] = useState<unknown>(null);
	const first = forkable(FORK_FIRST, detail.options);
	const others = forkable(FORK_OTHERS, detail.options);
	const known = key === "" || [...first, ...others].includes(key);
	useEffect(() => {
		if (open) document.getElementById("fork")?.scrollIntoView({ block: "center" });
	}, []);
	useEffect(() => {
		if (!given) return;
		setOpen(true);
		setKey(given.key);
		setValue(given.value);
		document.getElementById("fork")?.scrollIntoView({ block: "nearest" });
	}, [given]);
	const start = async () => {
		setBusy(true);
		setFailure(null);
		const change = key === "" ? {} : { [key]: valueFrom(value, detail.options[key]) };
		const answer = await client.fork(id, { update: step, change }).catch((error) => setFailure(error));
		setBusy(false);
		if (!answer) return;
		table.expect(answer.id);
		toast(() => sayRuns("forked", { name: answer.name, step: count(step) }));
		go("runs", { open: answer.id });
	};
	return (
		<div className="fork" id="fork">
			<button type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
				{sayRuns("fork")}
			</button>
			{open && (
				<form
					onSubmit={(event) => {
						event.preventDefault();
						void start();
					}}
				>
					<p className="quiet numbers">{sayRuns("forkHelp", { step: count(step) })}</p>
					<label>
						<span>{sayRuns("forkOption")}</span>
						<select
							value={key}
							onChange={({ target }) => {
								setKey(target.value);
								setValue(target.value === "" ? "" : shownAs(detail.options[target.value] ?? ""));
							}}
						>
							<option value="">{sayRuns("forkSame")}</option>
							<optgroup label={sayRuns("forkFirst")}>{first.map(offerOf)}</optgroup>
							<optgroup label={sayRuns("forkOthers")}>{[...others, ...(known ? [] : [key])].map(offerOf)}</optgroup>
						</select>
					</label>
					{key !== "" && (
						<label>
							<span>{sayRuns("forkValue")}</span>
							<input value={value} maxLength={200} onChange={({ target }) => setValue(target.value)} />
							<span className="quiet numbers">
								{sayRuns("forkNow", { value: shownAs(detail.options[key] ?? "–").slice(0, 60) })}
							</span>
						</label>
					)}
					<button type="submit" className="strong" disabled={busy}>
						{sayRuns(busy ? "forkStarting" : "forkStart")}
					</button>
					{failure !== null && <Refusal failure={failure} />}
				</form>
			)}
		</div>
	);
}
