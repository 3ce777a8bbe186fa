// Made by `npm run types` from the structs of the crate; changes go there.

/** What can go wrong, by names that never change between versions. */
export type ErrorCode =
  | 'invalid-config'
  | 'invalid-data'
  | 'label-out-of-range'
  | 'no-images'
  | 'too-few-images'
  | 'no-labels'
  | 'non-finite-loss'
  | 'invalid-model'
  | 'other-data'
  | 'storage-failed'
  | 'device-unavailable'
  | 'device-failed'
  | 'server-unreachable'
  | 'server-refused'
  | 'server-incompatible'
  | 'out-of-order'
  | 'busy';

/** What is learnt in pretraining. */
export type Method =
  | 'rotnet'
  | 'patch-rotnet'
  | 'patch-relnet'
  | 'deep-infomax'
  | 'deep-cluster'
  | 'simclr'
  | 'vicreg'
  | 'relational-reasoning'
  | 'byol'
  | 'simclr-patch-rotnet'
  | 'vicreg-patch-rotnet'
  | 'supervised';

/** Transforms: those that move pixels first, in their order, then the resized crop, the colours, the grey, the blur; the short form has crop and flip, each on unless it is false. */
export type Augmentation = Transform[] | { crop?: boolean; flip?: boolean };

/**
 * A piece of a message: text, or the name of a field or call.
 */
export type MessagePart = string | { field: string } | { call: string };

/**
 * The kinds of backbone.
 */
export type Backbone = 'resnet8' | 'resnet32' | 'resnet56';

/**
 * How features are evaluated.
 */
export type Protocol = 'linear' | 'finetune' | 'knn' | 'retrieval' | 'pretext';

/**
 * The classifier that linear evaluation and fine-tuning train.
 */
export type ClassifierKind = 'two-layer' | 'single-layer' | 'logistic';

/**
 * What lies outside an image.
 */
export type Fill = 'black' | 'reflect';

/**
 * A random change of an image. Each draws its numbers from the seed of the batch.
 */
export type Transform =
  | {
      kind: 'random-crop';
      /**
       * Padding on each side as a fraction of the image side, above 0 and up to 0.5; default an eighth.
       */
      padding?: number;
      /**
       * What the padding is filled with; default `black`.
       */
      fill?: Fill;
    }
  | {
      kind: 'horizontal-flip';
      /**
       * Probability, 0 to 1; default 0.5.
       */
      probability?: number;
    }
  | {
      kind: 'random-affine';
      /**
       * Largest rotation in degrees, to either side; default 18.
       */
      degrees?: number;
      /**
       * Largest shift as a fraction of the side, in each direction; default 0.1.
       */
      translate?: number;
      /**
       * Smallest and largest factor of the size; default `[0.9, 1.1]`.
       */
      scale?: [number, number];
      /**
       * Largest shear in degrees, to either side; default 10.
       */
      shear?: number;
      /**
       * Probability, 0 to 1; default 0.5.
       */
      probability?: number;
    }
  | {
      kind: 'random-erasing';
      /**
       * Smallest and largest area, as fractions of the image's; default `[0.25, 0.25]`.
       */
      scale?: [number, number];
      /**
       * Smallest and largest width over height; default `[1, 1]`.
       */
      ratio?: [number, number];
      /**
       * Probability, 0 to 1; default 0.5.
       */
      probability?: number;
    }
  | {
      kind: 'random-resized-crop';
      /**
       * Smallest and largest area of the part, as fractions of the image's; default `[0.2, 1]`.
       */
      scale?: [number, number];
      /**
       * Smallest and largest width over height of the part; default `[0.75, 4 / 3]`.
       */
      ratio?: [number, number];
    }
  | {
      kind: 'color-jitter';
      /**
       * Brightness is multiplied by a factor from 1 - this to 1 + this, 0 to 1; default 0.4.
       */
      brightness?: number;
      /**
       * The same for the distance to the mean grey of the image; default 0.4.
       */
      contrast?: number;
      /**
       * The same for the distance of each pixel to its grey; default 0.4.
       */
      saturation?: number;
      /**
       * Largest rotation of the hue in turns, 0 to 0.5; default 0.1.
       */
      hue?: number;
      /**
       * Probability, 0 to 1; default 0.8.
       */
      probability?: number;
    }
  | {
      kind: 'grayscale';
      /**
       * Probability, 0 to 1; default 0.2.
       */
      probability?: number;
    }
  | {
      kind: 'gaussian-blur';
      /**
       * Smallest and largest standard deviation as fractions of the image side, above 0 and up to 0.25; default
       * `[0.003, 0.06]`, which is 0.1 to 2 pixels at 32.
       */
      sigma?: [number, number];
      /**
       * Probability, 0 to 1; default 0.5.
       */
      probability?: number;
    };

/**
 * The update rule.
 */
export type OptimizerConfig =
  | {
      kind: 'adam';
      /**
       * Default 1e-3.
       */
      learningRate?: number;
      /**
       * Added to each gradient: this times the weight. Default 0.
       */
      weightDecay?: number;
    }
  | {
      kind: 'sgd';
      /**
       * Default 0.1.
       */
      learningRate?: number;
      /**
       * Default 0.9.
       */
      momentum?: number;
      /**
       * Added to each gradient: this times the weight. Default 0.
       */
      weightDecay?: number;
    };

