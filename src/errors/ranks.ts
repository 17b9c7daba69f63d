/** Errors of a training on several processes that MPI started: what cannot be shared, and which rank ended or differs. */
import { define } from "./define.ts";
import { quote } from "./quote.ts";

export type RanksReason =
	| { why: "moreThanShards"; ranks: number; shards: number }
	| { why: "noShards"; ranks: number }
	/** With --sync-every: lanes that the ranks cannot share equally. */
	| { why: "lanes"; ranks: number; batch: number }
	/** With --sync-every: `trained` ranks have trained the run up to here. */
	| { why: "otherCount"; ranks: number; trained: number; run?: string }
	/** --sync-every where no ranks train together: in a page, a comparison, a receipt. */
	| { why: "here" }
	| { why: "echo"; ranks: number }
	| { why: "noAddon" }
	| { why: "unloadable"; message: string }
	/** The launcher's number of processes, and the number that the MPI library sees. */
	| { why: "otherMpi"; launched: number; found: number };

/** A process of the job. */
export interface RankPlace {
	rank: number;
	host: string;
	pid: number;
}

/** What the ranks of one training have in common, or the bits would depend on who computes. */
const COMMON = {
	version: ["another version of Sluice than rank 0", "Sluice 버전이"],
	build: ["another engine than rank 0", "엔진이"],
	batch: ["another batch than rank 0", "배치가"],
	weights: ["other weights than rank 0", "가중치가"],
} as const;

const place = ({ rank, host, pid }: RankPlace) => `rank ${rank} (${host}, process ${pid})`;
const placeKo = ({ rank, host, pid }: RankPlace) => `랭크 ${rank}(${host}, 프로세스 ${pid})`;

const of = (ranks: number) => (ranks === 1 ? "one rank" : `${ranks} ranks`);
const continued = (ranks: number, run: string) => `${ranks === 1 ? "" : `mpirun -n ${ranks} `}sluice resume ${run}`;

function say(p: RanksReason): string {
	switch (p.why) {
		case "moreThanShards":
			return `${p.ranks} ranks cannot share ${p.shards === 1 ? "one shard" : `${p.shards} shards`}: each rank needs at least one. Start at most ${p.shards}, or train with a larger --shards.`;
		case "noShards":
			return `mpirun started ${p.ranks} ranks, but this run's batches are not cut into shards. Train with --shards ${p.ranks} or more, with --sync-every, or without mpirun.`;
		case "here":
			return "--sync-every works with sluice train and sluice resume only. Leave it out.";
		case "lanes":
			return `${p.ranks} ranks cannot share the ${p.batch} lanes of --batch equally. Choose a number of ranks that divides --batch.`;
		case "otherCount":
			return `this run was trained with --sync-every on ${of(p.trained)}, and its result depends on that number: ${of(p.ranks)} cannot continue it. ${p.run === undefined ? `Use ${p.trained}.` : `Continue with: ${continued(p.trained, p.run)}`}`;
		case "echo":
			return `mpirun started ${p.ranks} ranks, but an echo state network is trained in one process. Start it without mpirun.`;
		case "noAddon":
			return "this installation was built without MPI. Run npm run build:mpi in Sluice's repository (docs/scale.md).";
		case "unloadable":
			return `the MPI addon does not load: ${quote(p.message)}. Rebuild it: npm run build:mpi -- --force`;
		case "otherMpi":
			return `mpirun started ${p.launched} ranks, but the MPI library of Sluice sees ${p.found}: they belong to different MPI installations. Rebuild with the launcher's mpicc: MPICC=PATH npm run build:mpi -- --force`;
	}
}

