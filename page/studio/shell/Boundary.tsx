/**
 * Keeps the rest of the page when a view fails, for instance because its file could not be loaded. A training that runs in
 * the page is kept when it is loaded again, and goes on. Another address is tried without that.
 */
import { Component, type ReactNode } from "react";
import { say } from "../words/words.ts";
import { address } from "./location.ts";

const keep = () => import("../train/keeping.ts").then(({ keepForReload }) => keepForReload()).catch(() => false);

interface BoundaryState {
	failed: boolean;
	/** Whether loading the page again would lose the training in it. */
	loses: boolean;
}

export class Boundary extends Component<{ children: ReactNode }, BoundaryState> {
	override state = { failed: false, loses: false };

	static getDerivedStateFromError() {
		return { failed: true };
	}

	#end: () => void = () => {};

	override componentDidMount() {
		this.#end = address.subscribe(() => this.state.failed && this.setState({ failed: false, loses: false }));
	}

	override componentWillUnmount() {
		this.#end();
	}

	readonly #again = async () => {
		if (this.state.loses || (await keep())) location.reload();
		else this.setState({ loses: true });
	};

	override render() {
		if (!this.state.failed) return this.props.children;
		const { loses } = this.state;
		return (
			<div role="alert">
				<h1>{say("error.title")}</h1>
				{loses && <p>{say("error.loses")}</p>}
				<p>
					<button type="button" onClick={() => void this.#again()}>
						{say(loses ? "error.anyway" : "error.again")}
					</button>
				</p>
			</div>
		);
	}
}
