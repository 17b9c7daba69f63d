/** The words of the figures of error-wall, in both languages. Placeholders have the form {name}. */
import type { Lang } from "../../errors/define.ts";

const en = {
	surface: "Error after 50 steps: the wall, and descent with and without clipping",
	surfaceText:
		"Field of the error over w and b. A wall runs along w = (.5 - b) / s(.5). Paths without clipping leap off it, clipped ones stay.",
	weight: "recurrent weight w",
	bias: "bias b",
	error: "error E₅₀",
	free: "gradient descent",
	clipped: "clipped at norm {norm}",
	starts: "starts",
	gradient: "Gradient norm along w: each wall is narrower and higher than the previous one",
	gradientText: "Six lines on a logarithmic axis, each with a peak at its wall: 50 for b = -2.2, a million for b = -3.",
	norm: "norm of (dE/dw, dE/db)",
};

const ko: { [K in keyof typeof en]: string } = {
	surface: "50스텝 뒤의 오차: 절벽, 클리핑 유무에 따른 경사 하강",
	surfaceText:
		"w와 b에 따른 오차입니다. 절벽은 w = (.5 - b) / s(.5)를 따라 이어집니다. 클리핑이 없으면 절벽에서 멀리 튕겨 나가고, 클리핑하면 근처에 머뭅니다.",
	weight: "순환 가중치 w",
	bias: "편향 b",
	error: "오차 E₅₀",
	free: "경사 하강",
	clipped: "노름 {norm}에서 클리핑",
	starts: "출발점",
	gradient: "w에 따른 기울기 노름: 절벽마다 앞의 것보다 좁고 높음",
	gradientText:
		"로그 축에 그린 선 여섯 개이고, 저마다 절벽에서 가장 높습니다. b = -2.2에서는 50, b = -3에서는 백만입니다.",
	norm: "(dE/dw, dE/db)의 노름",
};

export const ERROR_WALL_WORDS: Readonly<Record<Lang, typeof ko>> = { en, ko };
