/** Find in the whole text: words or a regular expression, n of m, next and previous from the cursor. */
import { useState } from "react";
import { useStore } from "../shell/useStore.ts";
import { expressionOf, type FindFailure, find } from "./finder.ts";
import type { Span } from "./textCaret.ts";
import { cursor, goTo, marks } from "./textStores.ts";
import { sayText } from "./textWords.ts";

/** Spans that are kept of all that are found. */
const MOST = 100_000;

export function FindBar() {
	const [typed, setTyped] = useState("");
	const [failure, setFailure] = useState<FindFailure | "wrong" | "none" | null>(null);
	const now = useStore(marks);
	const at = useStore(cursor);
	const found = now;
	const n = found ? found.spans.findLastIndex(({ from }) => from <= at) : -1;
	const search = async () => {
		const expression = expressionOf(typed);
		setFailure(expression ? null : "wrong");
		if (!expression || typed === "") return;
		const answer = await find(expression);
		if (typeof answer === "string") return setFailure(answer);
		const spans = spansOf(answer.spans);
		if (spans.length === 0) setFailure("none");
		marks.set({ spans: spans.slice(0, MOST), label: typed, of: spans.length });
		const first = spans.find(({ from }) => from >= cursor.get()) ?? spans[0];
		if (first) goTo(first.from, true);
	};
	const step = (by: 1 | -1) => {
		const spans = found!.spans;
		const here = spans[n]?.from === at;
		const next = by > 0 ? n + 1 : here ? n - 1 : n;
		goTo(spans[(next + spans.length) % spans.length]!.from, true);
	};
	return (
		<search className="find-bar">
			<input
				aria-label={sayText("find.typed")}
				placeholder={sayText("find.typed")}
				value={typed}
				spellCheck={false}
				onChange={({ target }) => {
					setTyped(target.value);
					setFailure(null);
				}}
				onKeyDown={({ key, shiftKey, nativeEvent }) => {
					if (key !== "Enter" || nativeEvent.isComposing) return;
					if (found && found.label === typed && found.spans.length > 0) step(shiftKey ? -1 : 1);
					else void search();
				}}
			/>
			<button type="button" onClick={() => void search()}>
				{sayText("find")}
			</button>
			{found && found.spans.length > 0 && (
				<>
					<button type="button" onClick={() => step(-1)}>
						{sayText("find.before")}
					</button>
					<button type="button" onClick={() => step(1)}>
						{sayText("find.after")}
					</button>
					<span className="numbers" role="status">
						{sayText("find.at", { n: (n + 1).toLocaleString("en"), of: found.of.toLocaleString("en") })}
						{found.of > found.spans.length && ` ${leftOut(found)}`}
					</span>
				</>
			)}
			{now && (
				<button type="button" className="plain" onClick={() => marks.set(null)}>
					{sayText("find.clear")}
				</button>
			)}
			{failure && (
				<span role="alert" className={failure === "none" ? "quiet" : "bad"}>
					{sayText(`find.${failure}`)}
				</span>
			)}
		</search>
	);
}

const leftOut = ({ spans, of }: { spans: readonly Span[]; of: number }) =>
	sayText("left", { shown: spans.length.toLocaleString("en"), of: of.toLocaleString("en") });

function spansOf(flat: Uint32Array): Span[] {
	return Array.from({ length: flat.length / 2 }, (_, n) => ({ from: flat[2 * n]!, to: flat[2 * n + 1]! })).filter(
		({ from, to }) => to > from,
	);
}
