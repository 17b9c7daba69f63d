/** Formats of a weight file. */
import type { ExchangeFormat, ImportFormat } from "../../src/index.ts";
import type { Flag } from "./flag.ts";
import { choice, text } from "./rules.ts";

const FORMATS = ["safetensors", "torch", "onnx", "npz", "keras"] as const satisfies ExchangeFormat[];

export const FORMAT = choice(FORMATS);

/** Formats that `sluice import` reads. */
export const LAYOUT = choice([...FORMATS, "t7"] as const satisfies ImportFormat[]);

/** Folder for TensorBoard's event files. */
export const TENSORBOARD = {
	...{ rule: text(), group: "reading", about: "flag.tensorboard", takes: "DIR" },
} as const satisfies Flag;
