/**
 * The network of the stored run, for views that read a text with it before anything is trained: its file of weights, which
 * a worker opens (worker/openModel.ts), and the text that it was trained on.
 */
import weightsAddress from "../stored/first.safetensors?url";
import { textOf } from "./texts.ts";
import { Told } from "./told.ts";

export interface StoredModel {
	/** A safetensors file of bfloat16 weights, with the model and its vocabulary in the notes. */
	bytes: ArrayBuffer;
	text: string;
}

/** @throws Told if one of both cannot be fetched. */
export async function readStoredModel(): Promise<StoredModel> {
	const [bytes, text] = await Promise.all([readWeights(), textOf("c")]);
	return { bytes, text };
}

async function readWeights(): Promise<ArrayBuffer> {
	const answer = await fetch(weightsAddress).catch(() => undefined);
	if (!answer?.ok) throw new Told("data.notServed", { file: "first.safetensors", status: answer?.status ?? "–" });
	return answer.arrayBuffer();
}
