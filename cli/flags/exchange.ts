/** Formats of a weight file. */
import type { ExchangeFormat } from "../../src/index.ts";
import { choice } from "./rules.ts";

const FORMATS = ["safetensors", "torch", "onnx", "npz"] as const satisfies ExchangeFormat[];

export const FORMAT = choice(FORMATS);
