/** What the worker of the instruments can be asked, by name. */
import { cellBack, cellChange, cellStep, cellText, cellWhy, cellWords } from "./cellCalls.ts";
import { open } from "./open.ts";

export const CALLS = { open, cellStep, cellText, cellChange, cellWhy, cellBack, cellWords };

export type Calls = typeof CALLS;
export type CallName = keyof Calls;
export type ParamsOf<K extends CallName> = Parameters<Calls[K]>[1];
export type AnswerOf<K extends CallName> = Awaited<ReturnType<Calls[K]>>;
