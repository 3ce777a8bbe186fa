/** A classifier as one HTML file that needs nothing else: weights, a small forward pass, and a page for files and camera. */

/** The file, for the bytes of a model with a classifier. */
export function offlinePage(model: Uint8Array): string {
  const text = Array.from({ length: Math.ceil(model.length / 0x8000) }, (_, index) =>
    String.fromCharCode(...model.subarray(index * 0x8000, (index + 1) * 0x8000)),
  ).join('');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src blob: data:; media-src blob:">
<title>A classifier</title>
<style>
  body { font: 1rem/1.5 system-ui, sans-serif; max-width: 40rem; margin: 2rem auto; padding: 0 1rem; }
  #drop { border: 2px dashed; border-radius: 0.5rem; padding: 1rem; }
  canvas { width: 12rem; image-rendering: pixelated; }
  .bar { display: grid; grid-template-columns: 8rem 1fr 4rem; gap: 0.5rem; align-items: center; }
  meter { width: 100%; }
</style>
<h1>What does it show?</h1>
<p id="about"></p>
<p id="drop"><label>Choose or drop an image: <input id="file" type="file" accept="image/*"></label>
or <button id="camera" type="button">Start the camera</button></p>
<p id="problem" role="alert"></p>
<canvas id="seen" role="img" aria-label="the image as the network sees it"></canvas>
<div id="classes"></div>
<script type="text/plain" id="model">${btoa(text)}</script>
<script>(${run.toString()})()</script>
</html>
`;
}

/** The script of the file. It runs in a document of its own: nothing from outside this function is there. */
function run(): void {
  interface Info {
    imageSize: number;
    mean: number[];
    std: number[];
    square: 'crop' | 'fit';
    /** Its size and shape are of its own, where they are given. */
    classifier: { kind: string; classNames: string[]; imageSize?: number; square?: 'crop' | 'fit' };
  }
  interface Maps {
    values: Float32Array;
    channels: number;
    side: number;
  }
  interface Conv {
    weight: Float32Array;
    bias: Float32Array;
    kernel: number;
    stride: number;
  }
  type Drawable = Exclude<CanvasImageSource, SVGImageElement>;
  const byId = (id: string) => document.getElementById(id) as HTMLElement;

  const bytes = Uint8Array.from(atob(byId('model').textContent ?? ''), (character) => character.charCodeAt(0));
  // Safetensors: the length of a header, the header as JSON, the values.
  const length = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as Record<
    string,
    { shape: number[]; data_offsets: [number, number] }
  > & { __metadata__: { patchwise: string } };
  const info = JSON.parse(header.__metadata__.patchwise) as Info;
  const { classNames, imageSize: side = info.imageSize, square: shape = info.square } = info.classifier;
  const has = (name: string) => name in header;
  const tensor = (name: string) => {
    const entry = header[name];
    if (!entry) throw new Error(`The model has no ${name}.`);
    const [start, end] = entry.data_offsets;
    return new Float32Array(bytes.slice(8 + length + start, 8 + length + end).buffer);
  };

  /** A convolution with the batch norm after it as one. */
  function fold(prefix: string, stride: number): Conv {
    const weight = tensor(`${prefix}.conv.weight`);
    const [scale, bias, mean, variance] = ['weight', 'bias', 'running_mean', 'running_var'].map((name) =>
      tensor(`${prefix}.norm.${name}`),
    ) as [Float32Array, Float32Array, Float32Array, Float32Array];
    const each = weight.length / scale.length;
    const factors = scale.map((value, channel) => value / Math.sqrt((variance[channel] ?? 0) + 1e-5));
    return {
      weight: weight.map((value, place) => value * (factors[Math.floor(place / each)] ?? 0)),
      bias: bias.map((value, channel) => value - (mean[channel] ?? 0) * (factors[channel] ?? 0)),
      kernel: header[`${prefix}.conv.weight`]?.shape[2] ?? 1,
      stride,
    };
  }

  const stem = fold('backbone.stem', 1);
  const blocks: { first: Conv; second: Conv; shortcut: Conv | undefined }[] = [];
  for (let stage = 0; has(`backbone.stages.${stage}.0.first.conv.weight`); stage++) {
    for (let block = 0; has(`backbone.stages.${stage}.${block}.first.conv.weight`); block++) {
      const prefix = `backbone.stages.${stage}.${block}`;
      const stride = stage > 0 && block === 0 ? 2 : 1;
      const shortcut = has(`${prefix}.shortcut.conv.weight`) ? fold(`${prefix}.shortcut`, stride) : undefined;
      blocks.push({ first: fold(`${prefix}.first`, stride), second: fold(`${prefix}.second`, 1), shortcut });
    }
  }
  const layers = ['classifier.hidden', 'classifier.output']
    .filter((name) => has(`${name}.weight`))
    .map((name) => ({ weight: tensor(`${name}.weight`), bias: tensor(`${name}.bias`) }));

  function convolve({ values, channels, side }: Maps, { weight, bias, kernel, stride }: Conv): Maps {
    const border = kernel >> 1;
    const size = Math.ceil(side / stride);
    const output = new Float32Array(bias.length * size * size);
    for (let target = 0; target < bias.length; target++) {
      const plane = output.subarray(target * size * size, (target + 1) * size * size).fill(bias[target] ?? 0);
      for (let tap = 0; tap < channels * kernel * kernel; tap++) {
        const factor = weight[target * channels * kernel * kernel + tap] ?? 0;
        const source = Math.floor(tap / (kernel * kernel)) * side * side;
        const down = (Math.floor(tap / kernel) % kernel) - border;
        const right = (tap % kernel) - border;
        const first = right < 0 ? Math.ceil(-right / stride) : 0;
        const last = Math.min(size, Math.floor((side - 1 - right) / stride) + 1);
        for (let row = 0; row < size; row++) {
          const from = row * stride + down;
          if (from < 0 || from >= side) continue;
          const start = source + from * side + right;
          for (let column = first; column < last; column++)
            plane[row * size + column]! += factor * values[start + column * stride]!;
        }
      }
    }
    return { values: output, channels: bias.length, side: size };
  }

  function relu(maps: Maps): Maps {
    maps.values.forEach((value, place, all) => {
      if (value < 0) all[place] = 0;
    });
    return maps;
  }

  /** The probability of each class, of normalised values [3, S, S]. */
  function forward(values: Float32Array): number[] {
    let maps = relu(convolve({ values, channels: 3, side }, stem));
    for (const { first, second, shortcut } of blocks) {
      const sum = convolve(relu(convolve(maps, first)), second);
      const other = shortcut ? convolve(maps, shortcut) : maps;
      sum.values.forEach((value, place, all) => {
        all[place] = value + (other.values[place] ?? 0);
      });
      maps = relu(sum);
    }
    const area = maps.side * maps.side;
    let row = Array.from({ length: maps.channels }, (_, channel) =>
      maps.values.subarray(channel * area, (channel + 1) * area).reduce((sum, value) => sum + value / area, 0),
    );
    layers.forEach(({ weight, bias }, index) => {
      const dim = row.length;
      const input = row;
      row = Array.from(bias, (value, place) =>
        input.reduce((sum, feature, from) => sum + feature * (weight[place * dim + from] ?? 0), value),
      );
      if (index < layers.length - 1) row = row.map((value) => Math.max(value, 0));
    });
    const largest = Math.max(...row);
    const powers = row.map((value) => Math.exp(value - largest));
    const total = powers.reduce((sum, value) => sum + value);
    return powers.map((power) => power / total);
  }

  /** Weights of the old pixels for each new one: a linear filter, wider where an image shrinks. */
  function taps(from: number, to: number): { start: number; weights: number[] }[] {
    const ratio = from / to;
    const scale = Math.max(ratio, 1);
    return Array.from({ length: to }, (_, place) => {
      const center = (place + 0.5) * ratio;
      const start = Math.min(Math.max(Math.floor(center - scale), 0), from - 1);
      const end = Math.min(Math.max(Math.ceil(center + scale), start + 1), from);
      const weights = Array.from({ length: end - start }, (_, offset) =>
        Math.max(0, 1 - Math.abs((start + offset - (center - 0.5)) / scale)),
      );
      const sum = weights.reduce((total, weight) => total + weight);
      return { start, weights: weights.map((weight) => weight / sum) };
    });
  }

  /** RGB of a part of an image, resized; columns first, as the images were that the network learnt from. */
  function resize({ data, width }: ImageData, part: [number, number, number, number], to: [number, number]) {
    const [left, top, columns, rows] = part;
    const [down, across] = [taps(rows, to[1]), taps(columns, to[0])];
    const narrow = new Float32Array(3 * columns * to[1]);
    down.forEach(({ start, weights }, row) => {
      for (let column = 0; column < columns; column++)
        for (let channel = 0; channel < 3; channel++)
          narrow[3 * (row * columns + column) + channel] = weights.reduce(
            (sum, weight, offset) =>
              sum + weight * (data[4 * ((top + start + offset) * width + left + column) + channel] ?? 0),
            0,
          );
    });
    const result = new Uint8ClampedArray(3 * to[0] * to[1]);
    across.forEach(({ start, weights }, column) => {
      for (let row = 0; row < to[1]; row++)
        for (let channel = 0; channel < 3; channel++)
          result[3 * (row * to[0] + column) + channel] = weights.reduce(
            (sum, weight, offset) => sum + weight * (narrow[3 * (row * columns + start + offset) + channel] ?? 0),
            0,
          );
    });
    return result;
  }

  /** Pixels of a square as the network sees them: RGB bytes, [S, S, 3]. */
  function toSquare(image: ImageData): Uint8ClampedArray {
    const { width, height } = image;
    if (shape === 'crop') {
      const shorter = Math.min(width, height);
      const [left, top] = [Math.floor((width - shorter) / 2), Math.floor((height - shorter) / 2)];
      return resize(image, [left, top, shorter, shorter], [side, side]);
    }
    const scaled = (size: number) => Math.max(1, Math.round((size * side) / Math.max(width, height)));
    const [columns, rows] = [scaled(width), scaled(height)];
    const inner = resize(image, [0, 0, width, height], [columns, rows]);
    const [left, top] = [Math.floor((side - columns) / 2), Math.floor((side - rows) / 2)];
    const square = new Uint8ClampedArray(3 * side * side);
    for (let row = 0; row < rows; row++)
      square.set(inner.subarray(3 * row * columns, 3 * (row + 1) * columns), 3 * ((top + row) * side + left));
    return square;
  }

  function classify(pixels: ImageData): number[] {
    const square = toSquare(pixels);
    const area = side * side;
    const values = new Float32Array(3 * area);
    for (let place = 0; place < area; place++)
      for (let channel = 0; channel < 3; channel++)
        values[channel * area + place] =
          ((square[3 * place + channel] ?? 0) / 255 - (info.mean[channel] ?? 0)) / (info.std[channel] ?? 1);
    const probabilities = forward(values);
    show(square, probabilities);
    return probabilities;
  }

  function show(square: Uint8ClampedArray, probabilities: number[]): void {
    const canvas = byId('seen') as HTMLCanvasElement;
    canvas.width = canvas.height = side;
    const picture = new ImageData(side, side);
    for (let place = 0; place < side * side; place++)
      picture.data.set([...square.subarray(3 * place, 3 * place + 3), 255], 4 * place);
    canvas.getContext('2d')?.putImageData(picture, 0, 0);
    const order = probabilities.map((_, place) => place);
    order.sort((a, b) => (probabilities[b] ?? 0) - (probabilities[a] ?? 0));
    byId('classes').replaceChildren(
      ...order.slice(0, 5).map((place) => {
        const [line, meter] = [document.createElement('div'), document.createElement('meter')];
        line.className = 'bar';
        meter.value = probabilities[place] ?? 0;
        line.append(classNames[place] ?? '', meter, `${Math.round(100 * meter.value)} %`);
        return line;
      }),
    );
  }

  /** On white, as where the network learnt. */
  function pixelsOf(source: Drawable, width: number, height: number): ImageData {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [width, height];
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (!context) throw new Error('This browser draws no images.');
    context.fillStyle = 'white';
    context.fillRect(0, 0, width, height);
    context.drawImage(source, 0, 0);
    return context.getImageData(0, 0, width, height);
  }

  const say = (problem: string) => (byId('problem').textContent = problem);

  async function take(file: Blob | undefined): Promise<void> {
    if (!file) return;
    try {
      const bitmap = await createImageBitmap(file);
      classify(pixelsOf(bitmap, bitmap.width, bitmap.height));
      bitmap.close();
      say('');
    } catch {
      say('This is no image that the browser can read. Choose another.');
    }
  }

  let stream: MediaStream | undefined;
  let isOpening = false;
  const stop = () => {
    stream?.getTracks().forEach((track) => track.stop());
    stream = undefined;
    byId('camera').textContent = 'Start the camera';
  };
  async function toggleCamera(): Promise<void> {
    if (stream) return stop();
    if (isOpening) return;
    isOpening = true;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'environment' } });
    } catch (error) {
      say(`The camera cannot be used (${(error as Error).message}). Allow it, or choose a file.`);
      return;
    } finally {
      isOpening = false;
    }
    if (document.hidden) return stop();
    byId('camera').textContent = 'Stop the camera';
    const video = document.createElement('video');
    video.muted = video.playsInline = true;
    video.srcObject = stream;
    await video.play();
    const next = () => {
      if (!stream) return;
      classify(pixelsOf(video, video.videoWidth, video.videoHeight));
      requestAnimationFrame(next);
    };
    next();
  }

  byId('about').textContent =
    `A small network tells ${classNames.join(', ')} apart. Everything happens in this file: nothing is sent.`;
  byId('file').addEventListener('change', (event) => void take((event.target as HTMLInputElement).files?.[0]));
  byId('camera').addEventListener('click', () => void toggleCamera());
  document.addEventListener('dragover', (event) => event.preventDefault());
  document.addEventListener('drop', (event) => {
    event.preventDefault();
    void take(event.dataTransfer?.files[0]);
  });
  document.addEventListener('visibilitychange', () => document.hidden && stop());
  Object.assign(globalThis, { classify });
}
