//! Commands and their options. Options that are not given come from `--config`, else from the defaults named here.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};
use patchwise::config::{ClassifierKind, Protocol, RecipeKind, ScheduleKind};
use patchwise::data::Split;
use patchwise::experiment::{Part, RowName};
use patchwise::method::Method;
use patchwise::model::Backbone;
use serde::{Deserialize, Serialize};

use crate::command_options::command_options;
use crate::data_options::DataOptions;
use crate::device_options::DeviceOptions;
use crate::methods::Methods;
use crate::options::one_or_more;
use crate::output::Verbosity;
use crate::replay::Replay;
use crate::serve::Serve;
use crate::shell::{Completions, Manual, version};
use crate::training_options::label_count;

const EXIT_CODES: &str = "Exit codes: 0 done, 1 failed, 2 options that cannot be read, 3 `replay` found other figures, 130 stopped by Ctrl-C.";

/// Self-supervised learning of image features with patch rotation.
#[derive(Parser)]
#[command(version = version(), about, after_help = EXIT_CODES)]
pub struct Arguments {
    #[command(flatten)]
    pub verbosity: Verbosity,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Train a backbone, without labels except for `supervised`; writes the model as safetensors
    Pretrain(Pretrain),
    /// Evaluate a model with labels: linear evaluation, fine-tuning, kNN, retrieval, or its own pretext task
    Evaluate(Evaluate),
    /// Write the features of images, with labels and paths, for NumPy
    Features(Features),
    /// Say what single images show, by the classifier that `evaluate --out` kept
    Classify(Classify),
    /// Find the images that are most similar to one
    Search(Search),
    /// Write a model for other programs, as ONNX
    Export(Export),
    /// Write a network of a PyTorch checkpoint of relational reasoning as a model
    Import(Import),
    /// Write the eight views of an image, as a picture or as exact numbers
    Views(Views),
    /// Draw Grad-CAM maps over the eight views of an image (the paper's figure 3)
    Attend(Attend),
    /// Draw the features of test images in two dimensions by t-SNE (the paper's figure 4)
    Tsne(Tsne),
    /// Run whole tables of methods, ratios and seeds (the paper's tables); resumes where it was stopped
    Table(Table),
    /// Show what data holds: images per split and class, what is held out, skipped files and why
    Inspect(Inspect),
    /// List the methods: the task of each, its chance level, its defaults and its source
    Methods(Methods),
    /// Compute for other machines, which give `--device remote:ws://HOST:PORT`
    Serve(Serve),
    /// Run a record again and compare its figures
    Replay(Replay),
    /// Print what a shell completes commands and options by
    Completions(Completions),
    /// Print the man page, or write those of all commands
    Man(Manual),
}

/// What maps explain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum AttendTarget {
    #[default]
    Pretext,
    Label,
}

/// Options of `classify`.
#[derive(Args, Clone)]
pub struct Classify {
    /// A model file with a classifier
    #[arg(long)]
    pub model: PathBuf,
    /// Image files
    #[arg(required = true, value_name = "IMAGE")]
    pub images: Vec<PathBuf>,
    #[command(flatten)]
    pub computing: DeviceOptions,
    /// Print one JSON object instead of text
    #[arg(long)]
    pub json: bool,
}

/// Options of `inspect`.
#[derive(Args)]
pub struct Inspect {
    #[command(flatten)]
    pub source: DataOptions,
    /// Maximum number of images to pretrain on [all; 1000 scenes]
    #[arg(long)]
    pub images: Option<usize>,
    /// Print one JSON object instead of text
    #[arg(long)]
    pub json: bool,
}

