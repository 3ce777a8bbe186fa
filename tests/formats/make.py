"""Makes the files of this folder with each format's own library, from images that a formula draws.

    pip install numpy==2.4.6 pillow==13.0.0 pyarrow==26.0.1 datasets==5.2.0 webdataset==1.0.2
    python tests/formats/make.py

Image i of a split has at row y, column x and channel c the value (37 i + 11 y + 7 x + 53 c) mod 256, with i counted on from
100 in the test split and from 200 in the validation split; its label is i mod 3, its class "ant", "bee" or "cat".
"""
import gzip
import io
import json
import pickle
import shutil
import struct
import subprocess
import tarfile
import zipfile
from pathlib import Path

import datasets
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import webdataset as wds
from PIL import Image

HERE = Path(__file__).parent
SIDE = 16
CLASSES = ["ant", "bee", "cat"]
TRAIN, TEST, VAL = range(0, 9), range(100, 106), range(200, 203)


def image(i, side=SIDE, channels=3):
    y, x, c = np.meshgrid(np.arange(side), np.arange(side), np.arange(channels), indexing="ij")
    return ((37 * i + 11 * y + 7 * x + 53 * c) % 256).astype(np.uint8)


def png(i):
    out = io.BytesIO()
    Image.fromarray(image(i)).save(out, "PNG")
    return out.getvalue()


def images(split, side=SIDE, channels=3):
    return np.stack([image(i, side, channels) for i in split])


def labels(split):
    return np.array([i % 3 for i in split], np.uint8)


def folders(root):
    for name, split in [("train", TRAIN), ("test", TEST)]:
        for i in split:
            path = root / name / CLASSES[i % 3] / f"{i:03}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(png(i))


