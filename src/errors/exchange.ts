/** Errors of export and import: what a format cannot say, and what a foreign file says otherwise than is read here. */
import { define } from "./define.ts";
import { quote } from "./quote.ts";

/** Why a file of foreign weights cannot become a model of Sluice's, and what to do. */
const WHY = {
	none: {
		en: "it holds no weights of a recurrent layer",
		ko: "순환 층의 가중치가 없습니다",
		next: {
			en: "Expected names such as lstm.weight_ih_l0; look at the file's names, and at --layout.",
			ko: "lstm.weight_ih_l0 같은 이름이 필요합니다. 파일의 텐서 이름과 --layout을 확인하십시오.",
		},
	},
	several: {
		en: "it holds more than one recurrent stack",
		ko: "순환 층 묶음이 둘 이상입니다",
		next: { en: "Save one of them alone, with its head.", ko: "그중 하나만 출력층과 함께 저장하십시오." },
	},
	bidirectional: {
		en: "it is bidirectional",
		ko: "양방향 모델입니다",
		next: {
			en: "Sluice reads a text one way only; train with bidirectional=False.",
			ko: "Sluice는 한 방향으로만 읽습니다. bidirectional=False로 학습하십시오.",
		},
	},
	projection: {
		en: "its LSTM projects its output (proj_size)",
		ko: "LSTM 출력에 투영(proj_size)이 있습니다",
		next: { en: "Train with proj_size=0.", ko: "proj_size=0으로 학습하십시오." },
	},
	transposed: {
		en: "its shape is that of the transposed matrix",
		ko: "전치된 행렬의 모양입니다",
		next: {
			en: "Keras and TensorFlow keep weights so: transpose each matrix (tensor.T.contiguous()) before saving, and mind their gate order.",
			ko: "Keras와 TensorFlow의 방식입니다. 저장 전에 행렬을 전치하고(tensor.T.contiguous()) 게이트 순서도 맞추십시오.",
		},
	},
	head: {
		en: "no tensor fits as the head that turns H units into V symbols",
		ko: "H개 유닛을 V개 기호로 바꾸는 출력층으로 맞는 텐서가 없습니다",
		next: {
			en: "Expected NAME.weight of shape [V,H], and NAME.bias of [V] or none; name it head if several fit.",
			ko: "[V,H] 모양의 NAME.weight가 필요하고 NAME.bias는 [V]이거나 없어야 합니다. 여럿이 맞으면 이름을 head로 하십시오.",
		},
	},
	extra: {
		en: "this tensor has no place in a stack of recurrent layers with a softmax head",
		ko: "순환 층과 softmax 출력층으로 된 모델에 이 텐서의 자리가 없습니다",
		next: {
			en: "Leaving it out would change what the model computes. Remove it from the file if it plays no part.",
			ko: "빼면 계산 결과가 달라집니다. 쓰이지 않는 텐서라면 파일에서 지우십시오.",
		},
	},
	cell: {
		en: "its shapes are those of another cell",
		ko: "다른 셀의 모양입니다",
		next: {
			en: "An LSTM has 4H rows, a GRU 3H, a plain RNN H. Leave --cell out, or correct it.",
			ko: "LSTM은 4H행, GRU는 3H행, 일반 RNN은 H행입니다. --cell을 빼거나 고치십시오.",
		},
	},
	variant: {
		en: "the weights do not have the form of this variant",
		ko: "가중치가 이 변형의 형태가 아닙니다",
		next: {
			en: "Leave --variant out to read them as they are.",
			ko: "--variant를 빼면 있는 그대로 읽습니다.",
		},
	},
	ambiguous: {
		en: "its shapes fit several cells",
		ko: "모양만으로는 셀을 정할 수 없습니다",
		next: { en: "Say which with --cell and --variant.", ko: "--cell과 --variant로 지정하십시오." },
	},
	inputs: {
		en: "layer 0 takes another number of inputs than there are symbols, and no embedding lies below it",
		ko: "0번 층의 입력 수가 기호 수와 다르고 그 아래에 임베딩도 없습니다",
		next: {
			en: "Sluice feeds symbols by id: train on one-hot symbols or an Embedding, and save it with the rest.",
			ko: "Sluice는 기호를 id로 넣습니다. 원핫이나 Embedding으로 학습하고 함께 저장하십시오.",
		},
	},
	embedding: {
		en: "its embedding is too large to be folded into layer 0",
		ko: "임베딩이 너무 커서 0번 층에 합칠 수 없습니다",
		next: {
			en: "Multiply weight_ih_l0 by the embedding's transpose before saving.",
			ko: "저장 전에 weight_ih_l0에 임베딩의 전치를 곱하십시오.",
		},
	},
	note: {
		en: "this note is none that Sluice writes",
		ko: "Sluice가 쓴 메모가 아닙니다",
		next: { en: "Export the file again, or remove the note.", ko: "파일을 다시 내보내거나 메모를 지우십시오." },
	},
	finite: {
		en: "a weight is not a finite number",
		ko: "유한한 수가 아닌 가중치가 있습니다",
		next: { en: "Train or save the model again.", ko: "모델을 다시 학습하거나 저장하십시오." },
	},
} as const;
export type ImportTrouble = keyof typeof WHY;

