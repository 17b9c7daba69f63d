/** Makes a receipt: trains its updates once on the plain build and puts the digests into a link. Pure. */
import { type CertifyTools, certify, checkedUpdates, type Recipe, recipeDigest } from "./certify.ts";
import { MOST_LINK, MOST_TENSORS, type Receipt, receiptLink } from "./receiptCodec.ts";

export interface Issued {
	receipt: Receipt;
	/** The receipt as an address fragment. */
	link: string;
}

/** Returns the receipt of a recipe, or why there is none. @throws what `certify` throws. */
export async function issueReceipt(recipe: Recipe, tools: CertifyTools): Promise<Issued | "diverged" | "long"> {
	const digest = await recipeDigest(recipe, tools.host);
	const { names: _, tensors, weightsSha256, checks } = await certify(recipe, checkedUpdates(recipe.updates), tools);
	if (!tensors || !weightsSha256) return "diverged";
	const receipt: Receipt = {
		...{ version: 1, ...recipe, engine: "wasm-plain", recipe: digest, checks, tensors, weightsSha256 },
	};
	const link = receiptLink(receipt);
	return link.length > MOST_LINK || tensors.length > MOST_TENSORS ? "long" : { receipt, link };
}
