/** A box that a picture draws itself into. The framework gives it the box and takes no further part. */

import { useEffect, useRef } from "react";
import { forked } from "./fork.ts";
import { stored } from "./storedRun.ts";

/** Calls `listener` when the fork of the run has something new. */
function watchFork(listener: () => void): () => void {
	let end = forked.get()?.run.onPictures(listener);
	const endFork = forked.subscribe(() => {
		end?.();
		end = forked.get()?.run.onPictures(listener);
		listener();
	});
	return () => {
		end?.();
		endFork();
	};
}

interface Drawn {
	update(): void;
	close(): void;
}

interface PictureCall<T extends Drawn> {
	className: string;
	/** Makes the picture; made anew when `of` changes. */
	make(box: HTMLElement): T;
	of: unknown;
	/** Calls its argument when there is something new. Returns the function that ends it. */
	watch(listener: () => void): () => void;
	drawn?: { current: T | null };
}

export function Picture<T extends Drawn>({ className, make, of, watch, drawn }: PictureCall<T>) {
	const box = useRef<HTMLDivElement>(null);
	useEffect(() => {
		const picture = make(box.current!);
		if (drawn) drawn.current = picture;
		const update = () => picture.update();
		const end = watch(update);
		const endFork = watchFork(update);
		const endStored = stored.subscribe(update);
		addEventListener("sluice:theme", update);
		return () => {
			end();
			endFork();
			endStored();
			removeEventListener("sluice:theme", update);
			if (drawn) drawn.current = null;
			picture.close();
		};
	}, [of]);
	return <div className={className} ref={box} />;
}
