/** Errors of questions to a model: forecasts, named units, reports. */
import { define } from "./define.ts";
import { particle } from "./particle.ts";
import { counted, quote } from "./quote.ts";

export const readingErrors = {
	/** `data`: what it was trained on; a text where it is left out. */
	E_NO_FORECAST: define<{ run: string; data?: string; next: string }>({
		exit: 2,
		en: (p) =>
			`the run ${quote(p.run)} was trained on ${p.data ?? "text"}, whose targets are not later values of its own input: there is ` +
			`nothing to forecast. Try ${p.next}.`,
		ko: (p) =>
			`${quote(p.run)} 실행은 ${particle(p.data ?? "텍스트", "으로/로")} 학습했습니다. ${p.data === undefined ? "텍스트는 숫자 시계열이 아니므로" : "이 데이터의 정답은 입력의 나중 값이 아니므로"} 미래를 예측할 수 없습니다. ` +
			`다음을 써 보세요: ${p.next}`,
	}),
	/** `what`: the number of the result that is not finite. */
	E_NOT_FINITE: define<{ run: string; step: number; what: "loss" | "probability" | "forecast"; got: string }>({
		en: (p) =>
			`the ${p.what} of ${quote(p.run)} at step ${p.step} is ${p.got}: its weights drive the outputs out of the range of numbers. Choose an earlier checkpoint with --checkpoint, or train with --clip-norm 1.`,
		ko: (p) =>
			`${quote(p.run)} 실행은 갱신 ${p.step}에서 ${particle({ loss: "손실", probability: "확률", forecast: "예측값" }[p.what], "이/가")} ${p.got}입니다. 가중치가 커서 출력이 수의 범위를 벗어납니다. --checkpoint로 더 이른 체크포인트를 고르거나 --clip-norm 1로 학습시키세요.`,
	}),
	E_DYNAMIC: define<{ lr: number; got: string }>({
		en: (p) =>
			`dynamic evaluation with --dynamic-lr ${p.lr} diverged: its loss is ${p.got}. Give a smaller --dynamic-lr; the default is 0.001.`,
		ko: (p) =>
			`--dynamic-lr ${p.lr}의 동적 평가가 발산해 손실이 ${p.got}입니다. --dynamic-lr를 더 작게 지정하세요. 기본값은 0.001입니다.`,
	}),
	E_LANES: define<{ symbols: number; lanesNats: number; exactNats: number; exact: boolean }>({
		en: (p) =>
			`reading in lanes misleads here: on the first ${p.symbols} symbols, lanes with 256 symbols of warm-up give ${p.lanesNats.toPrecision(4)} nats per symbol, one piece gives ${p.exactNats.toPrecision(4)}. The model remembers further back than the warm-up.${p.exact ? " Use --exact." : " sluice eval --exact reads in one piece."}`,
		ko: (p) =>
			`여기서는 레인으로 읽은 손실이 맞지 않습니다. 맨 앞 기호 ${p.symbols}개에서 워밍업 기호 256개를 둔 레인은 기호당 ${p.lanesNats.toPrecision(4)} nats, 한 번에 이어 읽으면 ${p.exactNats.toPrecision(4)} nats입니다. 모델이 워밍업보다 더 먼 기호를 기억합니다. ${p.exact ? "--exact를 쓰세요." : "sluice eval --exact로 이어 읽을 수 있습니다."}`,
	}),
	E_CELL_NAME: define<{ name: string; why: "text" | "empty" | "long" | "control" }>({
		exit: 2,
		en: (p) =>
			`${quote(p.name.slice(0, 100))} cannot be the name of a unit: ${
				{
					text: "it is not a string",
					empty: "it is empty",
					long: "it is longer than 80 characters",
					control: "it has a control character, a line break or a character that changes the direction of writing",
				}[p.why]
			}. Give 1 to 80 characters of one line, such as "inside a comment".`,
		ko: (p) =>
			`${quote(p.name.slice(0, 100))}: 유닛 이름으로 쓸 수 없습니다(${
				{
					text: "문자열이 아님",
					empty: "비어 있음",
					long: "80자를 넘음",
					control: "제어 문자, 줄바꿈 또는 쓰기 방향을 바꾸는 문자가 있음",
				}[p.why]
			}). "주석 안"처럼 한 줄에 1~80자로 적으세요.`,
	}),
	E_CELL_UNNAMED: define<{ unit: string; known: string }>({
		exit: 2,
		en: (p) => `${p.unit} has no name. Named units: ${p.known || "none"}. Name one with sluice cells name.`,
		ko: (p) =>
			`${p.unit}: 이름이 없습니다. 이름이 있는 유닛: ${p.known || "없음"}. sluice cells name으로 이름을 붙일 수 있습니다.`,
	}),
	E_CELL_PATTERN: define<{ unit: string; text: string; judged: number }>({
		exit: 2,
		en: (p) =>
			`${p.unit} tracks none of the ${counted(p.judged, "pattern")} that could be tested in ${quote(p.text)} above chance, so there is nothing to follow. Choose what to score it on: --pattern quotes, or another of sluice cells patterns.`,
		ko: (p) =>
			`${p.unit} 유닛은 ${quote(p.text)} 텍스트에서 평가할 수 있는 패턴 ${p.judged}개 가운데 어느 것도 우연 수준보다 잘 따라가지 않습니다. 무엇으로 점수를 매길지 지정하세요: --pattern quotes, 또는 sluice cells patterns에 있는 다른 패턴.`,
	}),
	E_PAGE: define<{ file: string }>({
		en: (p) => `this installation has no ${p.file}, which reports need. In a checkout, run npm ci && npm run build.`,
		ko: (p) =>
			`보고서를 만드는 데 필요한 ${p.file} 파일이 설치되어 있지 않습니다. 소스에서는 npm ci && npm run build를 실행하세요.`,
	}),
};
