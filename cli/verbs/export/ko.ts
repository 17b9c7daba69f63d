/** Korean messages: `sluice export`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.export": "실행의 가중치를 파일로 씁니다: Sluice 형식, PyTorch state dict, ONNX 그래프",
	"arg.exportFile": "쓸 파일, 이미 있으면 바꿉니다",
	"flag.to": "파일의 형식. 없으면 파일 이름의 끝을 따름: .safetensors, .onnx, torch는 .pt",
	"export.noPickle":
		"state dict는 피클이 아니라 safetensors로 저장됩니다. safetensors.torch.load_file로 읽으며 torch.load로는 열리지 않습니다.",
	"export.done": "{file}: {model}, {step}스텝의 매개변수 {parameters}개, {bytes}",
} as const satisfies Record<keyof typeof en, string>;