command_options! {
    Pretrain with source: DataOptions {
        /// The method, which sets the pretext task; see `patchwise methods` [patch-rotnet; with the recipe best: simclr]
        method: Method,
        /// Defaults of the options below: those of the paper, or of the method's own study, or for a few minutes: quick or best [paper]
        recipe: RecipeKind,
        /// Patch size as a fraction of the image side, 0.1 to 0.9 [0.4]
        patch_ratio: f64,
        /// The network [resnet8]
        backbone: Backbone,
        /// Maximum number of images to pretrain on [all; 1000 scenes]
        images: usize,
        /// Epochs: passes over the images [200]
        epochs: usize,
        /// Train for about this many minutes: the time of a few steps sets the epochs
        minutes: f64,
        /// Batch size: images per step [64]
        batch: usize,
        /// Images whose gradients are computed at once, where memory is short [all of the batch]
        micro_batch: usize,
        /// [1e-3; 1e-4 for deep-infomax, 0.1 for supervised]
        learning_rate: f64,
        /// Weight decay: this times a weight is added to its gradient [0]
        weight_decay: f64,
        /// How the learning rate changes [constant; step for supervised]
        schedule: ScheduleKind,
        /// Random crop with padding of an eighth of the side: true or false [true; false for deep-infomax]
        crop: bool,
        /// Random horizontal flip: true or false [true]
        flip: bool,
        /// Names of transforms with commas between them, a JSON list of them, or `strong` or `none` [the method's]
        augmentation: String,
        /// Settings of the task, such as temperature=0.2 or draws=8; see `patchwise methods` [the method's]
        task: String,
        /// Smaller images at first: their side as a fraction of the images', and the part of the run, such as 0.5:0.5, or none [the recipe's]
        small_start: String,
        /// How often over the run, and once before it, kNN accuracy on labelled training images is measured [0]
        online_knn: usize,
        /// Do so many steps only, and write them with all that goes into them and comes out, to repeat them in another program
        trace: usize,
        /// Clusters of deep-cluster [ten per class]
        clusters: usize,
        /// A model file to start from instead of random weights
        init: PathBuf,
        /// Seconds between two checkpoints, from which a killed run resumes [30]
        checkpoint_every: f64,
        /// Output file of the model [model.safetensors]
        out: PathBuf,
    }
}

command_options! {
    Evaluate with source: DataOptions {
        /// A model file, or `random` for untrained weights
        model: String,
        /// Evaluation method [linear]
        protocol: Protocol,
        /// Defaults of the options below: the paper's, or those of the earlier study [paper]
        recipe: RecipeKind,
        /// The network, with `--model random` [resnet8]
        backbone: Backbone,
        /// Maximum number of labelled images per class to train on [all]
        labels_per_class: usize,
        /// Fraction of the labelled images per class to train on, up to 1 [all]
        label_fraction: f64,
        /// Epochs: passes over the labelled images [100 for linear, 20 for finetune]
        epochs: usize,
        /// Batch size [32]
        batch: usize,
        /// The classifier on the features: the paper's two-layer one, a single layer, or logistic regression [two-layer]
        classifier: ClassifierKind,
        /// For linear and finetune [1e-3]
        learning_rate: f64,
        /// For finetune: another learning rate for the backbone [that of the classifier]
        backbone_learning_rate: f64,
        /// For linear and finetune: this times a weight is added to its gradient [0]
        weight_decay: f64,
        /// Random crop of the training images: true or false [true for finetune, false for linear]
        crop: bool,
        /// Random horizontal flip of the training images: true or false [true for finetune, false for linear]
        flip: bool,
        /// For knn: number of voting neighbours [200, or all if there are fewer]
        neighbors: usize,
        /// For knn: a vote has weight exp(similarity / temperature) [0.1]
        temperature: f64,
        /// Output file of the model with the classifier of linear or finetune [none]
        out: PathBuf,
    }
}

command_options! {
    Views {
        /// An image file, or scenes:NUMBER for a drawn one
        image: PathBuf,
        /// Patch size as a fraction of the image side, 0.1 to 0.9 [0.4]
        patch_ratio: f64,
        /// Image size: the side that the image is resized to, in pixels [its own shorter side, within 8 to 512]
        image_size: usize,
        /// A .png, or a .safetensors with the pixels [8, 3, S, S] in 0..1 and the position of the patch [views.png]
        out: PathBuf,
    }
}

