/** Korean messages: `sluice export`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.export":
		"실행의 가중치를 파일로 내보냅니다: Sluice 형식, PyTorch state dict, ONNX 그래프, NumPy 배열, Keras 모델",
	"arg.exportFile": "저장할 파일, 이미 있으면 덮어씀",
	"flag.to": "파일 형식. 없으면 확장자로 판단: .safetensors, .onnx, .npz, .keras, .weights.h5",
	"export.python":
		"Python에서 읽기:\n  from safetensors.torch import load_file\n  state = load_file({file})  # weight_ih_l0, ..., head.weight, head.bias",
	"export.done": "{file}: {model}, 갱신 {step}의 매개변수 {parameters}개, {bytes}",
} as const satisfies Record<keyof typeof en, string>;
