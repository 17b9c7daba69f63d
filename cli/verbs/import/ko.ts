/** Korean messages: `sluice import`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.import": "PyTorch, Keras, char-rnn, ONNX, NumPy 또는 다른 Sluice의 가중치를 가져와 실행을 만듭니다",
	"arg.importFile": "가중치 파일: safetensors, ONNX, .npz, .keras, .weights.h5, .t7",
	"flag.layout": "가중치 이름과 게이트 순서의 형식",
	"flag.vocabulary": "기호 목록이 없는 파일의 기호: id 순서로 적은 .json 목록, 또는 학습 텍스트",
	"default.fromFile": "파일에 적힌 대로",
	"import.done": "{run}: {model}, 매개변수 {parameters}개, 기호 {symbols}종류. 가져온 파일: {file}",
} as const satisfies Record<keyof typeof en, string>;
