/** Errors of export and import: what a format cannot express, and what of a foreign file cannot be read. */
import { define, table } from "./define.ts";
import { particle } from "./particle.ts";
import { quote } from "./quote.ts";

/** Why a file of foreign weights cannot become a model, and what to do. */
const WHY = table({
	none: {
		en: "it holds no weights of a recurrent layer",
		ko: "순환 층의 가중치가 없습니다",
		next: {
			en: "Expected names such as lstm.weight_ih_l0; check the file's names and --layout.",
			ko: "lstm.weight_ih_l0 같은 이름이 필요합니다. 파일의 텐서 이름과 --layout을 확인하세요.",
		},
	},
	several: {
		en: "it holds more than one recurrent stack",
		ko: "순환 층 묶음이 둘 이상입니다",
		next: { en: "Save one of them alone, with its output layer.", ko: "그중 하나만 출력층과 함께 저장하세요." },
	},
	bidirectional: {
		en: "it is bidirectional",
		ko: "양방향 모델입니다",
		next: {
			en: "Sluice reads a text in one direction only; train with bidirectional=False.",
			ko: "Sluice는 한 방향으로만 읽습니다. bidirectional=False로 학습시키세요.",
		},
	},
	projection: {
		en: "its LSTM projects its output (proj_size)",
		ko: "LSTM 출력에 투영(proj_size)이 있습니다",
		next: { en: "Train with proj_size=0.", ko: "proj_size=0으로 학습시키세요." },
	},
	transposed: {
		en: "its shape is that of the transposed matrix",
		ko: "전치된 행렬의 모양입니다",
		next: {
			en: "Keras and TensorFlow store weights this way: save the model as .keras and import that file.",
			ko: "Keras와 TensorFlow의 방식입니다. 모델을 .keras로 저장해 그 파일을 가져오세요.",
		},
	},
	head: {
		en: "no tensor fits as the output layer from H units to V symbols",
		ko: "H개 유닛을 V개 기호로 바꾸는 출력층으로 맞는 텐서가 없습니다",
		next: {
			en: "Expected NAME.weight of shape [V,H], and NAME.bias of [V] or none; name it head if several fit.",
			ko: "[V,H] 모양의 NAME.weight가 필요하고 NAME.bias는 [V]이거나 없어야 합니다. 여럿이 맞으면 이름을 head로 하세요.",
		},
	},
	extra: {
		en: "this tensor does not belong to stacked recurrent layers with a softmax output layer",
		ko: "순환 층과 softmax 출력층으로 된 모델에 이 텐서의 자리가 없습니다",
		next: {
			en: "Leaving it out would change what the model computes. Remove it from the file if it is unused.",
			ko: "빼면 모델의 계산이 달라집니다. 쓰이지 않는 텐서라면 파일에서 지우세요.",
		},
	},
	cell: {
		en: "its shapes belong to another cell",
		ko: "다른 셀의 모양입니다",
		next: {
			en: "An LSTM has 4H rows, a GRU 3H, a plain RNN H. Omit --cell, or correct it.",
			ko: "LSTM은 4H행, GRU는 3H행, 일반 RNN은 H행입니다. --cell을 빼거나 고치세요.",
		},
	},
	variant: {
		en: "the weights do not have the form of this variant",
		ko: "가중치가 이 변형의 형태가 아닙니다",
		next: {
			en: "Omit --variant to read them as they are.",
			ko: "--variant를 빼면 있는 그대로 읽습니다.",
		},
	},
	ambiguous: {
		en: "its shapes fit several cells",
		ko: "모양만으로는 셀을 정할 수 없습니다",
		next: { en: "Choose with --cell and --variant.", ko: "--cell과 --variant로 지정하세요." },
	},
	inputs: {
		en: "the inputs of layer 0 are not as many as the symbols, and there is no embedding below it",
		ko: "0번 층의 입력 수가 기호 수와 다르고 그 아래에 임베딩도 없습니다",
		next: {
			en: "Sluice feeds symbols by id: train on one-hot symbols or an Embedding, and save it with the rest.",
			ko: "Sluice는 기호를 id로 넣습니다. 원핫이나 Embedding으로 학습하고 함께 저장하세요.",
		},
	},
	embedding: {
		en: "its embedding is too large to be folded into layer 0",
		ko: "임베딩이 너무 커서 0번 층에 합칠 수 없습니다",
		next: {
			en: "Multiply weight_ih_l0 by the embedding's transpose before saving.",
			ko: "저장 전에 weight_ih_l0에 임베딩의 전치를 곱하세요.",
		},
	},
	task: {
		en: "it is an encoder-decoder, whose task of questions and answers is missing or has other symbols",
		ko: "인코더-디코더인데 질문과 답이 있는 과제가 적혀 있지 않거나 기호가 다릅니다",
		next: {
			en: "Name the task in the note sluice.task: copy-sequence or reversal, such as reversal:values=8.",
			ko: "sluice.task 메모에 과제를 적으세요: copy-sequence 또는 reversal. 예: reversal:values=8",
		},
	},
	note: {
		en: "this note was not written by Sluice",
		ko: "Sluice가 쓴 메모가 아닙니다",
		next: { en: "Export the file again, or remove the note.", ko: "파일을 다시 내보내거나 메모를 지우세요." },
	},
	equations: {
		en: "this part of the file is not what Sluice writes for the equations in its note",
		ko: "메모에 적힌 방정식으로 Sluice가 쓰는 내용과 다른 부분입니다",
		next: {
			en: "Export the file again from the run; `sluice check FILE --against RUN` finds where the two differ.",
			ko: "실행에서 파일을 다시 내보내세요. 어디가 다른지는 `sluice check FILE --against RUN`이 찾습니다.",
		},
	},
	finite: {
		en: "a weight is not a finite number",
		ko: "유한한 수가 아닌 가중치가 있습니다",
		next: { en: "Train or save the model again.", ko: "모델을 다시 학습하거나 저장하세요." },
	},
	range: {
		en: "a weight is too large for float32",
		ko: "float32에 담을 수 없을 만큼 큰 가중치가 있습니다",
		next: {
			en: "Scale the weights down, or train the model again with gradient clipping or weight decay.",
			ko: "가중치를 줄이거나, 기울기 클리핑이나 가중치 감쇠를 써서 모델을 다시 학습시키세요.",
		},
	},
});
export type ImportTrouble = keyof typeof WHY;