/**
 * The shape of a schedule.
 */
export type ScheduleKind = 'constant' | 'cosine' | 'step';

/**
 * How the learning rate changes over a run; a factor between 0 and 1 on the optimiser's learning rate.
 */
export type ScheduleConfig = {
  /**
   * Default `constant`.
   */
  kind?: ScheduleKind;
  /**
   * Steps over which the rate climbs linearly from 0.
   */
  warmupSteps?: number;
  /**
   * For `step`: the fractions of the run, 0..1, after which the learning rate is divided by 10.
   */
  milestones?: Array<number>;
};

/**
 * The built-in synthetic data.
 */
export type ScenesConfig = {
  /**
   * Image size in pixels, 32 to 96; default 32.
   */
  imageSize: number;
  /**
   * Images to pretrain on; default 1000.
   */
  images: number;
  /**
   * Labelled images to train a classifier on; default 1000.
   */
  labeledImages: number;
  /**
   * Labelled images to evaluate on; default 500. They are the same for any number of other images.
   */
  testImages: number;
  /**
   * Fraction of the labelled images that nothing is trained on, to evaluate on in place of the test images: for choices,
   * so that the test images serve once. Above 0 and below 1; default none.
   */
  validation: number | null;
  /**
   * Seed of the drawings; default 1.
   */
  seed: number;
};

/**
 * How a photo becomes square.
 */
export type Square = 'crop' | 'fit';

/**
 * How files are read.
 */
export type FilesConfig = {
  /**
   * Image size in pixels, to which images are resized; default: the data set's own, 64 for single images.
   */
  imageSize: number | null;
  /**
   * Maximum number of images to pretrain on, drawn by the seed; default all. For methods that train on labels
   * these are the labelled ones.
   */
  images: number | null;
  /**
   * Maximum number of labelled images to train classifiers on; default all.
   */
  labeledImages: number | null;
  /**
   * Maximum number of images to evaluate on; default all.
   */
  testImages: number | null;
  /**
   * Fraction of the images to hold out for evaluation where the data has no images for that, 0 to below 1; default
   * 0.2, half for STL-10.
   */
  testFraction: number | null;
  /**
   * Fraction of the labelled images that nothing is trained on, to evaluate on in place of the test images: for choices,
   * so that the test images serve once. Above 0 and below 1; default none.
   */
  validation: number | null;
  /**
   * How photos become square; default the centre square.
   */
  square: Square;
  /**
   * The format; default: found by looking into the files.
   */
  format: DataFormat | null;
  /**
   * Which split to learn from; default `train`, or all images where the data has no splits.
   */
  trainSplit: NamedSplit | null;
  /**
   * Which split to evaluate on; default `test`, or `val` where there is no labelled `test`.
   */
  testSplit: NamedSplit | null;
  /**
   * The column, array or field with the images, where there are several; default: the one whose name says so.
   */
  imageColumn: string | null;
  /**
   * The column, array or field with the labels, where there are several; default: the one whose name says so.
   */
  labelColumn: string | null;
  /**
   * Seed of the draws, and of the images held out; default 0.
   */
  seed: number;
};

/**
 * The formats that files come in.
 */
export type DataFormat =
  'stl10' | 'cifar10' | 'cifar100' | 'tiny-imagenet' | 'parquet' | 'webdataset' | 'npz' | 'idx' | 'folder';

/**
 * A split by its usual names, such as `val`, `valid` or `validation`.
 */
export type NamedSplit = 'train' | 'val' | 'test';

/**
 * Settings of a pretext task. Each is for the methods that it names; others do not read it.
 */
export type TaskConfig = {
  /**
   * `simclr`: similarities are divided by this before the softmax. Default 0.5.
   */
  temperature: number;
  /**
   * `relational-reasoning`: how often each image is drawn, 2 or more. Default 4; the study's is 16.
   */
  draws: number;
  /**
   * `relational-reasoning`: exponent of the focal loss, which lets pairs that are easy count less; 0 is cross-entropy.
   * Default 0; the study's is 2.
   */
  focus: number;
  /**
   * `vicreg`: weight of the distance between two draws of an image. Default 25.
   */
  invariance: number;
  /**
   * `vicreg`: weight of the spread of each projected feature over the batch. Default 25.
   */
  variance: number;
  /**
   * `vicreg`: weight of the covariance between projected features. Default 1.
   */
  covariance: number;
  /**
   * `byol`: the part of the target network that a step keeps at first, from 0 up to 1; it grows to 1. Default 0.99.
   */
  targetDecay: number;
  /**
   * `deep-cluster`: k-means is started so often, and the best clusters are kept. Default 1.
   */
  clusterStarts: number;
  /**
   * `deep-cluster`: rounds of k-means at most. Default 20.
   */
  clusterRounds: number;
  /**
   * `deep-cluster`: whether the images that are clustered are augmented, too. Default false.
   */
  clusterAugmented: boolean;
  /**
   * `deep-cluster`: standard deviation of the fresh last layer, whose biases are 0; null: PyTorch's default. Default null.
   */
  freshDeviation: number | null;
  /**
   * Joint methods: weight of the eight-view task. Default 1.
   */
  patchWeight: number;
  /**
   * Joint methods: augmentation of the images that the eight views are made of. Default flip only.
   */
  patchAugmentation: Augmentation;
};