def archives(work):
    root = work / "pets"
    folders(root)
    # GNU tar, in the order of the file system; Info-ZIP; and a zip as macOS makes it.
    subprocess.run(["tar", "-cf", HERE / "gnu.tar", "-C", work, "pets"], check=True)
    subprocess.run(["tar", "-czf", HERE / "gnu.tar.gz", "-C", work, "pets"], check=True)
    shutil.copy(HERE / "gnu.tar.gz", HERE / "gnu.tgz")
    (HERE / "info.zip").unlink(missing_ok=True)
    subprocess.run(["zip", "-q", "-r", HERE / "info.zip", "pets"], cwd=work, check=True)
    with zipfile.ZipFile(HERE / "macos.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(root.rglob("*.png")):
            name = str(path.relative_to(work))
            archive.write(path, name)
            archive.writestr(f"__MACOSX/{Path(name).parent}/._{path.name}", b"\0\5\26\7\0\2\0\0Mac OS X")
        archive.writestr("pets/.DS_Store", b"\0\0\0\1Bud1")
    # A tar for each split, one beside the other.
    for name in ["train", "test"]:
        subprocess.run(["tar", "-cf", HERE / f"split-{name}.tar", "-C", root / name, "."], check=True)


def web():
    for name, split in [("train", TRAIN), ("test", TEST)]:
        half = len(split) // 2
        for shard, part in enumerate([split[:half], split[half:]]):
            with wds.TarWriter(str(HERE / f"web-{name}-{shard:06}.tar"), mtime=0) as sink:
                for i in part:
                    sink.write({"__key__": f"sample{i:06}", "png": image(i), "cls": i % 3})
    with wds.TarWriter(str(HERE / "web-json-000000.tar"), mtime=0) as sink:
        for i in TRAIN:
            sink.write({"__key__": f"{i:06}", "png": image(i), "json": {"label": CLASSES[i % 3], "id": i}})


def parquet():
    def rows(split):
        for i in split:
            yield {"image": Image.fromarray(image(i)), "label": i % 3, "coarse": i % 2}

    features = datasets.Features(
        {"image": datasets.Image(), "label": datasets.ClassLabel(names=CLASSES), "coarse": datasets.Value("int64")}
    )
    for name, split in [("train", TRAIN), ("test", TEST), ("validation", VAL)]:
        whole = datasets.Dataset.from_generator(rows, gen_kwargs={"split": split}, features=features)
        shards = 2 if name == "train" else 1
        for shard in range(shards):
            path = HERE / f"hub-{name}-{shard:05}-of-{shards:05}.parquet"
            whole.shard(shards, shard, contiguous=True).to_parquet(path)
    # Without the library's notes: bare bytes, names of classes as texts, another codec, several row groups.
    table = pa.table({"img": [png(i) for i in TRAIN], "class": [CLASSES[i % 3] for i in TRAIN]})
    for codec in ["none", "snappy", "gzip"]:
        pq.write_table(table, HERE / f"bare-{codec}.parquet", compression=codec, row_group_size=4)
    pq.write_table(table, HERE / "bare-zstd.parquet", compression="zstd")


def arrays():
    parts = {}
    for name, split in [("train", TRAIN), ("val", VAL), ("test", TEST)]:
        parts[f"{name}_images"] = images(split)
        # MedMNIST's labels have a second axis.
        parts[f"{name}_labels"] = labels(split)[:, None]
    np.savez_compressed(HERE / "medmnist.npz", **parts)
    np.savez(HERE / "keras.npz", x_train=images(TRAIN, channels=1)[..., 0], y_train=labels(TRAIN).astype(np.int64),
             x_test=images(TEST, channels=1)[..., 0], y_test=labels(TEST).astype(np.int64))
    np.savez(HERE / "channels-first.npz", images=images(TRAIN).transpose(0, 3, 1, 2).copy(),
             labels=np.array([CLASSES[i % 3] for i in TRAIN]))
    np.savez(HERE / "deep.npz", images=images(TRAIN).astype(np.uint16) * 257, labels=labels(TRAIN).astype(np.float32))
    np.savez(HERE / "floats.npz", images=images(TRAIN) / 255.0)
    np.save(HERE / "pair_images.npy", images(TRAIN))
    np.save(HERE / "pair_labels.npy", labels(TRAIN).astype(">i4"))


def idx():
    def header(shape):
        return struct.pack(">BBBB", 0, 0, 8, len(shape)) + struct.pack(f">{len(shape)}I", *shape)

    for name, split in [("train", TRAIN), ("t10k", TEST)]:
        pixels = images(split, channels=1)[..., 0]
        files = {f"{name}-images-idx3-ubyte": header(pixels.shape) + pixels.tobytes(),
                 f"{name}-labels-idx1-ubyte": header([len(split)]) + labels(split).tobytes()}
        for file, content in files.items():
            (HERE / f"{file}.gz").write_bytes(gzip.compress(content, mtime=0))


def cifar(work):
    def planes(split):
        return images(split, 32).transpose(0, 3, 1, 2).reshape(len(split), -1).copy()

    def batch(split, **fields):
        return {b"data": planes(split), b"batch_label": b"batch", **{k.encode(): v for k, v in fields.items()}}

    def add(archive, name, content):
        info = tarfile.TarInfo(name)
        info.size = len(content)
        archive.addfile(info, io.BytesIO(content))

    # The original files are Python 2's, which had no bytes but in texts.
    class Python2(pickle._Pickler):
        dispatch = pickle._Pickler.dispatch.copy()

        def save_text(self, value):
            raw = value.encode() if isinstance(value, str) else value
            self.write(b"U" + bytes([len(raw)]) + raw if len(raw) < 256 else b"T" + struct.pack("<i", len(raw)) + raw)
            self.memoize(value)

        dispatch[bytes] = dispatch[str] = save_text

    def python2(value):
        out = io.BytesIO()
        Python2(out, 2).dump(value)
        return out.getvalue()

    ints = lambda split, by=3: [i % by for i in split]
    fine = [f"class {i}" for i in range(100)]
    coarse = [f"group {i}" for i in range(20)]
    with tarfile.open(HERE / "cifar-10-python.tar.gz", "w:gz") as archive:
        for number in range(1, 4):
            part = TRAIN[3 * (number - 1):3 * number]
            add(archive, f"cifar-10-batches-py/data_batch_{number}", python2(batch(part, labels=ints(part))))
        add(archive, "cifar-10-batches-py/test_batch", python2(batch(TEST, labels=ints(TEST))))
        add(archive, "cifar-10-batches-py/batches.meta", python2({"label_names": ["airplane"]}))
    with tarfile.open(HERE / "cifar-10-binary.tar.gz", "w:gz") as archive:
        raw = lambda split: b"".join(bytes([i % 3]) + row.tobytes() for i, row in zip(split, planes(split)))
        for number in range(1, 4):
            add(archive, f"cifar-10-batches-bin/data_batch_{number}.bin", raw(TRAIN[3 * (number - 1):3 * number]))
        add(archive, "cifar-10-batches-bin/test_batch.bin", raw(TEST))
        add(archive, "cifar-10-batches-bin/batches.meta.txt", b"airplane\n")
    with tarfile.open(HERE / "cifar-100-python.tar.gz", "w:gz") as archive:
        for name, part in [("train", TRAIN), ("test", TEST)]:
            fields = batch(part, fine_labels=ints(part), coarse_labels=ints(part, 2), filenames=[b"a.png"] * len(part))
            # As today's Python and NumPy write them.
            add(archive, f"cifar-100-python/{name}", pickle.dumps(fields, 5 if name == "test" else 4))
        names = {b"fine_label_names": [n.encode() for n in fine], b"coarse_label_names": [n.encode() for n in coarse]}
        add(archive, "cifar-100-python/meta", pickle.dumps(names, 2))
    with tarfile.open(HERE / "cifar-100-binary.tar.gz", "w:gz") as archive:
        raw = lambda split: b"".join(bytes([i % 2, i % 3]) + row.tobytes() for i, row in zip(split, planes(split)))
        for name, part in [("train", TRAIN), ("test", TEST)]:
            add(archive, f"cifar-100-binary/{name}.bin", raw(part))
        add(archive, "cifar-100-binary/fine_label_names.txt", "\n".join(fine).encode())
        add(archive, "cifar-100-binary/coarse_label_names.txt", "\n".join(coarse).encode())


def stl():
    with tarfile.open(HERE / "stl10_binary.tar.gz", "w:gz") as archive:
        def add(name, content):
            info = tarfile.TarInfo(f"stl10_binary/{name}")
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))

        # Each plane column by column.
        raw = lambda split: images(split, 96).transpose(0, 3, 2, 1).tobytes()
        add("class_names.txt", b"airplane\nbird\n")
        for name, split in [("test", TEST[:2]), ("train", TRAIN[:3])]:
            add(f"{name}_X.bin", raw(split))
            add(f"{name}_y.bin", bytes(i % 3 + 1 for i in split))


if __name__ == "__main__":
    work = HERE / "work"
    work.mkdir()
    try:
        archives(work)
        web()
        parquet()
        arrays()
        idx()
        cifar(work)
        stl()
    finally:
        shutil.rmtree(work)
