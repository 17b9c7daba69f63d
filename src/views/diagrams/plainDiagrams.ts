/** The plain cell (docs/equations.md#rnn), and the leaky unit of an echo state network (#echo-state-network). */
import { type Activation, COLUMNS, type Diagram, DiagramBuilder } from "./diagram.ts";

const LINE = 170;
const X = { left: 0, join: 2.1, layer: 4.1, out: 6.2, right: COLUMNS };

export function rnnDiagram(activation: Activation): Diagram {
	const d = new DiagramBuilder();
	d.node("h_prev", [X.left, LINE], 1, { kind: "input", value: "h_prev" });
	d.node("x", [X.join, 262], 1, { kind: "input", value: "x" });
	d.node("join", [X.join, LINE], 2, { kind: "join", value: "input" });
	d.line("x", "join", { stage: 1 });
	d.line("h_prev", "join", { stage: 1 });
	d.layer("a", [X.layer, LINE], 3, { value: "h", activation, block: 0 });
	d.line("join", "a", { weighting: "joined", stage: 2 });
	d.fork("h.fork", [X.out, LINE], 4, "h");
	d.line("a", "h.fork", { stage: 3 });
	d.node("h", [X.right, LINE], 4, { kind: "output", value: "h" });
	d.line("h.fork", "h");
	d.node("h.up", [X.out, 40], 4, { kind: "output", value: "h" });
	d.line("h.fork", "h.up");
	d.strip("h_prev", [0.9, LINE], "above", 1);
	d.strip("h", [7.6, LINE], "above", 3);
	return {
		...{ name: `rnn ${activation}`, height: 300, stages: 4 },
		...{ nodes: d.nodes, lines: d.lines, strips: d.strips, letters: {} },
	};
}

/** x_n = (1 - C g) x_{n-1} + C tanh(a_n): two valves that nothing learned has set, the same for all units and steps. */
export function echoDiagram(): Diagram {
	const d = new DiagramBuilder();
	const [MEMORY, GAIN, LAYER, BUS] = [92, 188, 280, 346];
	d.node("h_prev", [X.left, MEMORY], 1, { kind: "input", value: "h_prev" });
	d.node("x", [X.join, 410], 1, { kind: "input", value: "x" });
	d.fork("h.tap", [1.4, MEMORY], 1, "h_prev");
	d.line("h_prev", "h.tap");
	d.node("join", [X.join, BUS], 2, { kind: "join", value: "input" });
	d.line("x", "join", { stage: 1 });
	d.line("h.tap", "join", { via: [[1.4, BUS]], stage: 1 });
	d.layer("a", [5, LAYER], 3, { value: "tanh_a", activation: "tanh", block: 0 });
	d.line("join", "a", { weighting: "joined", via: [[5, BUS]] });
	d.node("keep", [2.7, GAIN - 40], 4, { kind: "constant", constant: "keep", value: "keep" });
	d.point("keep.valve", [2.7, MEMORY], 4, "times", "kept");
	d.line("h.tap", "keep.valve");
	d.line("keep", "keep.valve");
	d.node("gain", [4.1, GAIN], 4, { kind: "constant", constant: "gain", value: "C" });
	d.point("gain.valve", [5, GAIN], 4, "times", "added");
	d.line("a", "gain.valve", { stage: 3 });
	d.line("gain", "gain.valve");
	d.point("add", [5, MEMORY], 4, "plus", "h");
	d.line("keep.valve", "add");
	d.line("gain.valve", "add");
	d.fork("h.fork", [X.out + 0.4, MEMORY], 5, "h");
	d.line("add", "h.fork", { stage: 4 });
	d.node("h", [X.right, MEMORY], 5, { kind: "output", value: "h" });
	d.line("h.fork", "h");
	d.node("h.up", [X.out + 0.4, 16], 5, { kind: "output", value: "h" });
	d.line("h.fork", "h.up");
	d.strip("h_prev", [0.7, MEMORY], "above", 1);
	d.strip("kept", [3.9, MEMORY], "above", 4);
	d.strip("tanh_a", [5, 232], "right", 3);
	d.strip("added", [5, 140], "right", 4);
	d.strip("h", [7.8, MEMORY], "above", 5);
	return {
		...{ name: "esn leaky", height: 450, memory: MEMORY, stages: 5 },
		...{ nodes: d.nodes, lines: d.lines, strips: d.strips },
		letters: { keep: "1−C", kept: "(1−C) hₜ₋₁", added: "C tanh a" },
	};
}
