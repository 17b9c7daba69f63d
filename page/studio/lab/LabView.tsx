/** The gradient lab: one instrument at a time, each with a question. */

import { address, isLocked } from "../shell/location.ts";
import { lockedProps } from "../shell/lockedProps.ts";
import { useStore } from "../shell/useStore.ts";
import { say } from "../words/words.ts";
import { ArcsPanel } from "./ArcsPanel.tsx";
import { DialPanel } from "./DialPanel.tsx";
import { INSTRUMENTS, instrumentOf, writeLab } from "./labAddress.ts";
import { sayLab } from "./labWords.ts";
import { RemediesPanel } from "./remedies/RemediesPanel.tsx";
import { WallPanel } from "./WallPanel.tsx";
import "./lab.css";

const PANELS = { dial: DialPanel, wall: WallPanel, arcs: ArcsPanel, remedies: RemediesPanel };

export default function LabView() {
	const chosen = instrumentOf(useStore(address).more);
	const Panel = PANELS[chosen];
	return (
		<div className="lab">
			<h1 className="unseen">{say("app.lab")}</h1>
			<nav className="lab-nav" aria-label={sayLab("instruments")}>
				{INSTRUMENTS.map((name) => (
					<button
						key={name}
						type="button"
						aria-current={name === chosen ? "page" : undefined}
						{...lockedProps(name !== chosen && isLocked("lab"))}
						onClick={() =>
							name !== chosen && writeLab({ lab: name === "dial" ? "" : name, at: "", of: "", shade: "" }, "push")
						}
					>
						<b>{sayLab(name)}</b> <span>{sayLab(`${name}.question`)}</span>
					</button>
				))}
			</nav>
			<Panel />
		</div>
	);
}
