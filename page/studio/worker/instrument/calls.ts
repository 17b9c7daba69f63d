/** What the worker of the instruments can be asked, by name. */
import { dialCall } from "./lab/dialCall.ts";
import { lossesCall, walkCall } from "./lab/wallCall.ts";
import { open } from "./open.ts";

export const CALLS = { open, dial: dialCall, walk: walkCall, losses: lossesCall };

export type Calls = typeof CALLS;
export type CallName = keyof Calls;
export type ParamsOf<K extends CallName> = Parameters<Calls[K]>[1];
export type AnswerOf<K extends CallName> = Awaited<ReturnType<Calls[K]>>;
