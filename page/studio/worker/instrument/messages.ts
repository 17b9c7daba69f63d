/** What a view and the worker of its instruments say to each other. A cancelled call gets no answer. */
export type Asked = { type: "call"; id: number; name: string; params: unknown } | { type: "cancel"; id: number };

export type Answered =
	| { type: "progress"; id: number; done: number; total: number }
	| { type: "answer"; id: number; answer: unknown }
	| { type: "failed"; id: number; code: string; params: unknown };
