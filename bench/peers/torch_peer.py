"""Measures PyTorch once in a separate process: torch_peer.py WORKLOAD THREADS SECONDS < {"cell", ...}.

The workload (sizes, learning rate, clipping) is read as JSON from stdin; one line of JSON goes to stdout. Training uses
nn.LSTM, nn.GRU or nn.RNN over one-hot symbols with a linear head, cross-entropy, clip_grad_norm_ and Adam, with the state
carried from step to step; "autocast" runs its forward pass under torch.autocast with bfloat16. Generation
uses the LSTM's equations written by hand, with one matrix-vector product per matrix: for one row, nn.LSTM prepares its
weights anew at every call and is several times slower.
"""
import ctypes
import json
import os
import resource
import statistics
import sys
import time


def cpu_seconds():
    """CPU seconds since the machine started: those of all processes, and those taken by the hypervisor."""
    with open("/proc/stat") as file:
        user, nice, system, _, _, irq, soft, steal = (int(x) / 100 for x in file.readline().split()[1:9])
    return user + nice + system + irq + soft, steal


class LoadMeter:
    """CPUs used by other processes and the hypervisor between start() and stop()."""

    def start(self):
        self.at = self.read()

    def stop(self):
        busy, steal, own, wall = (after - before for before, after in zip(self.at, self.read()))
        return {"otherCpus": max(0.0, (busy - own) / wall), "steal": steal / wall}

    @staticmethod
    def read():
        return (*cpu_seconds(), time.process_time(), time.perf_counter())


def time_steps(step, tokens, seconds, on_first):
    """Like timeSteps in workloads.mjs: two calls not counted, then `seconds` (at least five calls); the median counts."""
    warm, least, most = 2, 5, 240
    times, meter, begin, end, n = [], LoadMeter(), time.perf_counter(), float("inf"), 0
    while True:
        if n == warm:
            meter.start()
            end = time.perf_counter() + seconds
        start = time.perf_counter()
        step()
        stop = time.perf_counter()
        if n == 0:
            on_first()
        if n >= warm:
            times.append(stop - start)
        n += 1
        if (n >= least and stop > end) or (times and stop - begin > most):
            break
    load = meter.stop()
    times.sort()
    median = statistics.median(times)
    return {
        "tokensPerSecond": tokens / median, "stepMs": median * 1e3, "steps": len(times),
        "p10Ms": times[int(0.1 * (len(times) - 1))] * 1e3, "p90Ms": times[int(0.9 * (len(times) - 1))] * 1e3, **load,
    }


def blas_in_use():
    """Version and kernel of the OpenBLAS loaded by this process."""
    with open("/proc/self/maps") as file:
        paths = {line.split()[-1] for line in file if "blas" in line.lower() and ".so" in line}
    for path in sorted(paths):
        try:
            library = ctypes.CDLL(path)
            config, core = library.openblas_get_config, library.openblas_get_corename
        except (OSError, AttributeError):
            continue
        config.restype = core.restype = ctypes.c_char_p
        kind = {0: "sequential", 1: "pthread", 2: "openmp"}.get(library.openblas_get_parallel(), "?")
        return f"{' '.join(config().decode().split()[:2])} {kind}, kernel {core().decode()}"
    return "unknown BLAS"


def training(torch, w):
    """Returns step() -> loss."""
    nn, F = torch.nn, torch.nn.functional
    V, H, T, B = w["symbols"], w["hidden"], w["steps"], w["batch"]
    net = {"lstm": nn.LSTM, "gru": nn.GRU, "rnn": nn.RNN}[w["cell"]](V, H, w["layers"])
    head = nn.Linear(H, V)
    parameters = [*net.parameters(), *head.parameters()]
    optimizer = torch.optim.Adam(parameters, lr=w["learningRate"])
    text = torch.randint(0, V, (8 * T + 1, B))
    state, at = None, 0

    def step():
        nonlocal state, at
        x, y = text[at : at + T], text[at + 1 : at + T + 1]
        at = (at + T) % (8 * T)
        optimizer.zero_grad(set_to_none=True)
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=w["autocast"]):
            output, state = net(F.one_hot(x, V).float(), state)
            loss = F.cross_entropy(head(output).view(-1, V), y.reshape(-1))
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, w["clipNorm"])
        optimizer.step()
        state = tuple(s.detach() for s in state) if w["cell"] == "lstm" else state.detach()
        return loss.item()

    return step


def generation(torch, w):
    """Returns step(), which generates one symbol the first time and w["written"] symbols from then on."""
    V, H = w["symbols"], w["hidden"]
    net, head = torch.nn.LSTM(V, H, w["layers"]), torch.nn.Linear(H, V)
    if w.get("bfloat16"):
        net, head = net.bfloat16(), head.bfloat16()
    layers = []
    for l in range(w["layers"]):
        w_ih, w_hh, b_ih, b_hh = (getattr(net, f"{name}_l{l}").detach() for name in ("weight_ih", "weight_hh", "bias_ih", "bias_hh"))
        layers.append((w_ih.t().contiguous() if l == 0 else w_ih, w_hh, b_ih + b_hh))
    w_out, b_out = head.weight.detach(), head.bias.detach()
    h = [torch.zeros(H, dtype=b_out.dtype) for _ in layers]
    c = [torch.zeros(H, dtype=b_out.dtype) for _ in layers]
    symbol, length = 0, 1

    def step():
        nonlocal symbol, length
        for _ in range(length):
            x = None
            for l, (w_ih, w_hh, b) in enumerate(layers):
                a = torch.addmv(b, w_hh, h[l])
                a = a + w_ih[symbol] if l == 0 else torch.addmv(a, w_ih, x)
                i, f, g, o = a.chunk(4)
                c[l] = torch.sigmoid(f) * c[l] + torch.sigmoid(i) * torch.tanh(g)
                h[l] = x = torch.sigmoid(o) * torch.tanh(c[l])
            logits = torch.addmv(b_out, w_out, x)
            symbol = int(torch.multinomial(torch.softmax(logits, 0), 1))
        length = w["written"]

    return step


def main():
    name, threads, seconds = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
    started = float(os.environ["BENCH_STARTED"])  # seconds since 1970, when this process was asked for
    w = json.load(sys.stdin)
    import torch

    torch.set_num_threads(threads)
    torch.manual_seed(1)
    first = []

    def on_first():
        first.append(time.time() - started)

    if w["generation"]:
        with torch.inference_mode():
            result = time_steps(generation(torch, w), w["written"], seconds, on_first)
    else:
        result = time_steps(training(torch, w), w["batch"] * w["steps"], seconds, on_first)
    with open("/proc/self/status") as file:
        peak_kb = next((int(line.split()[1]) for line in file if line.startswith("VmHWM")), None)
    rss = (peak_kb or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024
    version = f"PyTorch {torch.__version__}, {blas_in_use()}"
    print(json.dumps({**result, "threads": threads, "rssMb": rss, "firstStepSeconds": first[0], "build": version}))


main()
