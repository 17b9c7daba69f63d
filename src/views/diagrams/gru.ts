/** The GRU with both places of the reset gate (docs/equations.md#gru): its state is its memory line. */
import { COLUMNS, type Diagram, DiagramBuilder } from "./diagram.ts";

const [MEMORY, BLEND, RESET, GATES, LAYERS, BUS, INPUTS] = [86, 184, 230, 298, 350, 408, 446];
const X = { left: 0, tap: 1.2, join: 1.55, s: 1.95, r: 2.95, z: 4.05, second: 5.15, n: 6.15, out: 7.2, right: COLUMNS };

export function gruDiagram(variant: "reset-after" | "reset-before"): Diagram {
	const d = new DiagramBuilder();
	const after = variant === "reset-after";
	d.node("h_prev", [X.left, MEMORY], 1, { kind: "input", value: "h_prev" });
	d.node("x", [X.join, 484], 1, { kind: "input", value: "x" });
	d.fork("h.tap", [X.tap, MEMORY], 1, "h_prev");
	d.line("h_prev", "h.tap");
	d.fork("h.down", [X.tap, RESET], 1, "h_prev");
	d.line("h.tap", "h.down");
	d.fork("x.fork", [X.join, INPUTS], 1, "x");
	d.line("x", "x.fork");
	d.node("join", [X.join, BUS], 2, { kind: "join", value: "input" });
	d.line("x.fork", "join", { stage: 1 });
	d.line("h.down", "join", { via: [[X.tap, BUS]], stage: 1 });

	d.layer("r", [X.r, LAYERS], 2, { value: "gate.r", activation: "sigmoid", block: 0 });
	d.layer("z", [X.z, LAYERS], 4, { value: "gate.z", activation: "sigmoid", block: 1 });
	d.fork("bus.r", [X.r, BUS], 2, "input");
	d.line("join", "bus.r");
	d.line("bus.r", "r", { weighting: "joined" });
	d.line("bus.r", "z", { weighting: "joined", via: [[X.z, BUS]] });

	reset(d, after);
	blend(d);
	d.strip("h_prev", [0.55, MEMORY], "above", 1);
	d.strip("gate.r", [X.r, GATES], "above", 2);
	d.strip("gate.z", [X.z, GATES], "above", 4);
	d.strip("gate.n", [X.n, 282], "above", 3);
	d.strip("kept", [(X.z + X.n) / 2, MEMORY], "above", 4);
	d.strip("added", [X.n, 135], "right", 4);
	d.strip("h", [7.97, MEMORY], "above", 5);
	return {
		...{ name: `gru ${variant}`, height: 520, memory: MEMORY, stages: 5 },
		...{ nodes: d.nodes, lines: d.lines, strips: d.strips },
		letters: { kept: "z hₜ₋₁", added: "(1−z) n" },
	};
}

/** What the candidate sees of the old state. */
function reset(d: DiagramBuilder, after: boolean): void {
	if (after) {
		d.layer("s", [X.s, RESET], 2, { value: "s", activation: "linear", block: 2, bias: "b_hn" });
		d.line("h.down", "s", { weighting: "recurrent" });
	}
	d.point("reset.valve", [X.r, RESET], 2, "times", after ? "r s" : "s");
	d.line(after ? "s" : "h.down", "reset.valve");
	d.line("r", "reset.valve");
	d.node("second", [X.second, INPUTS], 3, { kind: "join", value: "candidate" });
	d.line("x.fork", "second");
	d.line("reset.valve", "second", { via: [[X.second, RESET]] });
	d.layer("n", [X.n, LAYERS], 3, { value: "gate.n", activation: "tanh", block: 2 });
	d.line("second", "n", { weighting: after ? "input" : "joined", via: [[X.n, INPUTS]] });
	d.strip(after ? "r s" : "s", [X.second, 346], "above", 2);
}

/** The new state: some of the old, and the rest of the candidate. */
function blend(d: DiagramBuilder): void {
	d.point("keep.valve", [X.z, MEMORY], 4, "times", "kept");
	d.line("h.tap", "keep.valve");
	d.fork("z.fork", [X.z, BLEND], 4, "gate.z");
	d.line("z", "z.fork");
	d.line("z.fork", "keep.valve");
	d.point("rest", [X.second, BLEND], 4, "rest", "1 - z");
	d.line("z.fork", "rest");
	d.point("add.valve", [X.n, BLEND], 4, "times", "added");
	d.line("n", "add.valve", { stage: 3 });
	d.line("rest", "add.valve");
	d.point("add", [X.n, MEMORY], 4, "plus", "h");
	d.line("keep.valve", "add");
	d.line("add.valve", "add");
	d.fork("h.fork", [X.out, MEMORY], 5, "h");
	d.line("add", "h.fork", { stage: 4 });
	d.node("h", [X.right, MEMORY], 5, { kind: "output", value: "h" });
	d.line("h.fork", "h");
	d.node("h.up", [X.out, 16], 5, { kind: "output", value: "h" });
	d.line("h.fork", "h.up");
}
