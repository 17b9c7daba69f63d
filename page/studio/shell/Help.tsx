/** A "?" that says what a picture or a table shows. Escape closes it. */
import type { KeyboardEvent, ReactNode } from "react";

/** @param label what the "?" offers */
export function Help({ label, children }: { label: string; children: ReactNode }) {
	return (
		<details className="help" name="help" onKeyDown={closeOnEscape}>
			<summary aria-label={label}>?</summary>
			<div>{children}</div>
		</details>
	);
}

function closeOnEscape(event: KeyboardEvent<HTMLDetailsElement>): void {
	if (event.key !== "Escape") return;
	event.currentTarget.open = false;
	event.currentTarget.querySelector("summary")?.focus();
}
