/** The parts of a run's own data, in the language of the messages. */
import type { Translate } from "../messages/catalogue.ts";

/** "validation"; in Korean "검증(valid)". */
export function partName(t: Translate, part: string): string {
	return part === "train" || part === "valid" || part === "test" ? t(`part.${part}`) : part;
}

/** "its validation part"; in Korean "이 실행 데이터의 검증(valid) 부분". */
export const ownPart = (t: Translate, part: string) => t("eval.part", { part: partName(t, part) });
