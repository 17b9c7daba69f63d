/** One turn of a conversation. */
import type { TalkReply, TalkRequest, TalkSymbol } from "../../../studio/wire/chatMessages.ts";
import type { Words } from "../../../studio/wire.ts";

/** A question and its reply, which is null until it has ended. */
export interface Turn {
	number: number;
	/** Id and name of the run that answers. */
	run: { id: string; name: string };
	asked: TalkRequest;
	symbols: readonly TalkSymbol[];
	/** Text of the symbols so far. */
	text: string;
	reply: TalkReply | null;
	failure: Words | null;
	/** Whether its gates and states were left out to keep it over a reload. */
	bare?: boolean;
}
