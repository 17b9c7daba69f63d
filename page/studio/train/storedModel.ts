/**
 * The network of the stored run, so that the first visit has something to look at within a second: a file of the weights
 * that the page's own training ends with, and the text that both are trained on.
 */
import weightsAddress from "../stored/first.safetensors?url";
import { textOf } from "./texts.ts";
import { Told } from "./told.ts";

export interface StoredModel {
	/** A safetensors file with the model and its vocabulary in the notes. */
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
