/** The words of the figures of `sluice forecast --svg`, in both languages. */

import type { PartName } from "../../data/corpus.ts";

type ErrorsOf = PartName | "after-training" | "all";

export interface ForecastWords {
	title(run: string, of: string): string;
	facts(step: number, horizon: number): string;
	/** The rows that the errors are of. */
	rows(of: ErrorsOf, rows: number): string;
	errors(column: string, rmse: string, lastValue: string): string;
	row: string;
	ahead: string;
	actual: string;
	forecast: string;
	free: string;
	lastValue: string;
	seasonal: string;
	residual: string;
	residualAxis: string;
	twice: string;
	courseTitle(column: string): string;
	pastTitle(column: string): string;
	courseDescription: string;
	residualsTitle(column: string): string;
	residualsDescription: string;
	horizonTitle(column: string, starts: number): string;
	horizonDescription: string;
}

const ROWS_EN: Record<ErrorsOf, string> = {
	...{ train: "training ", valid: "validation ", test: "test ", "after-training": "", all: "" },
};
const ROWS_KO: Record<ErrorsOf, string> = {
	...{ train: "학습 부분 ", valid: "검증 부분 ", test: "테스트 부분 ", "after-training": "학습 부분 뒤의 ", all: "" },
};

const en: ForecastWords = {
	title: (run, of) => `Forecasts of ${run} on ${of}`,
	facts: (step, horizon) => `weights of step ${step}, ${horizon} ${horizon === 1 ? "row" : "rows"} ahead`,
	rows: (of, rows) =>
		`errors of ${rows} ${ROWS_EN[of]}${rows === 1 ? "row" : "rows"}${of === "after-training" ? " after training" : ""}`,
	errors: (column, rmse, lastValue) => `${column}: RMSE ${rmse}, last value ${lastValue}`,
	row: "row",
	ahead: "rows ahead",
	actual: "value y",
	forecast: "forecast ŷ from known rows",
	free: "free-running forecast",
	lastValue: "last known value",
	seasonal: "one period back",
	residual: "residual e",
	residualAxis: "residual e = y − ŷ",
	twice: "± 2 RMSE",
	courseTitle: (column) => `${column}: the last rows, and past the end`,
	pastTitle: (column) => `${column}: the last rows`,
	courseDescription:
		"Values and forecasts by row. Past the dashed vertical line, each forecast reads the ones before it.",
	residualsTitle: (column) => `${column}: residuals`,
	residualsDescription: "Value minus forecast by row, with lines at plus and minus twice the root mean squared error.",
	horizonTitle: (column, starts) => `${column}: error by rows ahead, ${starts} starts`,
	horizonDescription: "Root mean squared error of free-running forecasts and of baselines by the number of rows ahead.",
};

const ko: ForecastWords = {
	title: (run, of) => `${run}의 예측: ${of}`,
	facts: (step, horizon) => `갱신 ${step}의 가중치, ${horizon}행 뒤 예측`,
	rows: (of, rows) => `${ROWS_KO[of]}${rows}행의 오차`,
	errors: (column, rmse, lastValue) => `${column}: RMSE ${rmse}, 마지막 값 ${lastValue}`,
	row: "행",
	ahead: "예측할 행까지의 행 수",
	actual: "실제 값 y",
	forecast: "앞의 실제 값으로 예측 ŷ",
	free: "자기 예측만으로 이어 간 예측",
	lastValue: "기준선: 마지막 값",
	seasonal: "기준선: 한 주기 전의 값",
	residual: "잔차 e",
	residualAxis: "잔차 e = y − ŷ",
	twice: "± 2 RMSE",
	courseTitle: (column) => `${column}: 마지막 행들과 그 뒤`,
	pastTitle: (column) => `${column}: 마지막 행들`,
	courseDescription: "행마다 실제 값과 예측을 그렸습니다. 세로 점선 뒤에서는 앞의 예측을 입력으로 읽습니다.",
	residualsTitle: (column) => `${column}: 잔차`,
	residualsDescription: "행마다 실제 값에서 예측을 뺀 값. 점선은 RMSE의 두 배입니다.",
	horizonTitle: (column, starts) => `${column}: 행 수에 따른 오차, 출발점 ${starts}개`,
	horizonDescription: "자기 예측만으로 이어 간 예측과 기준선의 RMSE를 몇 행 뒤인지에 따라 그렸습니다.",
};

export const FORECAST_WORDS = { en, ko } as const;

export type FigureLanguage = keyof typeof FORECAST_WORDS;
