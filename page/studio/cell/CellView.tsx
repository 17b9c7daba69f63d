/** The view Cell: one step of the network as a diagram that can be played, dragged and asked. */
import { useEffect } from "react";
import { ModelBar } from "../instrument/ModelBar.tsx";
import { OfModel } from "../instrument/OfModel.tsx";
import { useStore } from "../shell/useStore.ts";
import { say } from "../words/words.ts";
import type { ModelFacts } from "../worker/instrument/open.ts";
import { CellDiagram } from "./CellDiagram.tsx";
import { CellTable } from "./CellTable.tsx";
import { cell, showNetwork } from "./cellState.ts";
import { sayCell } from "./cellWords.ts";
import { Outputs } from "./Outputs.tsx";
import { Predictions } from "./Predictions.tsx";
import { pressed, stop } from "./player.ts";
import { ReservoirLine } from "./ReservoirLine.tsx";
import { SentenceForm } from "./SentenceForm.tsx";
import { StepBar } from "./StepBar.tsx";
import { Valves } from "./Valves.tsx";
import { WayBack } from "./WayBack.tsx";
import { Why } from "./Why.tsx";
import "./cell.css";

export default function CellView() {
	const bar = (
		<>
			<ModelBar echo />
			<SentenceForm />
		</>
	);
	return (
		<OfModel title={say("app.cell")} bar={bar} echo>
			{(facts) => <Cell facts={facts} />}
		</OfModel>
	);
}

function Cell({ facts }: { facts: ModelFacts }) {
	const state = useStore(cell);
	useEffect(() => showNetwork(facts), [facts]);
	useEffect(() => stop, []);
	if (!state || state.facts !== facts) return null;
	if (state.failed) return <p role="alert">{sayCell("failed")}</p>;
	return (
		// biome-ignore lint/a11y/noStaticElementInteractions: the keys of the transport bar work on the diagram too
		<div className="cell" onKeyDown={(event) => pressed(event.nativeEvent) && event.preventDefault()}>
			<StepBar state={state} />
			<ReservoirLine facts={facts} />
			<div className="cell-main">
				<CellDiagram state={state} />
				<div className="cell-side">
					{facts.echo ? <Outputs state={state} /> : <Predictions state={state} />}
					<Valves state={state} />
					<Why state={state} />
				</div>
			</div>
			<CellTable state={state} />
			<WayBack state={state} />
		</div>
	);
}