/** What about an ONNX file is not read here. */
const ONNX = table({
	protobuf: { en: "it is not an ONNX file, or damaged", ko: "ONNX 파일이 아니거나 손상되었습니다" },
	limit: { en: "it is too large", ko: "읽을 수 있는 크기를 넘습니다" },
	external: {
		en: "its weights are in another file, which is never opened; save with save_as_external_data=False",
		ko: "가중치가 다른 파일에 있습니다. 다른 파일은 열지 않으니 save_as_external_data=False로 저장하세요",
	},
	op: { en: "this operator is not supported", ko: "지원하지 않는 연산입니다" },
	attribute: { en: "this attribute of an operator is not supported", ko: "지원하지 않는 연산 설정입니다" },
	tensor: { en: "a tensor contradicts itself or is missing", ko: "텐서가 모순되거나 없습니다" },
	graph: {
		en: "the graph is not stacked recurrent layers with an output layer",
		ko: "순환 층을 쌓고 출력층을 얹은 그래프가 아닙니다",
	},
	state: {
		en: "its initial state is not zero, which a run cannot store",
		ko: "0이 아닌 초기 상태로 시작하는데 실행에는 담을 수 없습니다",
	},
	vocabulary: { en: "its list of symbols cannot be read", ko: "기호 목록을 읽을 수 없습니다" },
});
export type OnnxTrouble = keyof typeof ONNX;

const VOCABULARY = table({
	missing: {
		en: "the file does not name the symbols of its ids",
		ko: "id가 어떤 기호인지 파일에 없습니다",
		next: {
			en: 'Give them with --vocabulary FILE: a JSON list of the symbols in the order of their ids (["a","b",...]), or the text it was trained on, whose distinct characters are then taken in code-point order; or --unit byte for a model of 256 bytes.',
			ko: '--vocabulary FILE로 지정하세요. id 순서대로 적은 JSON 목록(["a","b",...])이나 학습 텍스트(서로 다른 글자를 코드 포인트 순서로 씀)을 받습니다. 바이트 256개 모델이면 --unit byte를 쓰세요.',
		},
	},
	size: {
		en: "the number of symbols differs",
		ko: "기호 수가 다릅니다",
		next: {
			en: "The vocabulary must be that of the model: check how its ids were made.",
			ko: "모델의 어휘와 같아야 합니다. id를 어떻게 만들었는지 확인하세요.",
		},
	},
	list: {
		en: "the list of symbols cannot be used",
		ko: "기호 목록을 쓸 수 없습니다",
		next: {
			en: "Each entry must be one character, none twice, in the order of the ids.",
			ko: "항목마다 글자 하나, 중복 없이, id 순서대로 적으세요.",
		},
	},
	task: {
		en: "the model answers a task, which has no symbols of a text",
		ko: "과제에 답하는 모델이라 텍스트의 기호가 없습니다",
		next: { en: "Omit --vocabulary and --unit.", ko: "--vocabulary와 --unit을 빼세요." },
	},
	both: {
		en: "the file has its own symbols",
		ko: "파일에 기호 목록이 이미 있습니다",
		next: { en: "Omit --vocabulary and --unit.", ko: "--vocabulary와 --unit을 빼세요." },
	},
});
export type VocabularyTrouble = keyof typeof VOCABULARY;

