/** A Valkey or Redis server of a test: on this machine's loopback, with a password, an append-only file, and kills. */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ended } from "../killing.ts";

/** The server's program; undefined where none is installed (Debian: valkey-server). */
export const VALKEY = ["valkey-server", "redis-server"].find(
	(program) => spawnSync(program, ["--version"], { stdio: "ignore" }).status === 0,
);

const PASSWORD = "sesame";

export class Valkey {
	readonly port: number;
	readonly #folder = mkdtempSync(join(tmpdir(), "valkey-"));
	#process: ChildProcess | undefined;

	private constructor(port: number) {
		this.port = port;
	}

	static async start(): Promise<Valkey> {
		const server = new Valkey(await freePort());
		await server.restart();
		return server;
	}

	/** Address of the server, or of what passes its bytes on. */
	url(host = "127.0.0.1", port = this.port): string {
		return `redis://:${PASSWORD}@${host}:${port}`;
	}

	async restart(): Promise<void> {
		const options = {
			...{ port: this.port, bind: "127.0.0.1", dir: this.#folder },
			...{ requirepass: PASSWORD, appendonly: "yes", save: "" },
		};
		const words = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
		this.#process = spawn(VALKEY!, words, { stdio: "ignore" });
		for (let tries = 0; (await this.ask("PING")) !== "+PONG"; tries++) {
			if (tries > 400) throw new Error(`${VALKEY} does not answer at port ${this.port}`);
			await new Promise((done) => setTimeout(done, 50));
		}
	}

	async kill(): Promise<void> {
		this.#process!.kill("SIGKILL");
		await ended(this.#process!);
	}

	/** First line of the answer to a command; "" without a server. */
	ask(command: string): Promise<string> {
		return new Promise((resolve) => {
			const socket = connect(this.port, "127.0.0.1", () => socket.write(`AUTH ${PASSWORD}\r\n${command}\r\n`));
			let text = "";
			const end = () => {
				socket.destroy();
				resolve(text.split("\r\n")[1] ?? "");
			};
			socket.on("data", (bytes) => {
				text += bytes;
				if (text.split("\r\n").length > 2) end();
			});
			socket.on("error", end);
			socket.on("close", end);
		});
	}

	async end(): Promise<void> {
		await this.kill();
		rmSync(this.#folder, { recursive: true, force: true });
	}
}

function freePort(): Promise<number> {
	return new Promise((resolve) => {
		const server = createServer().listen(0, "127.0.0.1", () => {
			const { port } = server.address() as { port: number };
			server.close(() => resolve(port));
		});
	});
}
