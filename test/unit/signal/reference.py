"""Writes scipy.json: what numpy and scipy compute for the inputs below, to compare ours with.

Inputs are given by a rule (sums of sines) so that the file holds only results:  python reference.py
"""
import json
import os

import numpy as np
from scipy import ndimage, optimize, signal


def wave(n, a=0.37, b=1.9):
    """The test signal of n samples: wave(n, a, b) in the tests is the same."""
    i = np.arange(n, dtype=float)
    return np.sin(a * i) + 0.5 * np.cos(b * i) + 0.01 * i


def rounded(x):
    return [float(f"{v:.17g}") for v in np.ravel(x)]


out = {}
out["resample"] = [
    {"from": a, "to": b, "values": rounded(signal.resample(wave(a), b))}
    for a, b in [(20, 20), (20, 10), (20, 11), (20, 30), (20, 31), (21, 10), (21, 9), (21, 33), (21, 42),
                 (10, 20), (97, 36), (36, 97), (1, 3), (2, 5), (5, 2), (5, 1)]
]
out["hann"] = [{"n": n, "values": rounded(signal.windows.hann(n))} for n in (1, 3, 4, 20)]
out["convolve"] = [
    {"n": n, "kernel": k, "values": rounded(signal.convolve(wave(n), wave(k, 1.1, 0.3), mode="same"))}
    for n, k in [(30, 1), (30, 4), (30, 5), (7, 7), (300, 120), (300, 121)]
]
out["butterworth"] = []
for order, cutoff, kind in [(4, 0.0667, "low"), (1, 0.2, "low"), (3, 0.3, "low"), (10, 0.4, "low"),
                            (4, 0.001, "high"), (1, 0.1, "high"), (5, 0.2, "high")]:
    sos = signal.butter(order, cutoff, btype=kind, output="sos")
    x = wave(120) + 3
    out["butterworth"].append({
        "order": order, "cutoff": cutoff, "kind": kind,
        "forward": rounded(signal.sosfilt(sos, x)),
        "zeroPhase": rounded(signal.sosfiltfilt(sos, x)),
    })
out["gradient"] = rounded(np.gradient(wave(12), 0.02))
out["maximumFilter"] = [
    {"n": n, "size": s, "origin": o, "values": rounded(ndimage.maximum_filter1d(wave(n), s, origin=o))}
    for n, s, o in [(40, 5, -2), (40, 5, 0), (40, 6, -2), (40, 7, 3), (40, 1, 0), (5, 13, -2), (40, 33, -2), (3, 20, 4)]
]
out["interpolate"] = [
    {"n": n, "to": t, "length": m, "values": rounded(np.interp(np.linspace(0, t, m), np.arange(n), wave(n)))}
    for n, t, m in [(10, 10, 37), (10, 9, 19), (3, 3, 1), (1, 1, 4)]
]
flat = np.round(wave(200, 0.2, 0.9) * 2) / 2
out["peaks"] = []
for name, x in (("wave", wave(200, 0.2, 0.9)), ("flat", flat)):
    for c in ({}, {"height": 1.2}, {"prominence": 0.8}, {"width": 6}, {"height": 1, "prominence": 0.6, "width": 2}):
        found, p = signal.find_peaks(x, height=c.get("height", -np.inf), prominence=c.get("prominence", 0),
                                     width=c.get("width", 0), rel_height=0.5)
        out["peaks"].append({
            "signal": name, "conditions": c, "peaks": found.tolist(), "heights": rounded(p["peak_heights"]),
            "prominences": rounded(p["prominences"]), "leftBases": p["left_bases"].tolist(),
            "rightBases": p["right_bases"].tolist(), "widths": rounded(p["widths"]),
            "widthHeights": rounded(p["width_heights"]), "leftIps": rounded(p["left_ips"]),
            "rightIps": rounded(p["right_ips"]),
        })
out["savgol"] = [
    {"n": n, "window": w, "order": o, "values": rounded(signal.savgol_filter(wave(n), w, o))}
    for n, w, o in [(40, 7, 2), (40, 8, 4), (40, 11, 4), (9, 9, 3), (40, 12, 3), (200, 101, 3)]
]
out["detrend"] = [
    {"n": n, "kind": k, "segments": s,
     "values": rounded(signal.detrend(wave(n), type=k, bp=np.array([i * n // s for i in range(s)], dtype=int)))}
    for n, k, s in [(30, "linear", 1), (30, "constant", 1), (31, "linear", 4), (31, "linear", 3)]
]
t = np.arange(200) * 2e-5
y = 8 * np.exp(-t / 1.3e-3) + 0.4 + 0.3 * wave(200)
fits = []
for start in ([9.0, 1e-3, 0.0], [30.0, 4e-5, 0.0]):
    p, _ = optimize.curve_fit(lambda t, a, tau, c: a * np.exp(-t / tau) + c, t, y, p0=start,
                              bounds=([0, 0, -np.inf], [np.inf, 1e3, np.inf]), ftol=1e-15, xtol=1e-15, gtol=1e-15)
    fits.append({"start": start, "values": rounded(p)})
out["exponential"] = fits
x = wave(21)
out["statistics"] = {"mean": x.mean(), "sd": x.std(), "sd1": x.std(ddof=1), "median": np.median(x),
                     "median20": np.median(x[:20])}
with open(os.path.join(os.path.dirname(__file__), "scipy.json"), "w") as f:
    json.dump(out, f, indent=None, separators=(",", ":"))
    f.write("\n")
