/** Korean messages: `sluice export`. */
import type { en } from "./en.ts";

export const ko = {
	"verb.export": "실행의 가중치를 파일로 내보냅니다: Sluice 형식, PyTorch state dict, ONNX 그래프",
	"arg.exportFile": "저장할 파일, 이미 있으면 덮어씀",
	"flag.to": "파일 형식. 없으면 확장자로 판단: .safetensors, .onnx, .pt(torch)",
	"export.noPickle":
		"state dict는 피클(pickle)이 아니라 safetensors로 저장됩니다. torch.load가 아니라 safetensors.torch.load_file로 읽으세요.",
	"export.done": "{file}: {model}, {step}스텝의 매개변수 {parameters}개, {bytes}",
} as const satisfies Record<keyof typeof en, string>;