/**
 * Smaller images in the first part of a run.
 */
export type SmallStart = {
  /**
   * Their side as a fraction of the images', below 1; at least 8 pixels.
   */
  scale: number;
  /**
   * The part of the run's steps that has them, above 0 and up to 1.
   */
  part: number;
};

/**
 * Pretraining (paper, sections 3 and 4). Fields that are not given take the method's default.
 */
export type PretrainConfig = {
  /**
   * The pretext task. Paper: all are compared. Default `patch-rotnet`.
   */
  method: Method;
  /**
   * Side of the pasted patch over the side of the image, 0.1 to 0.9. Paper: 0.3, 0.4, 0.5; 0.4 is best.
   */
  patchRatio: number;
  /**
   * The network. Paper: ResNet-8 and ResNet-32. Default `resnet8`.
   */
  backbone: Backbone;
  /**
   * Epochs: passes over the images, 1 or more. Paper: 200.
   */
  epochs: number;
  /**
   * Images per step (not counting views: 4 or 8 per image). Paper: 64.
   */
  batchSize: number;
  /**
   * Images whose gradients are computed at once, 2 to the batch size; a step adds up those of its batch, which takes
   * less memory. Batch norm takes its statistics from these images alone, and so do tasks that compare the images of a
   * batch. Not given: the whole batch.
   */
  microBatch?: number;
  /**
   * The update rule. Ours: Adam at 1e-3, at 1e-4 for Deep InfoMax; SGD at 0.1 for supervised.
   */
  optimizer: OptimizerConfig;
  /**
   * How the learning rate changes. Ours: constant; supervised: divided by 10 at half and three quarters.
   */
  schedule: ScheduleConfig;
  /**
   * Augmentation of an image before its views are made. Ours: crop and flip; Deep InfoMax: flip only; methods that compare
   * draws of an image: resized crop, flip, colours.
   */
  augmentation: Augmentation;
  /**
   * Settings of the method's task.
   */
  task?: Partial<TaskConfig>;
  /**
   * Smaller images at first, which take less time.
   */
  smallStart?: SmallStart;
  /**
   * Classes of the head if it depends on the data: clusters for Deep Cluster, label classes for supervised.
   * Not given: ten clusters for each class (100 without classes), fewer if each would have less than four
   * images; all label classes.
   */
  numTargets?: number;
  /**
   * How often over the run, and once before it, kNN accuracy is measured, on up to 1000 labelled training images; needs
   * labels, and changes nothing of the run. Default 0.
   */
  onlineKnn?: number;
  /**
   * Seed of weights, order, augmentation, patch positions, noise and clusters. Default 1.
   */
  seed: number;
};

/**
 * An evaluation (paper, section 4); our defaults: linear 100 epochs, fine-tuning 20, batch 32, Adam 1e-3.
 */
export type EvaluationConfig = {
  protocol: Protocol;
  classifier: ClassifierKind;
  /**
   * Passes over the training images; default: 100 for `linear`, 20 for `finetune`.
   */
  epochs: number | null;
  /**
   * Images per step. Paper: 32.
   */
  batchSize: number;
  optimizer: OptimizerConfig;
  /**
   * For `finetune`: another learning rate for the backbone; default that of the classifier.
   */
  backboneLearningRate: number | null;
  /**
   * Augmentation of the training images; default: crop and flip for `finetune`, none for `linear`.
   */
  augmentation: Augmentation | null;
  /**
   * For `knn`: number of voting neighbours; default: 200, or all if there are fewer.
   */
  neighbors: number | null;
  /**
   * For `knn`: a vote has weight exp(similarity / temperature).
   */
  temperature: number;
  /**
   * Maximum number of labelled images per class to train on; default all.
   */
  labelsPerClass: number | null;
  /**
   * Fraction of the labelled images per class to train on, above 0 and up to 1; default all.
   */
  labelFraction: number | null;
  /**
   * Also evaluate untrained weights of the same seed.
   */
  compareRandom: boolean;
  /**
   * Seed of the classifier's weights and of the order of the images.
   */
  seed: number;
};

/**
 * A 2-D embedding of features by t-SNE (paper, figure 4).
 */
export type EmbeddingConfig = {
  /**
   * Roughly the number of effective neighbours, from 1 to a third of the images; default 30, or less for few images.
   */
  perplexity: number | null;
  /**
   * Steps of gradient descent.
   */
  iterations: number;
  /**
   * Maximum number of test images, up to 5000, drawn by the seed: cost grows with its square.
   */
  maxImages: number;
  /**
   * Seed of the draw and of the initial positions.
   */
  seed: number;
};

/**
 * The settings that methods are trained with.
 */
export type RecipeKind = 'paper' | 'study' | 'quick' | 'best';

/**
 * A comparison. Fields that are not given come from the recipe.
 */
