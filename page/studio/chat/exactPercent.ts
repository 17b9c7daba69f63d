/** A fraction as a percentage in four digits, for tables: 0.0312345 -> "3.123%". */
import { plain } from "../../kit/numbers.ts";

export const exactPercent = (share: number): string => `${plain(100 * share, 4)}%`;