/** What about an ONNX file is not read here. */
const ONNX = {
	protobuf: { en: "it is no ONNX file, or damaged", ko: "ONNX 파일이 아니거나 손상되었습니다" },
	limit: { en: "it is larger than is read here", ko: "읽을 수 있는 크기를 넘습니다" },
	external: {
		en: "its weights lie in another file, which is never opened: save with save_as_external_data=False",
		ko: "가중치가 다른 파일에 있습니다. 다른 파일은 열지 않으니 save_as_external_data=False로 저장하십시오",
	},
	op: { en: "this operator is not read here", ko: "지원하지 않는 연산입니다" },
	attribute: { en: "this setting of an operator is not read here", ko: "지원하지 않는 연산 설정입니다" },
	tensor: { en: "a tensor contradicts itself or is missing", ko: "텐서가 모순되거나 없습니다" },
	graph: {
		en: "the graph is no stack of recurrent layers with a head on top",
		ko: "순환 층을 쌓고 출력층을 얹은 그래프가 아닙니다",
	},
	state: {
		en: "it starts from a state other than zeros, which a run cannot hold",
		ko: "0이 아닌 초기 상태로 시작하는데 실행에는 담을 수 없습니다",
	},
	vocabulary: { en: "its symbols are not read", ko: "기호 목록을 읽을 수 없습니다" },
} as const;
export type OnnxTrouble = keyof typeof ONNX;

const VOCABULARY = {
	missing: {
		en: "the file does not say which symbols its ids stand for",
		ko: "id가 어떤 기호인지 파일에 없습니다",
		next: {
			en: 'Give them with --vocabulary FILE: a JSON list of the symbols in the order of their ids (["a","b",...]), or the text it was trained on, whose distinct characters are then taken in code-point order; or --unit byte for a model of 256 bytes.',
			ko: '--vocabulary FILE로 지정하십시오. id 순서대로 적은 JSON 목록(["a","b",...])이나 학습에 쓴 글(서로 다른 글자를 코드 포인트 순서로 씀)을 받습니다. 바이트 256개 모델이면 --unit byte를 쓰십시오.',
		},
	},
	size: {
		en: "the number of symbols differs",
		ko: "기호 수가 다릅니다",
		next: {
			en: "The vocabulary must be that of the model: look at how its ids were made.",
			ko: "모델의 어휘와 같아야 합니다. id를 어떻게 만들었는지 확인하십시오.",
		},
	},
	list: {
		en: "the list of symbols is not usable",
		ko: "기호 목록을 쓸 수 없습니다",
		next: {
			en: "Each entry must be one character, none twice, in the order of the ids.",
			ko: "항목마다 글자 하나, 중복 없이, id 순서대로 적으십시오.",
		},
	},
	both: {
		en: "the file brings its own symbols",
		ko: "파일에 기호 목록이 이미 있습니다",
		next: { en: "Leave --vocabulary and --unit out.", ko: "--vocabulary와 --unit을 빼십시오." },
	},
} as const;
export type VocabularyTrouble = keyof typeof VOCABULARY;

const facts = (got: string | undefined, wanted: string | undefined, labels: readonly [string, string]) =>
	got === undefined ? "" : ` (${labels[0]} ${got}${wanted === undefined ? "" : `, ${labels[1]} ${wanted}`})`;
const EN = ["got", "expected"] as const;
const KO = ["실제", "필요"] as const;

/** The command, where the name needs no quotes in a shell. */
const making = (folder: string) => (/^[\w./-]+$/.test(folder) ? ` (mkdir -p ${folder})` : "");

