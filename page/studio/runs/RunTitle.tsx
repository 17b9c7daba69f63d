/** The name of the open run, which is changed in its place. A rename by another tab is shown beside what was written. */
import { useEffect, useRef, useState } from "react";
import { Served } from "../shell/Served.tsx";
import { toast } from "../shell/toasts.ts";
import { useStore } from "../shell/useStore.ts";
import { nameDraft } from "./nameDraft.ts";
import { renamedHere } from "./opened.ts";
import { rename } from "./runActs.ts";
import { sayRuns } from "./runWords.ts";

/** Longest name that is shown whole. */
const SHOWN = 400;

export function RunTitle({ id, name }: { id: string; name: string }) {
	const draft = useStore(nameDraft);
	const other = useStore(renamedHere);
	const heading = useRef<HTMLHeadingElement>(null);
	const field = useRef<HTMLInputElement>(null);
	const [busy, setBusy] = useState(false);
	const editing = draft !== null;
	useEffect(() => {
		if (editing) field.current?.select();
	}, [editing]);
	const submit = async () => {
		const mine = (draft ?? "").trim();
		if (busy || mine === "") return;
		if (mine === name) return nameDraft.set(null);
		setBusy(true);
		const done = await rename(id, mine);
		setBusy(false);
		if (!done) return;
		forget();
		toast(() => sayRuns("renamedTo", { name: mine }));
	};
	// What was focused left with the view before, so a screen reader begins at the name.
	useEffect(() => {
		if (document.activeElement === document.body) heading.current?.focus({ preventScroll: true });
	}, [editing]);
	if (!editing)
		return (
			<>
				<h1 className="run-title" ref={heading} tabIndex={-1}>
					<bdi>{name.slice(0, SHOWN)}</bdi>
				</h1>
				<Rename name={name} />
			</>
		);
	return (
		<form
			className="rename"
			onSubmit={(event) => {
				event.preventDefault();
				void submit();
			}}
			onKeyDown={(event) => {
				if (event.key === "Escape" && !event.nativeEvent.isComposing) nameDraft.set(null);
			}}
		>
			<h1 className="unseen">{name.slice(0, SHOWN)}</h1>
			<input
				ref={field}
				className="run-name"
				aria-label={sayRuns("name")}
				value={draft}
				maxLength={200}
				spellCheck={false}
				onChange={({ target }) => nameDraft.set(target.value)}
			/>
			<button type="submit" disabled={busy}>
				{sayRuns(other ? "useMine" : "save")}
			</button>
			<button type="button" className="plain" onClick={forget}>
				{sayRuns(other ? "keepTheirs" : "cancel")}
			</button>
			{other && (
				<p className="meanwhile" role="status">
					{sayRuns("meanwhile", { theirs: other.name.slice(0, SHOWN), mine: draft })}
				</p>
			)}
		</form>
	);
}

function forget(): void {
	nameDraft.set(null);
	renamedHere.set(null);
}

function Rename({ name }: { name: string }) {
	return (
		<Served>
			<button type="button" className="plain" onClick={() => nameDraft.set(name)}>
				{sayRuns("rename")}
			</button>
		</Served>
	);
}
