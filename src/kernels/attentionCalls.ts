/** The calls of an engine written in C for attention; calls.ts has the others. */
import { type CallArray, type Host, sendCall, unshared } from "./calls.ts";
import { checkedAttention } from "./checkAttention.ts";
import type { AttentionForward, AttentionKernels } from "./kernels.ts";

/** Returns the calls. */
export function attentionCalls(host: Host): AttentionKernels {
	const send = (call: keyof AttentionKernels, a: AttentionForward, more: readonly CallArray[]) => {
		host.numbers.set([a.T, a.J, a.B, a.A, a.C]);
		sendCall(host, call, [a.query, a.keys, a.v, a.values, a.first, a.weights, a.context, ...more]);
	};
	return {
		attentionForward(given) {
			send("attentionForward", checkedAttention("attentionForward", unshared({ ...given }, host)), []);
		},
		attentionBackward(given) {
			const a = checkedAttention("attentionBackward", unshared({ ...given }, host));
			send("attentionBackward", a, [a.dcontext, a.dquery, a.dkeys, a.dvalues, a.dv]);
		},
	};
}