export type ComparisonConfig = {
  /**
   * `random` and names of methods; default all.
   */
  rows: (Method | 'random')[];
  /**
   * Patch ratios, each a separate row for methods with a patch; default 0.3, 0.4, 0.5.
   */
  ratios: Array<number>;
  /**
   * The row that exports compare the others with, image by image: differences with 95 % intervals; default none.
   */
  reference: Method | 'random' | null;
  /**
   * Default `resnet8`.
   */
  backbone: Backbone;
  /**
   * Number of seeds; default 3.
   */
  seeds: number;
  /**
   * The first seed; default 1.
   */
  seed: number;
  /**
   * Default `paper`.
   */
  recipe: RecipeKind;
  /**
   * Epochs of pretraining.
   */
  epochs: number | null;
  /**
   * Different numbers of epochs for some methods, by name.
   */
  methodEpochs: Partial<Record<Method, number>>;
  /**
   * Images per step of pretraining.
   */
  batchSize: number | null;
  /**
   * Random crops in pretraining; `finetuneAugmentation` is that of fine-tuning.
   */
  crop: boolean | null;
  /**
   * Random horizontal flips in pretraining.
   */
  flip: boolean | null;
  /**
   * Augmentation in pretraining, in place of the methods'; `crop` and `flip` change it.
   */
  augmentation: Augmentation | null;
  /**
   * Settings of the methods' tasks.
   */
  task: Partial<TaskConfig>;
  /**
   * Smaller images at first in pretraining; a part of 0 for none, whatever the recipe has.
   */
  smallStart: SmallStart | null;
  /**
   * Learning rate of pretraining.
   */
  learningRate: number | null;
  /**
   * Weight decay of pretraining.
   */
  weightDecay: number | null;
  /**
   * How the learning rate of pretraining changes.
   */
  schedule: ScheduleKind | null;
  /**
   * Default all.
   */
  protocols: Array<Protocol>;
  /**
   * The classifier of linear evaluation and fine-tuning; default that of the recipe: `two-layer`, as in the paper, or
   * `single-layer`, as in the earlier study.
   */
  classifier: ClassifierKind | null;
  /**
   * Epochs of linear evaluation; default 100.
   */
  linearEpochs: number | null;
  /**
   * Learning rate of linear evaluation; default 1e-3.
   */
  linearLearningRate: number | null;
  /**
   * Weight decay of linear evaluation; default 0.
   */
  linearWeightDecay: number | null;
  /**
   * Augmentation in linear evaluation; default none.
   */
  linearAugmentation: Augmentation | null;
  /**
   * Epochs of fine-tuning; default 20.
   */
  finetuneEpochs: number | null;
  /**
   * Learning rate of fine-tuning; default 1e-3.
   */
  finetuneLearningRate: number | null;
  /**
   * Weight decay of fine-tuning; default 0.
   */
  finetuneWeightDecay: number | null;
  /**
   * Augmentation in fine-tuning; default crop and flip.
   */
  finetuneAugmentation: Augmentation | null;
  /**
   * Maximum number of labelled images per class to train classifiers on: a number, null for all, or a list of these, each a
   * column of its own; default all.
   */
  labelsPerClass: number | null | (number | null)[];
};

/**
 * Settings of a training run that a method has defaults for.
 */
export type Recipe = {
  /**
   * Passes over the images.
   */
  epochs: number;
  batchSize: number;
  optimizer: OptimizerConfig;
  schedule: ScheduleConfig;
  augmentation: Transform[];
  /**
   * Settings of the method's task.
   */
  task: TaskConfig;
  smallStart?: SmallStart;
};

/**
 * Where the targets come from.
 */
export type Targets = 'images' | 'labels' | 'clusters';

/**
 * The full description of a method, shared by all interfaces.
 */
export type MethodInfo = {
  /**
   * The name in configs and on the command line.
   */
  name: Method;
  /**
   * The name as written in papers.
   */
  title: string;
  /**
   * One plain sentence for pupils.
   */
  summary: string;
  /**
   * One sentence for experts.
   */
  description: string;
  /**
   * Chance level; null if it depends on the data, or if the task has no classes.
   */
  chance: number | null;
  /**
   * Views per image that the network sees.
   */
  viewsPerImage: number;
  /**
   * How often each image of a batch is drawn, each time with a new augmentation.
   */
  drawsPerImage: number;
  /**
   * The fields of `task` that it reads.
   */
  settings: Array<string>;
  /**
   * Where the targets come from.
   */
  targets: Targets;
  /**
   * Whether a patch is pasted, so that the patch size applies.
   */
  hasPatch: boolean;
  /**
   * Evaluations that apply to the method.
   */
  evaluations: Array<Protocol>;
  /**
   * The settings of the paper, or of the method's own paper: the defaults of `pretrain`.
   */
  paper: Recipe;
  /**
   * Those of the earlier study.
   */
  study: Recipe;
  /**
   * Settings for a few minutes in a browser tab.
   */
  quick: Recipe;
  /**
   * The settings with which it learns most in eight minutes of one core, as far as they were searched for.
   */
  best: Recipe;
  /**
   * Where it was published.
   */
  source: string;
};

