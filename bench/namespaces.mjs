/**
 * Two network namespaces as two machines, joined by links of a given rate, delay and loss: by netem on a veth pair, or
 * by link.c where the kernel has no netem. Linux, root, `ip`, `tc`; `cc` for link.c. Made for mpi.mjs.
 */
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** The two machines. */
const SPACES = ["a", "b"].map((name) => `sluice${process.pid}${name}`);
const SOURCE = join(import.meta.dirname, "link.c");

/** Whether this process may make namespaces. */
export function canMakeNamespaces() {
	const probe = `sluice${process.pid}probe`;
	const { status } = spawnSync("ip", ["netns", "add", probe]);
	if (status === 0) spawnSync("ip", ["netns", "del", probe]);
	return status === 0;
}

/** @throws the command with what it printed */
function sh(line) {
	const { status, stderr } = spawnSync("sh", ["-ec", line], { encoding: "utf8" });
	if (status !== 0) throw new Error(`${line}: ${stderr.trim()}`);
}

export class TwoMachines {
	/** Processes of link.c. */
	#carriers = [];
	#folder;

	/** @param {string} folder of files that are needed meanwhile */
	constructor(folder) {
		this.#folder = folder;
		process.once("exit", remove);
		for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => process.exit(1));
		sh(SPACES.map((space) => `ip netns add ${space}; ip -n ${space} link set lo up`).join("; "));
	}

	/**
	 * Joins the two by link `n`, which has a network of its own.
	 * @param {{megabits: number, milliseconds: number, percent: number}} link megabits per second in each direction, delay
	 * there and back, and packets lost
	 * @returns {Promise<string>} name of the link
	 */
	async join(n, { megabits, milliseconds, percent }) {
		const [a, b] = SPACES;
		const device = deviceOf(n);
		const loss = percent > 0 ? ` loss ${percent}%` : "";
		const netem = `netem rate ${megabits}mbit delay ${milliseconds / 2}ms${loss}`;
		const name = `${megabits} Mbit/s, ${milliseconds} ms${percent > 0 ? `, ${percent} % lost` : ""}`;
		let by = "netem";
		try {
			sh(`ip link add ${device} netns ${a} type veth peer name ${device} netns ${b}`);
			for (const space of SPACES) sh(`tc -n ${space} qdisc add dev ${device} root ${netem}`);
		} catch {
			spawnSync("ip", ["-n", a, "link", "del", device]);
			await this.#carry([a, device, b, device], { megabits, milliseconds, percent });
			by = "link.c";
		}
		// Ethernet's usual frames up to 100 Mbit/s, jumbo frames above
		const frame = megabits > 100 ? 9000 : 1500;
		for (const [m, space] of SPACES.entries()) {
			sh(`ip -n ${space} addr add ${addressOf(n, m)}/24 dev ${device}`);
			sh(`ip -n ${space} link set ${device} mtu ${frame} up`);
		}
		return `${name} by ${by}`;
	}

	async #carry(ends, { megabits, milliseconds, percent }) {
		const binary = join(this.#folder, "link");
		sh(`cc -O2 -Wall -Wextra -o ${binary} ${SOURCE}`);
		const figures = [megabits * 1e6, milliseconds / 2e3, percent / 100].map(String);
		const carrier = spawn(binary, [...ends, ...figures], { stdio: ["pipe", "pipe", "inherit"] });
		this.#carriers.push(carrier);
		const first = await Promise.race([once(carrier.stdout, "data"), once(carrier, "exit")]);
		if (!String(first[0]).startsWith("ready")) throw new Error("link.c could not make its devices");
	}

	/**
	 * What a command of `mpirun` begins with to have a rank on each machine over link `n`. As on two machines, mpirun runs in
	 * one namespace and starts its daemon in the other by an agent, where it would use ssh.
	 */
	mpirun(n) {
		const [a, b] = SPACES;
		const agent = join(this.#folder, "agent.sh");
		writeFileSync(agent, `#!/bin/sh\nshift\nexec ip netns exec ${b} unshare --uts sh -c "hostname ${b}; $*"\n`, {
			mode: 0o755,
		});
		const reach = ["--prtemca", "plm_ssh_agent", agent, "--prtemca", "prte_if_include", deviceOf(n)];
		const tcp = ["--mca", "btl", "self,tcp", "--mca", "btl_tcp_if_include", deviceOf(n)];
		const hosts = [0, 1].map((m) => `${addressOf(n, m)}:1`).join(",");
		const inside = ["ip", "netns", "exec", a, "unshare", "--uts", "sh", "-c", `hostname ${a}; exec "$@"`, "sh"];
		return [...inside, "mpirun", "--oversubscribe", "--bind-to", "none", ...reach, "--host", hosts, ...tcp, "-n", "2"];
	}

	/** @returns {Promise<string[]>} what each process of link.c has carried, as JSON */
	async end() {
		const said = this.#carriers.map(async (carrier) => {
			const chunks = [];
			carrier.stdout.on("data", (bytes) => chunks.push(bytes));
			carrier.stdin.end();
			if (carrier.exitCode === null && carrier.signalCode === null) await once(carrier, "close");
			return Buffer.concat(chunks).toString().trim();
		});
		const figures = await Promise.all(said);
		process.off("exit", remove);
		remove();
		return figures;
	}
}

function remove() {
	for (const space of SPACES) spawnSync("ip", ["netns", "del", space]);
}

/** Name of link `n` on both machines. */
const deviceOf = (n) => `sl${n}`;
const addressOf = (n, machine) => `10.99.${n}.${machine + 1}`;
