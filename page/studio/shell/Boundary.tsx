/** Keeps the rest of the page when a view fails, for instance because its file could not be loaded. */
import { Component, type ReactNode } from "react";
import { say } from "../words/words.ts";

export class Boundary extends Component<{ children: ReactNode }, { failed: boolean }> {
	override state = { failed: false };

	static getDerivedStateFromError() {
		return { failed: true };
	}

	override render() {
		if (!this.state.failed) return this.props.children;
		return (
			<div role="alert">
				<h1>{say("error.title")}</h1>
				<p>
					<button type="button" onClick={() => location.reload()}>
						{say("error.again")}
					</button>
				</p>
			</div>
		);
	}
}