/**
 * Properties of a backbone that are known before it is built.
 */
export type BackboneInfo = {
  /**
   * The name in configs and on the command line.
   */
  name: string;
  /**
   * The name as written in papers.
   */
  title: string;
  /**
   * Number of features per image.
   */
  numFeatures: number;
  /**
   * Number of trainable parameters.
   */
  numParameters: number;
};

/**
 * The description of a protocol in the interfaces of the crate.
 */
export type ProtocolInfo = {
  name: Protocol;
  title: string;
  /**
   * One plain sentence.
   */
  summary: string;
};

/**
 * Everything that can be chosen.
 */
export type Catalog = {
  methods: Array<MethodInfo>;
  backbones: Array<BackboneInfo>;
  protocols: Array<ProtocolInfo>;
  /**
   * The defaults of the tasks' settings.
   */
  task: TaskConfig;
  /**
   * What learns most in minutes.
   */
  bestMethod: Method;
};

/**
 * The splits of a data set.
 */
export type Split = 'unlabeled' | 'train' | 'test';

/**
 * A file that was skipped.
 */
export type SkippedFile = {
  name: string;
  /**
   * Why, and what to do.
   */
  reason: string;
};

/**
 * The images of one class.
 */
export type ClassSummary = {
  name: string;
  /**
   * Images to train classifiers on.
   */
  train: number;
  /**
   * Images to evaluate on.
   */
  test: number;
};

/**
 * A summary of loaded data.
 */
export type DatasetSummary = {
  name: string;
  imageSize: number;
  /**
   * Names by label; empty where the data has no classes.
   */
  classNames: Array<string>;
  mean: [number, number, number];
  std: [number, number, number];
  /**
   * Images to pretrain on.
   */
  unlabeled: number;
  /**
   * Labelled images to train classifiers on.
   */
  train: number;
  /**
   * Images to evaluate on.
   */
  test: number;
  /**
   * Of each class, in the order of the labels.
   */
  classes: Array<ClassSummary>;
  /**
   * Which images are held out for evaluation, in words.
   */
  heldOut: string;
  /**
   * How photos became square.
   */
  square: Square;
  /**
   * What else to know, in sentences.
   */
  notes: Array<string>;
  /**
   * Skipped files, and why.
   */
  skipped: Array<SkippedFile>;
};

/**
 * A data set, identified by its name, its counts, its classes and the pixels of some of its images.
 */
export type Fingerprint = {
  /**
   * The format's name.
   */
  name: string;
  /**
   * Side of the images in pixels.
   */
  imageSize: number;
  /**
   * Images to pretrain on.
   */
  images: number;
  /**
   * Labelled images to train classifiers on.
   */
  labeledImages: number;
  /**
   * Images to evaluate on.
   */
  testImages: number;
  /**
   * Whether these are a validation part of the labelled images, in place of the test images.
   */
  isValidation?: boolean;
  classNames: Array<string>;
  /**
   * CRC-32 over the pixels of up to 64 images, in hexadecimal.
   */
  pixels: string;
};

/**
 * A classifier saved with a network.
 */
export type ClassifierInfo = {
  kind: ClassifierKind;
  classNames: Array<string>;
  /**
   * Side of the images that it was trained on; not given in older files: the side of the network's.
   */
  imageSize?: number;
  /**
   * How these became squares; not given in older files: as those of the network.
   */
  square?: Square;
};

/**
 * The network that a run started from, where its weights were not random.
 */
export type Initial = {
  /**
   * How it was trained.
   */
  method: Method;
  /**
   * Steps that it was trained for.
   */
  step: number;
  /**
   * Name of the data it was trained on.
   */
  data: string;
  /**
   * CRC-32 of its file, in hexadecimal.
   */
  checksum: string;
};

/**
 * What is needed to use a network again.
 */
export type ModelInfo = {
  /**
   * How it was trained.
   */
  config: PretrainConfig;
  /**
   * Steps done.
   */
  step: number;
  /**
   * Name of the data it was trained on.
   */
  data: string;
  /**
   * Image size in pixels.
   */
  imageSize: number;
  /**
   * Mean that its inputs were normalised with.
   */
  mean: [number, number, number];
  /**
   * Standard deviation that its inputs were normalised with.
   */
  std: [number, number, number];
  /**
   * How an image becomes an input, in words; empty in files of 0.1.0.
   */
  preparation: string;
  /**
   * How an image of another shape becomes a square; `crop` in files of 0.1.0.
   */
  square: Square;
  /**
   * The data it was trained on; null in files of 0.1.0.
   */
  fingerprint: Fingerprint | null;
  /**
   * Version of this crate; empty in files of 0.1.0.
   */
  version: string;
  /**
   * The commit that it was built from, if known.
   */
  commit: string | null;
  /**
   * The date of training, as `2026-01-31`, if known.
   */
  date: string | null;
  /**
   * The network that it started from; null for random weights.
   */
  initial: Initial | null;
  /**
   * The classifier that was trained on its features, if there is one.
   */
  classifier: ClassifierInfo | null;
};

/**
 * A job that has begun.
 */
