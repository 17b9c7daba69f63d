import { expect, test } from "vitest";
import { sayFragment } from "./fragments.ts";
import { english, messagesFor } from "./messages/index.ts";

test("a start, a remedy and a misspelt name are said in Korean", async () => {
	const ko = await messagesFor("ko");
	expect(sayFragment("one of none, clip (did you mean clip?)", ko)).toBe("none, clip 중 하나 (혹시 clip 아닌가요?)");
	expect(sayFragment("NAME or NAME:VALUE with NAME one of glorot, normal (did you mean normal?)", ko)).toBe(
		"NAME 또는 NAME:VALUE (NAME은 glorot, normal 중 하나 (혹시 normal 아닌가요?))",
	);
	expect(sayFragment("2 for none", ko)).toBe("none에 2개");
	expect(sayFragment("one of none, clip before the =", ko)).toBe("= 앞에는 none, clip 중 하나");
	expect(sayFragment("rates in its place", ko)).toBe("대신 --rates");
	expect(sayFragment("smart-tanh:VALUE from 0 to 100 (spectral radius)", ko)).not.toMatch(/from/);
});

test.each([
	["less than the shortest sequence, 30", "가장 짧은 시퀀스의 길이 30보다 작은 수"],
	["0: a series enters as its own last value", "0(시계열은 바로 앞의 자기 값이 입력으로 들어갑니다)"],
	["0: classes are not fed back", "0(클래스는 되먹이지 않습니다)"],
	["nothing: its reservoir comes from the seed", "주지 않기(저수지는 시드로 정해집니다)"],
	[
		"more: the 12 x 12 matrix drawn has spectral radius 0 and cannot be scaled to 0.9",
		"더 큰 값(뽑힌 12 x 12 행렬의 스펙트럼 반지름이 0이라 0.9로 맞출 수 없습니다)",
	],
])("what an echo state network refuses, %s, is said in Korean, and in English as it was", async (fragment, wanted) => {
	expect(sayFragment(fragment, await messagesFor("ko"))).toBe(wanted);
	expect(sayFragment(fragment, english)).toBe(fragment);
});
