/** The tags of the open run. */
import { useState } from "react";
import { Served } from "../shell/Served.tsx";
import { tag } from "./runActs.ts";
import { sayRuns } from "./runWords.ts";

export function RunTags({ id, tags }: { id: string; tags: readonly string[] }) {
	const [text, setText] = useState("");
	const add = async () => {
		const word = text.trim();
		if (word !== "" && (await tag(id, { add: [word] }))) setText("");
	};
	return (
		<div className="run-tags">
			{tags.slice(0, 30).map((one) => (
				<span key={one} className="tag">
					<bdi>{one.slice(0, 60)}</bdi>
					<Served>
						<button
							type="button"
							className="plain"
							aria-label={sayRuns("removeTag", { tag: one.slice(0, 60) })}
							onClick={() => void tag(id, { remove: [one] })}
						>
							×
						</button>
					</Served>
				</span>
			))}
			<Served>
				<form
					onSubmit={(event) => {
						event.preventDefault();
						void add();
					}}
				>
					<input
						className="tag-field"
						value={text}
						maxLength={60}
						placeholder={sayRuns("addTag")}
						aria-label={sayRuns("addTag")}
						onChange={({ target }) => setText(target.value)}
					/>
				</form>
			</Served>
		</div>
	);
}