export type Started = {
  /**
   * Units of work already done, as after a resume.
   */
  done: number;
  /**
   * Total units of work.
   */
  total: number;
  /**
   * For pretraining: chance level of its task; null if that is not a classification.
   */
  chance: number | null;
  /**
   * For pretraining: images whose gradients are computed at once.
   */
  imagesAtOnce?: number;
  /**
   * For a comparison: the table, still without figures.
   */
  table?: Table;
};

/**
 * Progress with elapsed and remaining time. Time between two pieces of work does not count.
 */
export type Timing = {
  done: number;
  total: number;
  elapsedMs: number;
  /**
   * Null while unknown.
   */
  remainingMs: number | null;
};

/**
 * The progress of some work, in units of about one batch.
 */
export type Progress = { done: number; total: number };

/**
 * How much the features of a batch differ.
 */
export type Spread = {
  /**
   * Effective rank of the features: from 1, where each image has the same up to a factor, to their number.
   */
  rank: number;
  /**
   * The number of features.
   */
  numFeatures: number;
  /**
   * The most that the rank can be: the number of features, or of rows where there are fewer.
   */
  maxRank: number;
  /**
   * Root mean square distance of features of length 1 from their mean: 0 where all are the same, at most 1.
   */
  distance: number;
  /**
   * How much what the loss compares differs: for projections compared by their direction, their distance as above; for
   * VICReg's, their mean standard deviation, which should be 1. Null where the loss compares none.
   */
  projected: number | null;
  /**
   * Whether all images have nearly the same features, or what the loss compares is nearly the same for all, so that nothing
   * is learnt any more.
   */
  hasCollapsed: boolean;
};

/**
 * kNN accuracy while a network was trained.
 */
export type KnnPoint = {
  /**
   * Steps done by then.
   */
  step: number;
  /**
   * Of labelled training images, each classified by the others: 0 to 1.
   */
  accuracy: number;
};

/**
 * The result of some steps.
 */
export type TrainEvent = {
  /**
   * Steps done since the start.
   */
  step: number;
  totalSteps: number;
  /**
   * Epochs begun, from 1.
   */
  epoch: number;
  epochs: number;
  /**
   * Loss of each step since the last event; empty while an epoch is being prepared.
   */
  losses: Array<number>;
  /**
   * Mean of these losses; null while an epoch is being prepared.
   */
  loss: number | null;
  /**
   * Accuracy on the pretext samples since the last event, 0 to 1; null if the task is not a classification.
   */
  pretextAccuracy: number | null;
  learningRate: number;
  /**
   * How much the features of the last batch differ; null while an epoch is being prepared or kNN accuracy
   * is measured.
   */
  spread: Spread | null;
  /**
   * Measurements of kNN accuracy since the start, where the config asks for any.
   */
  knn: Array<KnnPoint>;
  /**
   * Images drawn since the start, views not counted.
   */
  images: number;
};

/**
 * A pretraining run in progress.
 */
export type PretrainProgress = {
  imagesPerSecond: number;
  /**
   * Before an epoch whose targets have to be computed first, as for Deep Cluster.
   */
  preparing: Progress | null;
  /**
   * While kNN accuracy is measured.
   */
  measuring: Progress | null;
  done: number;
  total: number;
  elapsedMs: number;
  /**
   * Null while unknown.
   */
  remainingMs: number | null;
  /**
   * Steps done since the start.
   */
  step: number;
  totalSteps: number;
  /**
   * Epochs begun, from 1.
   */
  epoch: number;
  epochs: number;
  /**
   * Loss of each step since the last event; empty while an epoch is being prepared.
   */
  losses: Array<number>;
  /**
   * Mean of these losses; null while an epoch is being prepared.
   */
  loss: number | null;
  /**
   * Accuracy on the pretext samples since the last event, 0 to 1; null if the task is not a classification.
   */
  pretextAccuracy: number | null;
  learningRate: number;
  /**
   * How much the features of the last batch differ; null while an epoch is being prepared or kNN accuracy
   * is measured.
   */
  spread: Spread | null;
  /**
   * Measurements of kNN accuracy since the start, where the config asks for any.
   */
  knn: Array<KnnPoint>;
  /**
   * Images drawn since the start, views not counted.
   */
  images: number;
};

/**
 * The result of a pretraining run.
 */
export type PretrainSummary = {
  /**
   * False where the run was stopped.
   */
  completed: boolean;
  steps: number;
  firstLoss: number | null;
  lastLoss: number | null;
  /**
   * Accuracy on the pretext samples of the last epoch; null if the task is not a classification.
   */
  pretextAccuracy: number | null;
  imagesPerSecond: number;
  elapsedMs: number;
  /**
   * kNN accuracies of the whole run; empty unless the config asks for them.
   */
  knn: Array<KnnPoint>;
  /**
   * How much the features of its last batch differ; null where none was looked at.
   */
  spread: Spread | null;
};

/**
 * How well images of the same class are retrieved, with each test image as a query against the others.
 */
export type Retrieval = {
  /**
   * Fraction of the queries whose nearest image is of their class.
   */
  recallAt1: number;
  /**
   * Among the first 5.
   */
  recallAt5: number;
  /**
   * Among the first 10.
   */
  recallAt10: number;
  /**
   * Mean over queries of the average precision over the whole gallery.
   */
  meanAveragePrecision: number;
};

