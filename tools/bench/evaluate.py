"""kNN and t-SNE as in benches/evaluate.rs with scikit-learn: pip install scikit-learn, then python evaluate.py."""
import os
import statistics
import time

import numpy as np
import sklearn
from sklearn.manifold import TSNE
from sklearn.neighbors import KNeighborsClassifier

NUM_FEATURES, NUM_CLASSES, NUM_QUERIES, NUM_GALLERY, NUM_POINTS = 64, 10, 10_000, 5_000, 2_000


def features(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Features around a centre for each class, which classes share in part: [count, 64], and the classes."""
    labels = np.arange(count) % NUM_CLASSES
    noise = np.random.default_rng(seed).uniform(-1, 1, (count, NUM_FEATURES))
    centres = np.arange(NUM_FEATURES) % NUM_CLASSES == labels[:, None]
    return (noise + centres).astype(np.float32), labels


def seconds(work, rounds: int) -> float:
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def normalize(rows: np.ndarray) -> np.ndarray:
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)


def main() -> None:
    cores = len(os.sched_getaffinity(0))
    print(f"scikit-learn {sklearn.__version__}, {cores} cores")
    (gallery, labels), (queries, _) = features(NUM_GALLERY, 0), features(NUM_QUERIES, 1)
    # Rows of length 1: the nearest are those with the largest cosine similarity, 1 - distance^2 / 2.
    gallery, queries = normalize(gallery), normalize(queries)
    weights = lambda distances: np.exp((1 - distances**2 / 2) / 0.07)
    knn = KNeighborsClassifier(200, algorithm="brute", weights=weights, n_jobs=-1).fit(gallery, labels)
    print(f"kNN, {NUM_QUERIES} queries: {seconds(lambda: knn.predict(queries), 5) * 1e3:.0f} ms")
    points, _ = features(NUM_POINTS, 0)
    for method in ("exact", "barnes_hut"):
        tsne = TSNE(perplexity=30, max_iter=1000, method=method, init="random", random_state=1, n_jobs=-1)
        print(f"t-SNE, {method}: {seconds(lambda: tsne.fit(points), 1):.1f} s, divergence {tsne.kl_divergence_:.3f}")


main()
