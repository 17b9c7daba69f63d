/** E_LIMIT: a file that is refused because reading it would cost more than a file of its kind ever needs. */
import { define, table } from "./define.ts";
import { particle } from "./particle.ts";

const count = (n: number): string => n.toLocaleString("en-US");

/** What is counted, and what to do instead. */
const LIMITS = table({
	jsonBytes: {
		en: "bytes of JSON",
		ko: "JSON 바이트 수",
		next: { en: "Give a smaller file.", ko: "더 작은 파일을 쓰세요." },
	},
	jsonValues: {
		en: "JSON values",
		ko: "JSON 문서의 값 수",
		next: { en: "Give a smaller file.", ko: "더 작은 파일을 쓰세요." },
	},
	jsonContainers: {
		en: "JSON objects and lists",
		ko: "JSON 문서의 객체와 목록 수",
		next: { en: "Give a smaller file.", ko: "더 작은 파일을 쓰세요." },
	},
	logLines: {
		en: "lines of under 64 bytes on average",
		ko: "평균 64바이트보다 짧은 줄 수",
		next: { en: "Restore the log from a copy.", ko: "사본에서 로그를 되살리세요." },
	},
	columns: {
		en: "columns",
		ko: "열 수",
		next: {
			en: "Give a file with fewer columns, or name its separator with --separator.",
			ko: "열이 더 적은 파일을 쓰거나 --separator로 구분자를 지정하세요.",
		},
	},
	numbers: {
		en: "fields",
		ko: "이 크기의 파일에 있는 값의 수",
		next: {
			en: "Give fewer rows or columns: a series is read into memory whole.",
			ko: "시계열은 통째로 메모리에 올립니다. 줄이나 열을 줄이세요.",
		},
	},
	fieldBytes: {
		en: "bytes in one field",
		ko: "값 하나의 바이트 수",
		next: { en: "Check the quotes and the separator.", ko: "따옴표와 구분자를 확인하세요." },
	},
	symbols: {
		en: "symbols in its vocabulary",
		ko: "어휘의 기호 수",
		next: {
			en: "Each symbol is a column of weights. Try --unit byte, or --unit jamo for Korean.",
			ko: "기호마다 가중치 한 열이 필요합니다. --unit byte나 한국어라면 --unit jamo를 써 보세요.",
		},
	},
	onnxFields: {
		en: "fields in its graph",
		ko: "그래프의 필드 수",
		next: {
			en: "Save the weights from PyTorch as safetensors and use --layout torch.",
			ko: "PyTorch에서 safetensors로 저장한 뒤 --layout torch를 쓰세요.",
		},
	},
	onnxNumbers: {
		en: "numbers in its layers",
		ko: "층에 쓰인 수의 개수",
		next: {
			en: "Its layers share tensors. Save the weights from PyTorch as safetensors and use --layout torch.",
			ko: "층들이 텐서를 함께 씁니다. PyTorch에서 safetensors로 저장한 뒤 --layout torch를 쓰세요.",
		},
	},
	integers: {
		en: "numbers in tensors of integers",
		ko: "정수 텐서에 든 수의 개수",
		next: { en: "Convert the tensors to F32 first.", ko: "먼저 텐서를 F32로 변환하세요." },
	},
	pattern: {
		en: "characters",
		ko: "글자 수",
		next: { en: "Split it into several patterns.", ko: "여러 패턴으로 나누세요." },
	},
	members: {
		en: "text files",
		ko: "보관 파일에 든 파일 수",
		next: { en: "The source has changed.", ko: "원본이 바뀌었습니다." },
	},
});
export type LimitName = keyof typeof LIMITS;

export const limitErrors = {
	E_LIMIT: define<{ where: string; limit: LimitName; got: number; max: number }>({
		en: (p) =>
			`${p.where} has ${count(p.got)} ${LIMITS[p.limit].en}; at most ${count(p.max)} are read. ${LIMITS[p.limit].next.en}`,
		ko: (p) =>
			`${p.where}: ${particle(LIMITS[p.limit].ko, "이/가")} ${count(p.got)}입니다. ${count(p.max)}까지 읽습니다. ${LIMITS[p.limit].next.ko}`,
	}),
};