/**
 * The results of one backbone.
 */
export type Measurement = {
  /**
   * Fraction of correct predictions, 0 to 1.
   */
  accuracy: number;
  /**
   * Correct predictions.
   */
  correct: number;
  /**
   * All predictions.
   */
  total: number;
  /**
   * 95 % interval of the accuracy: lower and upper end, 0 to 1.
   */
  interval: [number, number];
  /**
   * The same for each class; none where the test split has no sample of it.
   */
  perClass: Array<number | null>;
  /**
   * Samples by true class (rows) and predicted class (columns).
   */
  confusion: Array<Array<number>>;
  /**
   * Whether each test image was answered correctly, 1 or 0 in the order of the split: to compare two networks image by
   * image.
   */
  hits?: string;
  /**
   * For `retrieval`, where accuracy, classes and confusion are those of the nearest image.
   */
  retrieval?: Retrieval;
};

/**
 * The results of an evaluation.
 */
export type EvaluationReport = {
  protocol: Protocol;
  /**
   * The classifier that was trained, where one was.
   */
  classifier: ClassifierKind | null;
  /**
   * Chance level: a guess among the classes of the labelled training images; for `retrieval`, how often another test
   * image has the same class; for `pretext`, 1 / classes of the task.
   */
  chance: number;
  classNames: Array<string>;
  pretrained: Measurement;
  /**
   * Untrained weights of the same seed under the same protocol.
   */
  random: Measurement | null;
  /**
   * What to keep in mind, in sentences.
   */
  notes: Array<string>;
};

/**
 * An embedding, in progress or done.
 */
export type Embedding = {
  /**
   * Positions, centred on the origin: `[N, 2]`.
   */
  embedding2d: Float32Array;
  /**
   * The index of the test image at each position.
   */
  indices: Array<number>;
  /**
   * Classes; none where the images have no labels.
   */
  labels: Array<number>;
  /**
   * The Kullback-Leibler divergence of the embedding from the features, in nats: lower is better.
   */
  klDivergence: number;
};

/**
 * An embedding in progress.
 */
export type EmbeddingProgress = {
  /**
   * Null while features are computed.
   */
  picture: Embedding | null;
  done: number;
  total: number;
  elapsedMs: number;
  /**
   * Null while unknown.
   */
  remainingMs: number | null;
};

/**
 * A comparison in progress.
 */
export type ComparisonProgress = {
  /**
   * The current run and what it is doing, in words.
   */
  current: string;
  /**
   * The index of the current run, from 0, and the number of runs.
   */
  run: Progress;
  /**
   * The table, if it has changed since the last event.
   */
  table: Table | null;
  done: number;
  total: number;
  elapsedMs: number;
  /**
   * Null while unknown.
   */
  remainingMs: number | null;
};

/**
 * The heading of a column.
 */
export type TableColumn = { name: string; title: string };

/**
 * A figure over seeds.
 */
export type TableCell = {
  /**
   * Mean ± standard deviation, accuracies in percent.
   */
  text: string;
  mean: number;
  /**
   * Null for a single seed.
   */
  deviation: number | null;
  values: Array<number>;
};

/**
 * A row of a table.
 */
export type TableRow = {
  name: string;
  title: string;
  /**
   * One for each column; null where there is no figure.
   */
  cells: Array<TableCell | null>;
  /**
   * Why the row could not be run.
   */
  error: string | null;
};

/**
 * A table as it is shown.
 */
export type Table = {
  columns: Array<TableColumn>;
  rows: Array<TableRow>;
  /**
   * What the numbers are, in words.
   */
  caption: string;
};

/**
 * The position of a patch, in pixels from the top left corner.
 */
export type PatchBox = { top: number; left: number; side: number };

/**
 * Images of a split.
 */
export type ImageBatch = {
  imageSize: number;
  /**
   * Interleaved RGB bytes, [N, S, S, 3].
   */
  pixels: Uint8Array;
  /**
   * N; null where an image has no label.
   */
  labels: Array<number | null>;
  /**
   * N: the path in its folder or archive; null where an image has none.
   */
  paths: Array<string | null>;
};

/**
 * The eight views of some images.
 */
export type ViewBatch = {
  imageSize: number;
  /**
   * r0..r3, p0..p3 of each image: interleaved RGB bytes, [N, 8, S, S, 3].
   */
  pixels: Uint8Array;
  /**
   * Which view each is, N * 8: 0..3 are r0..r3, 4..7 are p0..p3, the classes of Patch RotNet.
   */
  targets: Array<number>;
  /**
   * N: the patch position in the four patched views of each image.
   */
  boxes: Array<PatchBox>;
};

/**
 * Scores of maps: `[N, 8]` each, as the maps lie. An answer is the probability of the explained class or, where a task has no
 * classes, the similarity to the upright image.
 */
