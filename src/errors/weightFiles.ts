/** Errors of weights in other programs' files: zip archives, NumPy arrays, HDF5, Keras models, Torch7 checkpoints. */
import { define, table } from "./define.ts";
import { quote } from "./quote.ts";

const ZIP = table({
	end: { en: "it has no end of a zip archive: it is truncated", ko: "zip의 끝이 없습니다. 파일이 잘렸습니다" },
	entry: { en: "an entry of the archive contradicts itself", ko: "압축 파일의 항목이 모순됩니다" },
	twice: { en: "the archive has this name twice", ko: "압축 파일에 같은 이름이 두 번 있습니다" },
	overlap: { en: "entries of the archive overlap", ko: "압축 파일의 항목이 서로 겹칩니다" },
	method: { en: "this entry is neither stored nor deflated", ko: "저장이나 deflate가 아닌 방식으로 압축되어 있습니다" },
	encrypted: { en: "this entry is encrypted", ko: "암호화된 항목입니다" },
	large: { en: "this entry expands to more than is read", ko: "풀면 읽을 수 있는 크기를 넘습니다" },
	crc: { en: "the checksum of this entry is wrong: it is damaged", ko: "항목의 체크섬이 틀립니다. 손상되었습니다" },
	deflate: {
		en: "this entry cannot be decompressed: it is damaged",
		ko: "항목의 압축을 풀 수 없습니다. 손상되었습니다",
	},
	members: { en: "it has no entry of this name", ko: "이 이름의 항목이 없습니다" },
});
export type ZipTrouble = keyof typeof ZIP;

const NPY = table({
	magic: { en: "it is not a NumPy array", ko: "NumPy 배열이 아닙니다" },
	header: { en: "the header of the array cannot be read", ko: "배열의 헤더를 읽을 수 없습니다" },
	object: {
		en: "it holds Python objects, which are a pickle and are never opened; save numbers",
		ko: "Python 객체(피클)가 들어 있어 열지 않습니다. 수로 저장하세요",
	},
	order: {
		en: "it is in Fortran order with more than two axes; save numpy.ascontiguousarray of it",
		ko: "축이 셋 이상인 포트란 순서입니다. numpy.ascontiguousarray로 저장하세요",
	},
	dtype: {
		en: "this number type is not read; save it as little-endian float32",
		ko: "읽지 않는 수 형식입니다. 리틀 엔디언 float32로 저장하세요",
	},
	bytes: { en: "its shape and its bytes contradict each other", ko: "모양과 바이트 수가 서로 맞지 않습니다" },
});
export type NpyTrouble = keyof typeof NPY;

const HDF5 = table({
	magic: { en: "it is not an HDF5 file", ko: "HDF5 파일이 아닙니다" },
	cut: {
		en: "a structure lies outside the file: it is truncated or damaged",
		ko: "파일 밖을 가리킵니다. 잘렸거나 손상되었습니다",
	},
	damaged: { en: "a structure of the file is damaged", ko: "파일의 구조가 손상되었습니다" },
	version: { en: "this version of a structure is not read", ko: "읽지 않는 구조 버전입니다" },
	limit: { en: "it has more objects, or deeper groups, than are read", ko: "객체가 너무 많거나 그룹이 너무 깊습니다" },
	link: {
		en: "it links to another place or file, which is never followed",
		ko: "다른 위치나 파일로 이어지는 링크입니다. 따라가지 않습니다",
	},
	layout: {
		en: "its numbers are chunked, compressed or in another file; save them contiguous",
		ko: "조각나거나 압축되었거나 다른 파일에 있는 수입니다. 연속으로 저장하세요",
	},
	type: { en: "this number type is not read; save float32", ko: "읽지 않는 수 형식입니다. float32로 저장하세요" },
	bytes: { en: "its shape and its bytes contradict each other", ko: "모양과 바이트 수가 서로 맞지 않습니다" },
});
export type Hdf5Trouble = keyof typeof HDF5;

const KERAS = table({
	config: { en: "its config.json does not describe a model", ko: "config.json이 모델을 설명하지 않습니다" },
	model: {
		en: "the model is not one stack of layers, each fed by the one below",
		ko: "층이 차례로 쌓인 하나의 모델이 아닙니다",
	},
	layer: { en: "this layer is not supported", ko: "지원하지 않는 층입니다" },
	setting: { en: "this setting of a layer is not supported", ko: "지원하지 않는 층 설정입니다" },
	weights: { en: "the weights of this layer are missing", ko: "이 층의 가중치가 없습니다" },
	shape: { en: "the weights of this layer have another shape", ko: "이 층 가중치의 모양이 다릅니다" },
	legacy: {
		en: "it is in the HDF5 layout of Keras 2; load it with Keras and save it as .keras",
		ko: "Keras 2의 HDF5 형식입니다. Keras로 열어 .keras로 저장하세요",
	},
});
export type KerasTrouble = keyof typeof KERAS;

const T7 = table({
	magic: { en: "it is not a binary Torch7 file", ko: "바이너리 Torch7 파일이 아닙니다" },
	cut: { en: "it ends inside an object: it is truncated", ko: "객체 중간에서 끝납니다. 잘렸습니다" },
	damaged: { en: "an object of the file is damaged", ko: "파일의 객체가 손상되었습니다" },
	limit: { en: "it has more objects, or deeper ones, than are read", ko: "객체가 너무 많거나 너무 깊습니다" },
	cuda: {
		en: "its numbers are on a GPU; convert it with char-rnn's convert_gpu_cpu_checkpoint.lua",
		ko: "GPU에 있는 수입니다. char-rnn의 convert_gpu_cpu_checkpoint.lua로 변환하세요",
	},
	checkpoint: { en: "it is not a checkpoint of char-rnn", ko: "char-rnn의 체크포인트가 아닙니다" },
	layers: { en: "its layers cannot be recognised", ko: "층을 알아볼 수 없습니다" },
	vocabulary: { en: "its vocabulary cannot be read", ko: "어휘를 읽을 수 없습니다" },
});
export type T7Trouble = keyof typeof T7;

/** Facts of an error of a file. */
export interface FileFacts {
	where: string;
	name?: string;
	got?: string;
	wanted?: string;
}

const place = (p: FileFacts) => `${p.where}${p.name === undefined ? "" : `, ${quote(p.name)}`}`;
const facts = (p: FileFacts, [got, wanted]: readonly [string, string]) =>
	p.got === undefined ? "" : ` (${got} ${p.got}${p.wanted === undefined ? "" : `, ${wanted} ${p.wanted}`})`;

const entry = <K extends string>(words: Record<K, { en: string; ko: string }>) =>
	define<FileFacts & { why: K }>({
		en: (p) => `${place(p)}: ${words[p.why].en}${facts(p, ["got", "expected"])}.`,
		ko: (p) => `${place(p)}: ${words[p.why].ko}${facts(p, ["실제", "필요"])}.`,
	});

export const weightFileErrors = {
	E_ZIP: entry(ZIP),
	E_NPY: entry(NPY),
	E_HDF5: entry(HDF5),
	E_KERAS: entry(KERAS),
	E_T7: entry(T7),
};