command_options! {
    Attend {
        /// A model file
        model: PathBuf,
        /// Score the maps by insertion and deletion of pixels
        #[arg(num_args = 0..=1, default_missing_value = "true")]
        scores: bool,
        /// An image file, or scenes:NUMBER for a drawn one
        image: PathBuf,
        /// Another such image: maps of what makes the two alike to the network, in place of those over the eight views
        alike: PathBuf,
        /// Patch size as a fraction of the image side [that of the model]
        patch_ratio: f64,
        /// What the maps explain: the pretext task, or a label class of the classifier that `evaluate --out` kept [pretext]
        target: AttendTarget,
        /// The label class to explain [the one predicted for the upright image]
        class: String,
        /// A .png, or a .safetensors with the numbers: maps [8, S, S] and views [8, 3, S, S] in 0..1, classes [8] and the
        /// position of the patch; with `--alike` maps [2, S, S] and the similarity [1] [maps.png]
        out: PathBuf,
    }
}

command_options! {
    Features with source: DataOptions {
        /// A model file
        model: PathBuf,
        /// Which images [unlabeled: those to pretrain on]
        split: Split,
        /// A .npz with features [N, D], labels [N], -1 for none, paths [N] and class_names; or a .tsv for the Embedding
        /// Projector, with .metadata.tsv and .sprite.png beside it [features.npz]
        out: PathBuf,
    }
}

command_options! {
    Export {
        /// A model file; its classifier is exported with it
        model: PathBuf,
        /// A .onnx file [model.onnx]
        out: PathBuf,
    }
}

command_options! {
    Import {
        /// A file that the code of the relational reasoning study wrote with torch.save
        checkpoint: PathBuf,
        /// Name of the data that it was trained on [CIFAR-10]
        data_name: String,
        /// Side in pixels of the images that it was trained on [32]
        image_size: usize,
        /// Mean of red, green and blue that its images were normalised with [0.491,0.482,0.447, the study's for CIFAR-10]
        #[arg(value_delimiter = ',')]
        #[serde(deserialize_with = "one_or_more")]
        mean: Vec<f32>,
        /// The same for the standard deviation [0.247,0.243,0.262]
        #[arg(value_delimiter = ',')]
        #[serde(deserialize_with = "one_or_more")]
        std: Vec<f32>,
        /// Output file of the model [model.safetensors]
        out: PathBuf,
    }
}

command_options! {
    Search with source: DataOptions {
        /// A model file
        model: PathBuf,
        /// An image file
        image: PathBuf,
        /// Where to search [unlabeled: the images to pretrain on]
        split: Split,
        /// How many images to find [5]
        count: usize,
    }
}

command_options! {
    Tsne with source: DataOptions {
        /// A model file, or `random` for untrained weights
        model: String,
        /// The network, with `--model random` [resnet8]
        backbone: Backbone,
        /// Maximum number of test images [1000]
        #[arg(alias = "images")]
        #[serde(alias = "images")]
        test_images: usize,
        /// Perplexity of t-SNE: roughly the number of effective neighbours [30, or a third of fewer than 91 images]
        perplexity: f64,
        /// Steps of gradient descent [1000]
        iterations: usize,
        /// Number of epochs to fine-tune the model with labels first [0]
        finetune_epochs: usize,
        /// Output file [tsne.svg]
        out: PathBuf,
    }
}