export type MapScores = {
  /**
   * Mean answer while pixels are inserted into a blurred view, those of the brightest places of the map first: the higher,
   * the better the map.
   */
  insertion: Array<number>;
  /**
   * Mean answer while pixels are replaced by the mean colour, in the same order: the lower, the better the map.
   */
  deletion: Array<number>;
  /**
   * The same as `insertion` in a random order.
   */
  randomInsertion: Array<number>;
  /**
   * The same as `deletion` in a random order.
   */
  randomDeletion: Array<number>;
};

/**
 * Attention of N images in all eight views, image after image, view after view.
 */
export type Attention = {
  numImages: number;
  imageSize: number;
  /**
   * Views as interleaved RGB bytes: `[N, 8, S, S, 3]`.
   */
  pixels: Uint8Array;
  /**
   * Maps scaled to values from 0 to 1 and to the image's size: `[N, 8, S, S]`.
   */
  maps: Float32Array;
  /**
   * Views with their maps overlaid: `[N, 8, S, S, 3]`.
   */
  overlays: Uint8Array;
  /**
   * The class that each map explains: `[N, 8]`; the predicted one if the task has no view classes. Empty if it has no
   * classes at all.
   */
  targetClasses: Array<number>;
  /**
   * Whether these classes are the correct ones, and not only those predicted.
   */
  hasAnswers: boolean;
  /**
   * The predicted class: `[N, 8]`, or empty.
   */
  predictedClasses: Array<number>;
  /**
   * Where the task has no classes, maps say by what a view is like the upright image: the cosine similarity of their
   * features, `[N, 8]`; else empty.
   */
  similarities: Array<number>;
  classNames: Array<string>;
  /**
   * How well the maps show what the answers depend on, where this was asked for.
   */
  scores?: MapScores;
  /**
   * N.
   */
  boxes: Array<PatchBox>;
};

/**
 * The classes of N images.
 */
export type Classified = {
  imageSize: number;
  /**
   * Names by class.
   */
  classNames: Array<string>;
  /**
   * The most probable class of each image: N.
   */
  classes: Array<number>;
  /**
   * `[N, classes]`
   */
  probabilities: Float32Array;
  /**
   * Grad-CAM maps of these classes, scaled to values from 0 to 1 and to the image's size: `[N, S, S]`; empty unless
   * asked for.
   */
  maps: Float32Array;
  /**
   * The images as the network sees them, with their maps overlaid: interleaved RGB bytes, `[N, S, S, 3]`; empty unless
   * maps were asked for.
   */
  overlays: Uint8Array;
};

/**
 * An image beside each of M others.
 */
export type Alike = {
  imageSize: number;
  /**
   * Cosine similarity of the features of each pair: M.
   */
  similarities: Array<number>;
  /**
   * By what the image is like the other, then by what the other is like the image, scaled to values from 0 to 1 and to
   * the image's size: `[M, 2, S, S]`.
   */
  maps: Float32Array;
  /**
   * Both images with their maps overlaid: interleaved RGB bytes, `[M, 2, S, S, 3]`.
   */
  overlays: Uint8Array;
};

/**
 * An image of a gallery, compared with a query.
 */
export type Neighbor = {
  index: number;
  /**
   * Cosine similarity, -1..=1.
   */
  similarity: number;
  /**
   * Its class.
   */
  label: number;
};

/**
 * An image of the data that resembles another.
 */
export type Match = {
  /**
   * Its index in the split.
   */
  index: number;
  /**
   * Cosine similarity, -1..=1.
   */
  similarity: number;
  /**
   * Its class, if it has one.
   */
  label: number | null;
};

/**
 * The labels that a person gave to images to pretrain on.
 */
export type Labels = {
  /**
   * Names by class.
   */
  classNames: Array<string>;
  /**
   * The class of each labelled image, by its index.
   */
  classes: { [index: number]: number };
};

/**
 * How to learn from labels.
 */
export type LabelsConfig = {
  /**
   * How many images to suggest; default 8.
   */
  suggestions: number;
  /**
   * By which labelled images are held out; default 1.
   */
  seed: number;
};

/**
 * A labelled image that the classifier took for another class while it was held out.
 */
export type Mistake = { index: number; class: number; predicted: number };

/**
 * Why an image is suggested.
 */
export type Reason = 'uncertain' | 'unlike' | 'typical';

/**
 * An image that it pays to label.
 */
export type Suggestion = {
  index: number;
  reason: Reason;
  /**
   * The two most probable classes, where it is uncertain.
   */
  classes: [number, number] | null;
  /**
   * Their probabilities.
   */
  probabilities: [number, number] | null;
  /**
   * Cosine similarity to the nearest image that is labelled or suggested, where it is unlike them.
   */
  similarity: number | null;
};

/**
 * What was learnt from labels.
 */
export type LabelsReport = {
  classNames: Array<string>;
  /**
   * Labelled images of each class.
   */
  counts: Array<number>;
  /**
   * How well labelled images are classified that were held out in turn, a fifth at a time; null until a class has two.
   */
  heldOut: Measurement | null;
  mistakes: Array<Mistake>;
  /**
   * The most probable class of every image to pretrain on; empty until two classes have labels.
   */
  predictions: Array<number>;
  /**
   * Its probability.
   */
  probabilities: Float32Array;
  suggestions: Array<Suggestion>;
};
