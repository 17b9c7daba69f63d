/** Errors of remedies: why one cannot be used here, and what to do. */
import { define } from "./define.ts";
import { particle } from "./particle.ts";
import { quote } from "./quote.ts";

export type RemedyReason =
	/** Omega is about one recurrent product, which this cell does not have. */
	| { reason: "omegaCell"; cell: string }
	/** Two remedies of one comparison that train alike. */
	| { reason: "sameAs"; other: string }
	| { reason: "excludes"; other: string }
	| { reason: "cells"; cells: readonly string[]; not: string }
	/** An echo state network next to others: on a series, with more than one layer, with dropout. */
	| { reason: "echoSeries" | "echoLayers" | "echoDropout" | "echoWeightDrop" };

function why(remedy: string, p: RemedyReason): string {
	switch (p.reason) {
		case "omegaCell":
			return `it penalises dh_t/dh_{t-1} = diag(act') W_hh, but the state of ${p.cell} also passes through gates. Try --cell rnn`;
		case "sameAs":
			return `it has the same settings as ${quote(p.other)} and would train the same network twice. Try ${quote(p.other)} alone, or another number`;
		case "excludes":
			return `it cannot be combined with ${quote(p.other)}. Try ${quote(p.other)} or ${quote(remedy)} alone`;
		case "cells":
			return `it is for ${p.cells.join(" and ")}, not for ${p.not}. Try ${p.cells[0] === "rnn" ? `${quote(remedy)} without a cell` : quote(`${p.cells[0]}+${remedy}`)}`;
		case "echoSeries":
			return "it reads a series once, as one sequence, not the windows that the others read. Try sluice train FILE --target COLUMN --cell esn";
		case "echoLayers":
			return "a reservoir has one layer. Try --layers 1";
		case "echoDropout":
			return "it has no dropout. Try --dropout 0";
		case "echoWeightDrop":
			return "its recurrent matrix is not trained, so there is no dropout of it. Try --weight-drop 0";
	}
}

function whyKo(remedy: string, p: RemedyReason): string {
	switch (p.reason) {
		case "omegaCell":
			return `이 처방은 dh_t/dh_{t-1} = diag(act') W_hh에 벌점을 주는데 ${p.cell}의 상태는 게이트도 거칩니다. --cell rnn을 써 보세요`;
		case "sameAs":
			return `${quote(p.other)} 처방과 설정이 같아 같은 학습을 두 번 하게 됩니다. ${quote(p.other)} 하나만 쓰거나 수를 바꿔 보세요`;
		case "excludes":
			return `${quote(p.other)} 처방과 함께 쓸 수 없습니다. ${particle(quote(p.other), "이나/나")} ${quote(remedy)} 하나만 쓰세요`;
		case "cells":
			return `${p.cells.join(", ")} 셀을 위한 처방이라 ${p.not}에는 쓸 수 없습니다. ${p.cells[0] === "rnn" ? `셀 없이 ${quote(remedy)}만` : particle(quote(`${p.cells[0]}+${remedy}`), "을/를")} 써 보세요`;
		case "echoSeries":
			return "시계열을 한 시퀀스로 한 번 읽으므로 다른 처방이 읽는 창을 읽지 않습니다. sluice train FILE --target COLUMN --cell esn을 써 보세요";
		case "echoLayers":
			return "저수지(reservoir)는 층이 하나뿐입니다. --layers 1을 써 보세요";
		case "echoDropout":
			return "드롭아웃이 없습니다. --dropout 0을 써 보세요";
		case "echoWeightDrop":
			return "순환 행렬을 학습하지 않아 그 드롭아웃도 없습니다. --weight-drop 0을 써 보세요";
	}
}

export const remedyErrors = {
	E_REMEDY: define<{ remedy: string; why: RemedyReason }>({
		exit: 2,
		en: (p) => `the remedy ${quote(p.remedy)} cannot be used here: ${why(p.remedy, p.why)}.`,
		ko: (p) => `여기서는 ${quote(p.remedy)} 처방을 쓸 수 없습니다. ${whyKo(p.remedy, p.why)}.`,
	}),
};