command_options! {
    Table with source: DataOptions {
        /// random and methods of pretrain, separated by commas [all]
        #[arg(value_delimiter = ',')]
        #[serde(deserialize_with = "one_or_more")]
        methods: Vec<RowName>,
        /// Patch ratios, separated by commas [0.3,0.4,0.5]
        #[arg(value_delimiter = ',')]
        #[serde(deserialize_with = "one_or_more")]
        ratios: Vec<f64>,
        /// The network [resnet8]
        backbone: Backbone,
        /// The row that the others are compared with: differences with 95 % intervals [none]
        reference: RowName,
        /// Number of seeds, starting at --seed [3]
        seeds: u64,
        /// Maximum number of images to pretrain on [all; 1000 scenes]
        images: usize,
        /// Defaults of pretraining: those of the paper, or of each method's own study, or for a few minutes: quick or best [paper]
        recipe: RecipeKind,
        /// Epochs of pretraining [200]
        pretrain_epochs: usize,
        /// Epochs of individual methods, such as rotnet=20,deep-infomax=5
        method_epochs: String,
        /// Batch size of pretraining [64]
        batch: usize,
        /// How the learning rate of pretraining changes [the method's]
        schedule: ScheduleKind,
        /// Random crop in pretraining only: true or false [the method's]
        crop: bool,
        /// Random horizontal flip in pretraining only: true or false [true]
        flip: bool,
        /// Augmentation in pretraining: names with commas between them, a JSON list, `strong` or `none` [the method's]
        augmentation: String,
        /// Settings of the tasks, such as temperature=0.2,draws=8 [the methods']
        task: String,
        /// Smaller images at first: their side as a fraction of the images', and the part of the run, such as 0.5:0.5, or none [the recipe's]
        small_start: String,
        /// Learning rate of pretraining [the method's]
        learning_rate: f64,
        /// Weight decay of pretraining: this times a weight is added to its gradient [0]
        weight_decay: f64,
        /// Evaluation methods, separated by commas [all]
        #[arg(value_delimiter = ',')]
        #[serde(deserialize_with = "one_or_more")]
        protocols: Vec<Protocol>,
        /// Epochs of linear evaluation [100]
        linear_epochs: usize,
        /// Epochs of fine-tuning [20]
        finetune_epochs: usize,
        /// The classifier of linear evaluation and fine-tuning: the paper's two-layer one, or a single layer [two-layer]
        classifier: ClassifierKind,
        /// Learning rate of linear evaluation [1e-3]
        linear_learning_rate: f64,
        /// Weight decay of linear evaluation [0]
        linear_weight_decay: f64,
        /// Random crop in linear evaluation: true or false [false]
        linear_crop: bool,
        /// Random horizontal flip in linear evaluation: true or false [false]
        linear_flip: bool,
        /// Learning rate of fine-tuning [1e-3]
        finetune_learning_rate: f64,
        /// Weight decay of fine-tuning [0]
        finetune_weight_decay: f64,
        /// Random crop in fine-tuning: true or false [true]
        finetune_crop: bool,
        /// Random horizontal flip in fine-tuning: true or false [true]
        finetune_flip: bool,
        /// Maximum numbers of labelled images per class to train on, separated by commas, each a column: such as 1,5,all [all]
        #[arg(value_delimiter = ',', value_parser = label_count)]
        #[serde(deserialize_with = "one_or_more")]
        labels_per_class: Vec<Option<usize>>,
        /// Print the runs as JSON lines, each with its number: the cells of the table
        #[arg(num_args = 0..=1, default_missing_value = "true")]
        list: bool,
        /// Run one cell only, by its number; several processes may run different ones
        cell: usize,
        /// Run a part of that cell only: its pretraining, or the evaluations of its network that is there [both]
        part: Part,
        /// Make the table of the cells that are there, without running any
        #[arg(num_args = 0..=1, default_missing_value = "true")]
        merge: bool,
        /// Seconds between two checkpoints, from which a killed run resumes [30]
        checkpoint_every: f64,
        /// Output file, a .md, .csv or .json; runs are saved beside it, in OUT.runs [table.md]
        out: PathBuf,
    }
}