function sayKo(p: RanksReason): string {
	switch (p.why) {
		case "moreThanShards":
			return `랭크 ${p.ranks}개가 샤드 ${p.shards}개를 나눌 수 없습니다. 랭크마다 샤드가 하나는 있어야 합니다. 랭크를 ${p.shards}개까지만 시작하거나 더 큰 --shards 값으로 학습시키세요.`;
		case "noShards":
			return `mpirun이 랭크 ${p.ranks}개를 시작했지만 이 실행의 배치는 샤드로 나뉘어 있지 않습니다. --shards ${p.ranks} 이상이나 --sync-every로 학습시키거나 mpirun 없이 시작하세요.`;
		case "here":
			return "--sync-every는 sluice train과 sluice resume에서만 쓸 수 있습니다. 이 옵션을 빼세요.";
		case "lanes":
			return `--batch의 레인 ${p.batch}개를 랭크 ${p.ranks}개에 똑같이 나눌 수 없습니다. 랭크 수를 --batch의 약수로 정하세요.`;
		case "otherCount":
			return `--sync-every를 주고 랭크 ${p.trained}개로 학습한 실행입니다. 결과가 랭크 수에 따라 달라지므로 랭크 ${p.ranks}개로는 이어서 학습할 수 없습니다. ${p.run === undefined ? `랭크 ${p.trained}개로 시작하세요.` : `이어서 학습하려면: ${continued(p.trained, p.run)}`}`;
		case "echo":
			return `mpirun이 랭크 ${p.ranks}개를 시작했지만 에코 상태 네트워크는 프로세스 하나에서 학습합니다. mpirun 없이 시작하세요.`;
		case "noAddon":
			return "이 설치본은 MPI 없이 빌드되었습니다. Sluice 저장소에서 npm run build:mpi를 실행하세요(docs/ko/scale.md).";
		case "unloadable":
			return `MPI 애드온을 불러올 수 없습니다: ${quote(p.message)}. 다시 빌드하세요: npm run build:mpi -- --force`;
		case "otherMpi":
			return `mpirun은 랭크 ${p.launched}개를 시작했지만 Sluice의 MPI 라이브러리에는 ${p.found}개만 보입니다. 서로 다른 MPI 설치본입니다. mpirun과 같은 설치본의 mpicc로 다시 빌드하세요: MPICC=PATH npm run build:mpi -- --force`;
	}
}

const again = (ranks: number, run: string | undefined) =>
	run === undefined ? undefined : `mpirun -n ${ranks} sluice resume ${run}`;

export const rankErrors = {
	E_RANKS: define<RanksReason>({ exit: 2, en: say, ko: sayKo }),
	/** `lost`: the process, if it is known; without `run` nothing had been saved; `fixed`: the result depends on the number. */
	E_RANK_LOST: define<{ lost?: RankPlace; ranks: number; run?: string; fixed?: boolean }>({
		exit: 3,
		en: (p) =>
			`${p.lost ? place(p.lost) : "a rank on another machine"} has ended, so the other ranks stop too. ` +
			`${again(p.ranks, p.run) === undefined ? "Start the training again." : `Everything up to the last checkpoint is saved. Continue with ${p.fixed ? "the same" : "any"} number of ranks${p.fixed ? "" : ", for example"}: ${again(p.ranks, p.run)}`}`,
		ko: (p) =>
			`${p.lost ? placeKo(p.lost) : "다른 컴퓨터의 랭크 하나"}의 프로세스가 끝나 나머지 랭크도 멈춥니다. ` +
			`${again(p.ranks, p.run) === undefined ? "학습을 다시 시작하세요." : `마지막 체크포인트까지 저장되어 있습니다. ${p.fixed ? "같은 랭크 수로 이어서 학습하세요" : "랭크 수를 바꿔도 이어서 학습할 수 있습니다. 예"}: ${again(p.ranks, p.run)}`}`,
	}),
	/** A rank that could not open the data or the engine, with its own message. */
	E_RANK_FAILED: define<{ place: RankPlace; message: string }>({
		en: (p) => `${place(p.place)} cannot take part: ${quote(p.message)}.`,
		ko: (p) => `${placeKo(p.place)}의 프로세스가 참여할 수 없습니다: ${quote(p.message)}.`,
	}),
	E_RANK_DIFFERS: define<{ place: RankPlace; what: keyof typeof COMMON; got: string; wanted: string }>({
		exit: 3,
		en: (p) =>
			`${place(p.place)} has ${COMMON[p.what][0]}: ${quote(p.got)}, not ${quote(p.wanted)}. ` +
			`All ranks need the same program, engine and data, or the bits depend on the number of ranks.${p.what === "build" ? " Set SLUICE_ISA or --engine to what all machines have." : ""}`,
		ko: (p) =>
			`${placeKo(p.place)}의 ${COMMON[p.what][1]} 랭크 0과 다릅니다. 랭크 0은 ${quote(p.wanted)}, 이 랭크는 ${quote(p.got)}입니다. ` +
			`모든 랭크의 프로그램, 엔진, 데이터가 같아야 랭크 수와 관계없이 비트가 같습니다.${p.what === "build" ? " 모든 컴퓨터가 지원하는 값으로 SLUICE_ISA나 --engine을 정하세요." : ""}`,
	}),
};
