/** Puts tones into a sound context: one that plays, or one that renders into a buffer. */
import { EVERY, type Tone } from "./tones.ts";

type Context = Pick<
	BaseAudioContext,
	| "createOscillator"
	| "createGain"
	| "createStereoPanner"
	| "createBuffer"
	| "createBufferSource"
	| "sampleRate"
	| "currentTime"
> & {
	destination: AudioNode;
};

/** Seconds in which a tone swells and fades, so that it does not click. */
const EDGE = 0.012;
/** Loudness of a tone at full volume. */
const LOUD = 0.3;

/** @param volume 0 to 1. @returns a function that ends all sound at once. */
export function schedule(
	context: Context,
	tones: readonly Tone[],
	volume: number,
	start = context.currentTime,
): () => void {
	const whole = context.createGain();
	whole.gain.value = volume;
	whole.connect(context.destination);
	const ears = { left: earOf(context, -1, whole), right: earOf(context, 1, whole) };
	const sources: AudioScheduledSourceNode[] = [];
	for (const tone of tones) {
		if (tone.kind === "silence") continue;
		const at = start + tone.at;
		const source = tone.kind === "tone" ? oscillator(context, tone.hz!, at) : click(context);
		const gain = context.createGain();
		if (tone.kind === "tone") swell(gain.gain, at, at + EVERY);
		else gain.gain.setValueAtTime(LOUD, at);
		source.connect(gain);
		gain.connect(tone.ear ? ears[tone.ear]() : whole);
		source.start(at);
		if (tone.kind === "tone") source.stop(at + EVERY);
		sources.push(source);
	}
	return () => {
		for (const source of sources) source.stop();
		whole.disconnect();
	};
}

/** The node of one ear, made when it is first needed. */
function earOf(context: Context, pan: -1 | 1, whole: AudioNode): () => AudioNode {
	let made: StereoPannerNode | undefined;
	return () => {
		if (made) return made;
		made = context.createStereoPanner();
		made.pan.value = pan;
		made.connect(whole);
		return made;
	};
}

function oscillator(context: Context, hz: number, at: number): OscillatorNode {
	const node = context.createOscillator();
	node.type = "triangle"; // low tones are heard on small speakers
	node.frequency.setValueAtTime(hz, at);
	return node;
}

function swell(gain: AudioParam, from: number, to: number): void {
	gain.setValueAtTime(0, from);
	gain.linearRampToValueAtTime(LOUD, from + EDGE);
	gain.setValueAtTime(LOUD, to - EDGE);
	gain.linearRampToValueAtTime(0, to);
}

/** Five milliseconds that fall from full to nothing. */
function click(context: Context): AudioBufferSourceNode {
	const samples = Math.round(0.005 * context.sampleRate);
	const buffer = context.createBuffer(1, samples, context.sampleRate);
	const channel = buffer.getChannelData(0);
	for (let n = 0; n < samples; n++) channel[n] = (n % 2 === 0 ? 1 : -1) * (1 - n / samples);
	const node = context.createBufferSource();
	node.buffer = buffer;
	return node;
}
