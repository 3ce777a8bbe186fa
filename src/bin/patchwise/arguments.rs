//! Commands and their options. What is not given comes from `--config`, else from the defaults named here.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use serde::{Deserialize, Serialize};

/// Self-supervised learning of image features with patch rotation.
#[derive(Parser)]
#[command(version, about)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Subcommand)]
pub enum Command {
    /// Train a backbone, without labels but for `supervised`; writes the network as safetensors
    Pretrain(Pretrain),
    /// Measure a network by labels: linear evaluation, fine-tuning, kNN, retrieval, or its own task
    Evaluate(Evaluate),
    /// Write the eight views of an image, as a picture or as exact numbers
    Views(Views),
    /// Draw Grad-CAM maps over the eight views of an image (the paper's figure 3)
    Attend(Attend),
    /// Draw the features of test images in two dimensions by t-SNE (the paper's figure 4)
    Tsne(Tsne),
    /// Run whole tables of methods, ratios and seeds (the paper's tables); goes on where it was stopped
    Table(Table),
}

/// Options that every command has.
macro_rules! command_options {
    ($(#[$meta:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty,)* }) => {
        $(#[$meta])*
        #[derive(Args, Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub struct $name {
            $(
                $(#[$field_meta])*
                #[arg(long)]
                #[serde(default, skip_serializing_if = "Option::is_none")]
                pub $field: Option<$type>,
            )*
            /// Seed of weights, order, places and samples; the scenes themselves never change [1]
            #[arg(long)]
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub seed: Option<u64>,
            /// Where to compute: cpu, or gpu in builds with the feature webgpu, vulkan or cuda [cpu]
            #[arg(long)]
            #[serde(default, skip_serializing_if = "Option::is_none")]
            pub device: Option<String>,
            /// Print one JSON object instead of words
            #[arg(long)]
            #[serde(skip)]
            pub json: bool,
            /// Options from a file that an earlier run wrote; options given here go before it
            #[arg(long)]
            #[serde(skip)]
            pub config: Option<PathBuf>,
        }

        impl crate::options::Options for $name {
            fn config(&self) -> Option<&std::path::Path> {
                self.config.as_deref()
            }

            fn with_switches_of(self, given: &Self) -> Self {
                Self { json: given.json, config: given.config.clone(), ..self }
            }
        }
    };
}

command_options! {
    Pretrain {
        /// scenes, cifar10:DIR, stl10:DIR, tiny-imagenet:ZIP_OR_DIR or folder:DIR [scenes]
        data: String,
        /// rotnet, patch-rotnet, patch-relnet, deep-infomax, deep-cluster or supervised [patch-rotnet]
        method: String,
        /// Side of the patch over the side of the image, 0.1 to 0.9 [0.4]
        patch_ratio: f64,
        /// resnet8 or resnet32 [resnet8]
        backbone: String,
        /// Side that images are brought to, in pixels [the data's own; 64 for folders]
        image_size: usize,
        /// At most so many images to train on, drawn by the seed [all; 1000 scenes]
        images: usize,
        /// Passes over the images [200]
        epochs: usize,
        /// Images a step [64]
        batch: usize,
        /// [1e-3; 1e-4 for deep-infomax, 0.1 for supervised]
        learning_rate: f64,
        /// How the learning rate moves: constant, cosine or step [constant; step for supervised]
        schedule: String,
        /// Shift images at random by up to an eighth: true or false [true; false for deep-infomax]
        crop: bool,
        /// Mirror half of the images: true or false [true]
        flip: bool,
        /// Clusters of deep-cluster [ten for each class]
        clusters: usize,
        /// Seconds between two checkpoints, from which a killed run goes on [30]
        checkpoint_every: f64,
        /// Where the network goes [model.safetensors]
        out: PathBuf,
    }
}

command_options! {
    Evaluate {
        /// The file of a network, or `random` for untrained weights
        model: String,
        /// scenes, cifar10:DIR, stl10:DIR, tiny-imagenet:ZIP_OR_DIR or folder:DIR [scenes]
        data: String,
        /// linear, finetune, knn, retrieval or pretext [linear]
        protocol: String,
        /// With `--model random`: resnet8 or resnet32 [resnet8]
        backbone: String,
        /// Side that images are brought to, in pixels [the data's own; 64 for folders]
        image_size: usize,
        /// At most so many labelled images of each class to learn from [all]
        labels_per_class: usize,
        /// This part of the labelled images of each class to learn from, up to 1 [all]
        label_fraction: f64,
        /// Passes over the labelled images [100 for linear, 20 for finetune]
        epochs: usize,
        /// Images a step [32]
        batch: usize,
        /// two-layer or single-layer [two-layer]
        classifier: String,
        /// For finetune: shift images at random: true or false [true]
        crop: bool,
        /// For knn: how many neighbours vote [200, or all where there are fewer]
        neighbors: usize,
        /// For knn: a vote weighs exp(similarity / temperature) [0.1]
        temperature: f64,
    }
}

command_options! {
    Views {
        /// A JPEG, PNG or WebP file, or scenes:NUMBER for a drawn one
        image: PathBuf,
        /// Side of the patch over the side of the image, 0.1 to 0.9 [0.4]
        patch_ratio: f64,
        /// Side that the image is brought to, in pixels [its own shorter side, within 8 to 512]
        image_size: usize,
        /// A .png, or a .safetensors with the pixels [8, 3, S, S] in 0..1 and the place of the patch [views.png]
        out: PathBuf,
    }
}

command_options! {
    Attend {
        /// The file of a network
        model: PathBuf,
        /// A JPEG, PNG or WebP file, or scenes:NUMBER for a drawn one
        image: PathBuf,
        /// Side of the patch over the side of the image [that of the network]
        patch_ratio: f64,
        /// Where the picture goes [maps.png]
        out: PathBuf,
    }
}

command_options! {
    Tsne {
        /// The file of a network, or `random` for untrained weights
        model: String,
        /// scenes, cifar10:DIR, stl10:DIR, tiny-imagenet:ZIP_OR_DIR or folder:DIR [scenes]
        data: String,
        /// With `--model random`: resnet8 or resnet32 [resnet8]
        backbone: String,
        /// Side that images are brought to, in pixels [the data's own; 64 for folders]
        image_size: usize,
        /// At most so many test images [1000]
        images: usize,
        /// Neighbours that count as near, about [30, or a third of fewer than 91 images]
        perplexity: f64,
        /// Steps of gradient descent [1000]
        iterations: usize,
        /// Fine-tune the network with labels for so many passes before [0]
        finetune_epochs: usize,
        /// Where the picture goes [tsne.svg]
        out: PathBuf,
    }
}

command_options! {
    Table {
        /// scenes, cifar10:DIR, stl10:DIR, tiny-imagenet:ZIP_OR_DIR or folder:DIR [scenes]
        data: String,
        /// random and methods of pretrain, separated by commas [all]
        methods: String,
        /// Patch ratios, separated by commas [0.3,0.4,0.5]
        ratios: String,
        /// resnet8 or resnet32 [resnet8]
        backbone: String,
        /// How many seeds, from --seed on [3]
        seeds: u64,
        /// Side that images are brought to, in pixels [the data's own; 64 for folders]
        image_size: usize,
        /// At most so many images to pretrain on [all; 1000 scenes]
        images: usize,
        /// Passes of pretraining [200]
        pretrain_epochs: usize,
        /// Other passes for some methods, such as rotnet=20,deep-infomax=5
        method_epochs: String,
        /// Images a step of pretraining [64]
        batch: usize,
        /// How the learning rate of pretraining moves: constant, cosine or step [the method's]
        schedule: String,
        /// Shift images at random before pretraining: true or false [the method's]
        crop: bool,
        /// linear, finetune, knn, retrieval and pretext, separated by commas [all]
        protocols: String,
        /// Passes of linear evaluation [100]
        linear_epochs: usize,
        /// Passes of fine-tuning [20]
        finetune_epochs: usize,
        /// At most so many labelled images of each class to learn from [all]
        labels_per_class: usize,
        /// Seconds between two checkpoints, from which a killed run goes on [30]
        checkpoint_every: f64,
        /// Where the table goes; runs are kept beside it, in OUT.runs [table.md]
        out: PathBuf,
    }
}