export const exchangeErrors = {
	E_EXPORT_FORM: define<{ to: string; model: string; instead: string }>({
		exit: 2,
		en: (p) => `${p.to} cannot express ${p.model}. Export it with ${p.instead}.`,
		ko: (p) => `${p.to} 형식으로는 ${p.model} 모델을 나타낼 수 없습니다. 대신 쓸 수 있는 것: ${p.instead}.`,
	}),
	E_EXPORT_PLACE: define<{
		path: string;
		/** `folder` is that around the file. */
		why: "folder" | "special" | "missing" | "file";
		folder: string;
		example: string;
	}>({
		exit: 2,
		en: (p) => {
			if (p.why === "folder") {
				const inside = `${p.path.replace(/[/\\]+$/, "")}/${p.example}`;
				return `${p.path} is a folder, expected the name of the file to write. Try ${inside}.`;
			}
			if (p.why === "special")
				return `${p.path} is a device or a pipe, and a result is a file that takes its name when it is whole. Try ${p.example}.`;
			if (p.why === "file") return `cannot write ${p.path}: ${p.folder} is no folder. Try ${p.example}.`;
			return `cannot write ${p.path}: there is no folder ${p.folder}. Make it first${making(p.folder)}, or give another path.`;
		},
		ko: (p) => {
			if (p.why === "folder") {
				const inside = `${p.path.replace(/[/\\]+$/, "")}/${p.example}`;
				return `${p.path}: 폴더입니다. 쓸 파일의 이름이 필요합니다. 예: ${inside}`;
			}
			if (p.why === "special")
				return `${p.path}: 장치나 파이프입니다. 결과는 다 쓴 뒤에 이름을 얻는 파일이어야 합니다. 예: ${p.example}`;
			if (p.why === "file") return `${p.path}: 쓸 수 없습니다. ${p.folder}: 폴더가 아닙니다. 예: ${p.example}`;
			return `${p.path}: 쓸 수 없습니다. ${p.folder} 폴더가 없습니다. 먼저 만들거나${making(p.folder).trimStart()} 다른 경로를 지정하십시오.`;
		},
	}),
	E_IMPORT: define<{ where: string; why: ImportTrouble; name?: string; got?: string; wanted?: string }>({
		exit: 2,
		en: (p) =>
			`${p.where}${p.name === undefined ? "" : `, ${quote(p.name)}`}: ${WHY[p.why].en}${facts(p.got, p.wanted, EN)}. ${WHY[p.why].next.en}`,
		ko: (p) =>
			`${p.where}${p.name === undefined ? "" : `, ${quote(p.name)}`}: ${WHY[p.why].ko}${facts(p.got, p.wanted, KO)}. ${WHY[p.why].next.ko}`,
	}),
	E_IMPORT_VOCABULARY: define<{ where: string; why: VocabularyTrouble; got?: string; wanted?: string }>({
		exit: 2,
		en: (p) => `${p.where}: ${VOCABULARY[p.why].en}${facts(p.got, p.wanted, EN)}. ${VOCABULARY[p.why].next.en}`,
		ko: (p) => `${p.where}: ${VOCABULARY[p.why].ko}${facts(p.got, p.wanted, KO)}. ${VOCABULARY[p.why].next.ko}`,
	}),
	E_IMPORT_LAYOUT: define<{ where: string }>({
		exit: 2,
		en: (p) =>
			`${p.where}: its names and first bytes do not say whose weights these are. Say it with --layout torch, onnx or safetensors.`,
		ko: (p) =>
			`${p.where}: 이름과 첫 바이트로는 형식을 알 수 없습니다. --layout torch, onnx, safetensors 중 하나를 지정하십시오.`,
	}),
	E_ONNX: define<{ where: string; why: OnnxTrouble; name?: string; got?: string; wanted?: string }>({
		exit: 2,
		en: (p) =>
			`${p.where}${p.name === undefined ? "" : `, ${quote(p.name)}`}: ${ONNX[p.why].en}${facts(p.got, p.wanted, EN)}. Or save the weights from PyTorch as safetensors and use --layout torch.`,
		ko: (p) =>
			`${p.where}${p.name === undefined ? "" : `, ${quote(p.name)}`}: ${ONNX[p.why].ko}${facts(p.got, p.wanted, KO)}. PyTorch에서 safetensors로 저장한 뒤 --layout torch를 쓰는 방법도 있습니다.`,
	}),
	E_RUN_NO_TEXT: define<{ run: string; next: string }>({
		exit: 2,
		en: (p) => `${p.run} was imported and has no text of its own. Name one: ${p.next}`,
		ko: (p) => `${p.run}: 가져온 실행이라 자기 글이 없습니다. 글을 지정하십시오: ${p.next}`,
	}),
};
