/** Formats of a weight file. */
import type { ExchangeFormat, ImportFormat } from "../../src/index.ts";
import { choice } from "./rules.ts";

const FORMATS = ["safetensors", "torch", "onnx", "npz", "keras"] as const satisfies ExchangeFormat[];

export const FORMAT = choice(FORMATS);

/** Formats that `sluice import` reads. */
export const LAYOUT = choice([...FORMATS, "t7"] as const satisfies ImportFormat[]);
