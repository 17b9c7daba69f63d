/** What only a server can do. An exported page has none: it shows `instead`, or nothing. */
import type { ReactNode } from "react";
import { session } from "../live/session.ts";
import { useStore } from "./useStore.ts";

export function Served({ children, instead = null }: { children: ReactNode; instead?: ReactNode }) {
	return useStore(session) === "exported" ? instead : children;
}
