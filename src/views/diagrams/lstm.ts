/** The LSTM and its variants (docs/equations.md#lstm): the memory line, its forget valve, its input valve, its output. */
import { COLUMNS, type Diagram, DiagramBuilder } from "./diagram.ts";

const [MEMORY, INPUT_VALVE, OUTPUT_VALVE, GATES, LAYERS, PEEP, BUS] = [86, 219, 234, 286, 350, 384, 408];
/** Columns of the gates, of the output, of the strips at the ends of the lines, and of the edges. */
const X = {
	left: 0,
	join: 1.1,
	f: 2.15,
	i: 3.25,
	g: 4.35,
	peep: 5,
	o: 5.65,
	out: 6.5,
	up: 7.2,
	ends: 7.97,
	right: COLUMNS,
};

/** Gates with weights of their own, in the order of their blocks. */
const BLOCKS = { forget: "ifgo", peephole: "ifgo", coupled: "igo", "1997": "igo" } as const;

export type LstmDiagram = keyof typeof BLOCKS;

export function lstmDiagram(variant: LstmDiagram): Diagram {
	const d = new DiagramBuilder();
	const letters = BLOCKS[variant];
	const learned = letters.includes("f");
	d.node("c_prev", [X.left, MEMORY], 1, { kind: "input", value: "c_prev" });
	d.node("h_prev", [X.left, BUS], 1, { kind: "input", value: "h_prev" });
	d.node("x", [X.join, 470], 1, { kind: "input", value: "x" });
	d.node("join", [X.join, BUS], 2, { kind: "join", value: "input" });
	d.line("x", "join", { stage: 1 });
	d.line("h_prev", "join", { stage: 1 });

	let bus = "join";
	for (const [letter, stage] of [
		["f", 2],
		["i", 3],
		["g", 3],
		["o", 5],
	] as const) {
		if (!letters.includes(letter)) continue;
		const x = X[letter];
		d.layer(letter, [x, LAYERS], stage, {
			...{ value: `gate.${letter}`, activation: letter === "g" ? "tanh" : "sigmoid" },
			block: letters.indexOf(letter),
		});
		if (letter !== "o") {
			d.fork(`bus.${letter}`, [x, BUS], 2, "input");
			d.line(bus, `bus.${letter}`, { stage: 2 });
			bus = `bus.${letter}`;
			d.line(bus, letter, { weighting: "joined" });
		} else d.line(bus, letter, { weighting: "joined", via: [[x, BUS]] });
		d.strip(`gate.${letter}`, [x, GATES], "above", stage);
	}

	const memory = forgetting(d, variant, learned);
	d.point("input.valve", [X.g, INPUT_VALVE], 3, "times", "added");
	d.line("g", "input.valve");
	if (variant === "coupled") d.line("i.fork", "input.valve");
	else d.line("i", "input.valve", { via: [[X.i, INPUT_VALVE]] });
	d.point("add", [X.g, MEMORY], 4, "plus", "c");
	d.line(memory, "add");
	d.line("input.valve", "add");
	d.strip("added", [X.g, 157], variant === "peephole" ? "left" : "right", 4);

	output(d, variant);
	return {
		...{ name: `lstm ${variant}`, height: 510, memory: MEMORY, stages: 5 },
		...{ nodes: d.nodes, lines: d.lines, strips: d.strips },
		letters: { kept: "f cₜ₋₁", added: "i g" },
	};
}

/** What the memory line passes before something is added; returns its last node. */
function forgetting(d: DiagramBuilder, variant: LstmDiagram, learned: boolean): string {
	d.strip("c_prev", [0.75, MEMORY], "above", 1);
	d.strip("h_prev", [0.45, BUS], "above", 1);
	if (variant === "1997") return "c_prev"; // W_rec = 1: nothing is in its way
	let before = "c_prev";
	if (variant === "peephole") {
		d.fork("c_prev.fork", [1.5, MEMORY], 2, "c_prev");
		d.line("c_prev", "c_prev.fork", { stage: 1 });
		before = "c_prev.fork";
		d.fork("peep.f", [X.f - 0.22, PEEP], 2, "c_prev");
		d.line(before, "peep.f", { via: [[1.5, PEEP]] });
		d.line("peep.f", "f", { weighting: "peep", end: [X.f - 0.22, LAYERS + 18] });
		d.line("peep.f", "i", { weighting: "peep", via: [[X.i - 0.22, PEEP]], end: [X.i - 0.22, LAYERS + 18] });
	}
	d.point("forget", [X.f, MEMORY], 4, "times", "kept");
	d.line(before, "forget");
	if (learned) d.line("f", "forget");
	else {
		d.fork("i.fork", [X.i, INPUT_VALVE], 3, "gate.i");
		d.line("i", "i.fork");
		d.point("rest", [X.f, 151], 4, "rest", "f");
		d.line("i.fork", "rest", { via: [[X.f, INPUT_VALVE]] });
		d.line("rest", "forget");
	}
	d.strip("kept", [(X.f + X.g) / 2, MEMORY], "above", 4);
	return "forget";
}

/** From the new memory to the output. */
function output(d: DiagramBuilder, variant: LstmDiagram): void {
	let memory = "add";
	if (variant === "peephole") {
		d.fork("c.peep", [X.peep, MEMORY], 5, "c");
		d.line("add", "c.peep", { stage: 4 });
		d.line("c.peep", "o", {
			...{
				weighting: "peep",
				via: [
					[X.peep, PEEP],
					[X.o - 0.22, PEEP],
				],
			},
			end: [X.o - 0.22, LAYERS + 18],
		});
		memory = "c.peep";
	}
	d.fork("c.fork", [X.out, MEMORY], 5, "c");
	d.line(memory, "c.fork", { stage: 4 });
	d.node("c", [X.right, MEMORY], 4, { kind: "output", value: "c" });
	d.line("c.fork", "c");
	d.point("tanh", [X.out, 139], 5, "tanh", "tanh_c");
	d.line("c.fork", "tanh");
	d.point("output.valve", [X.out, OUTPUT_VALVE], 5, "times", "h");
	d.line("tanh", "output.valve");
	d.line("o", "output.valve", { via: [[X.o, OUTPUT_VALVE]] });
	d.fork("h.fork", [X.up, BUS], 5, "h");
	d.line("output.valve", "h.fork", { via: [[X.out, BUS]] });
	d.node("h", [X.right, BUS], 5, { kind: "output", value: "h" });
	d.line("h.fork", "h");
	d.node("h.up", [X.up, 16], 5, { kind: "output", value: "h" });
	d.line("h.fork", "h.up");
	d.strip("c", [X.ends, MEMORY], "above", 4);
	d.strip("tanh_c", [X.out, 186], "left", 5);
	d.strip("h", [X.ends, BUS], "above", 5);
}