const facts = (got: string | undefined, wanted: string | undefined, labels: readonly [string, string]) =>
	got === undefined ? "" : ` (${labels[0]} ${got}${wanted === undefined ? "" : `, ${labels[1]} ${wanted}`})`;
const EN = ["got", "expected"] as const;
const KO = ["실제", "필요"] as const;

export const exchangeErrors = {
	E_EXPORT_FORM: define<{ to: string; model: string; instead: string }>({
		exit: 2,
		en: (p) => `${p.to} cannot express ${p.model}. Export it with ${p.instead}.`,
		ko: (p) => `${p.to} 형식으로는 ${p.model} 모델을 나타낼 수 없습니다. 대신 쓸 수 있는 것: ${p.instead}.`,
	}),
	E_EXPORT_PICKLE: define<{ file: string; instead: string }>({
		exit: 2,
		en: (p) =>
			`${p.file} has the name of a pickle, which Sluice does not write: torch.load could not open the file. A state dict is stored as safetensors; name it ${p.instead} and give --to torch.`,
		ko: (p) =>
			`${p.file}: 피클(pickle)의 이름입니다. Sluice는 피클을 쓰지 않으므로 torch.load로 열 수 없습니다. state dict는 safetensors로 저장합니다. 파일 이름을 ${particle(p.instead, "으로/로")} 하고 --to torch를 쓰세요.`,
	}),
	E_IMPORT: define<{ where: string; why: ImportTrouble; name?: string; got?: string; wanted?: string }>({
		exit: (p) => (p.why === "variant" || p.why === "ambiguous" ? 2 : 1),
		en: (p) =>
			`${p.where}${p.name === undefined ? "" : `, ${quote(p.name)}`}: ${WHY[p.why].en}${facts(p.got, p.wanted, EN)}. ${WHY[p.why].next.en}`,
		ko: (p) =>
			`${p.where}${p.name === undefined ? "" : `, ${quote(p.name)}`}: ${WHY[p.why].ko}${facts(p.got, p.wanted, KO)}. ${WHY[p.why].next.ko}`,
	}),
	E_IMPORT_VOCABULARY: define<{ where: string; why: VocabularyTrouble; got?: string; wanted?: string }>({
		exit: (p) => (p.why === "missing" || p.why === "both" || p.why === "task" ? 2 : 1),
		en: (p) => `${p.where}: ${VOCABULARY[p.why].en}${facts(p.got, p.wanted, EN)}. ${VOCABULARY[p.why].next.en}`,
		ko: (p) => `${p.where}: ${VOCABULARY[p.why].ko}${facts(p.got, p.wanted, KO)}. ${VOCABULARY[p.why].next.ko}`,
	}),
	E_IMPORT_LAYOUT: define<{ where: string }>({
		en: (p) =>
			`${p.where}: its names and first bytes do not identify the format. Choose it with --layout: torch, onnx, safetensors, npz, keras or t7.`,
		ko: (p) =>
			`${p.where}: 이름과 첫 바이트로는 형식을 알 수 없습니다. --layout으로 torch, onnx, safetensors, npz, keras, t7 중 하나를 지정하세요.`,
	}),
	E_ONNX: define<{ where: string; why: OnnxTrouble; name?: string; got?: string; wanted?: string }>({
		en: (p) =>
			`${p.where}${p.name === undefined ? "" : `, ${quote(p.name)}`}: ${ONNX[p.why].en}${facts(p.got, p.wanted, EN)}. Or save the weights from PyTorch as safetensors and use --layout torch.`,
		ko: (p) =>
			`${p.where}${p.name === undefined ? "" : `, ${quote(p.name)}`}: ${ONNX[p.why].ko}${facts(p.got, p.wanted, KO)}. PyTorch에서 safetensors로 저장한 뒤 --layout torch를 쓰는 방법도 있습니다.`,
	}),
};
