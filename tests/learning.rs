//! Runs: every method learns, seeds repeat bit for bit, a resumed run is the same run, bad losses lose nothing.

mod common;

use burn::nn::LinearConfig;
use burn::optim::decay::WeightDecayConfig;
use burn::optim::{AdamConfig, GradientsParams};
use burn::tensor::{Device, Tensor};
use common::{assert_close, device, few_scenes, tensor, values, wave};
use patchwise::config::{
    Augmentation, ClassifierKind, EmbeddingConfig, EvaluationConfig, OptimizerConfig, Protocol, Recipe,
    SmallStart, TaskConfig,
};
use patchwise::data::{Dataset, ImageSet};
use patchwise::embed::Embedding;
use patchwise::evaluate::{Evaluation, Found, Measurement, Report, Stage, with_few_labels};
use patchwise::method::{Batch, Method};
use patchwise::model::{
    Classifier, Linear, Mode, NamedTensor, TensorVisitor, VisitTensors, collect, trainable,
};
use patchwise::train::{
    Checkpoint, ClassifierInfo, Extraction, Model, Network, Normalization, Optimizer, PretrainConfig,
    Session, Spread, self_test,
};
use patchwise::{Error, Result};
use pollster::block_on;

const SIZE: usize = 16;

/// Images of two classes that even a tiny run tells apart: bright above, or bright on the left.
fn stripes(count: usize) -> Dataset {
    let mut pixels = Vec::new();
    for index in 0..count {
        for row in 0..SIZE {
            for column in 0..SIZE {
                let place = if index % 2 == 0 { row } else { column };
                let shade = 250 - place * 12 - index % 7;
                pixels.extend([shade as u8, (shade / 2) as u8, (row * 3 + index % 5) as u8]);
            }
        }
    }
    let labels = (0..count as u16).map(|index| index % 2).collect();
    let images = ImageSet::in_memory(pixels, SIZE, Some(labels));
    let drawn = images.draw(images.len() / 4, 1);
    let rest: Vec<usize> = (0..images.len()).filter(|index| !drawn.contains(index)).collect();
    let (train, test) = (images.subset(&rest), images.subset(&drawn));
    let (mean, std) = images.channel_stats().unwrap();
    Dataset {
        name: "stripes".into(),
        image_size: SIZE,
        class_names: vec!["above".into(), "left".into()],
        mean,
        std,
        unlabeled: train.clone(),
        train: Some(train),
        test: Some(test),
        square: Default::default(),
        report: Default::default(),
        pretrain_limit: None,
    }
}

fn config(method: Method) -> PretrainConfig {
    PretrainConfig {
        method,
        epochs: 40,
        batch_size: 4,
        augmentation: Augmentation::NONE,
        optimizer: OptimizerConfig::adam(3e-3),
        ..PretrainConfig::default()
    }
}

fn tensors(session: &Session) -> Vec<NamedTensor> {
    block_on(collect(&session.network(), "")).unwrap()
}

/// Trains a method and gives how much its features differ at the end.
fn spread(config: &PretrainConfig, data: &Dataset) -> Spread {
    let mut session = Session::new(config, data, &device()).unwrap();
    let event = block_on(session.run(session.total_steps())).unwrap();
    event.spread.unwrap()
}

#[test]
fn a_collapse_is_noticed() {
    let data = stripes(32);
    let task = TaskConfig { variance: 0.0, covariance: 0.0, ..TaskConfig::default() };
    let augmentation = Augmentation::strong();
    let config = PretrainConfig {
        augmentation,
        batch_size: 8,
        epochs: 200,
        optimizer: OptimizerConfig::adam(1e-2),
        ..config(Method::VicReg)
    };
    // Without the terms for variance and covariance, equal features for all images are the best answer.
    let without = PretrainConfig { task, ..config.clone() };
    let mut session = Session::new(&without, &data, &device()).unwrap();
    let mut seen = Vec::new();
    while !session.is_done() {
        seen.extend(block_on(session.run(20)).unwrap().spread);
    }
    let collapsed = seen.last().unwrap();
    assert!(collapsed.has_collapsed, "{collapsed:?}");
    // It stays noticed: lengths shrink, whatever directions do.
    let first = seen.iter().position(|spread| spread.has_collapsed).unwrap();
    assert!(seen[first..].iter().all(|spread| spread.has_collapsed), "{seen:?}");
    let step = session.history().collapsed.unwrap();
    assert_eq!(step, 20 * (first + 1));
    let sound = spread(&config, &data);
    assert!(!sound.has_collapsed && sound.rank > collapsed.rank, "{sound:?} {collapsed:?}");
    for &method in Method::ALL {
        let untrained = PretrainConfig { method, epochs: 1, batch_size: 24, ..config.clone() };
        let spread = spread(&untrained, &data);
        assert!(!spread.has_collapsed, "{method:?} {spread:?}");
    }
}

#[test]
fn a_run_that_begins_with_smaller_images_goes_on_with_whole_ones() {
    let data = stripes(16);
    for method in [Method::PatchRotNet, Method::SimClr, Method::SimClrPatchRotNet] {
        let small_start = Some(SmallStart { scale: 0.625, part: 0.5 });
        let config = PretrainConfig { epochs: 2, small_start, ..config(method) };
        let mut session = Session::new(&config, &data, &device()).unwrap();
        let trace = block_on(session.trace(session.total_steps())).unwrap();
        let tensors = safetensors::SafeTensors::deserialize(&trace).unwrap();
        let side = |step: usize| tensors.tensor(&format!("step.{step}.draw.0")).unwrap().shape()[3];
        let sides: Vec<usize> = (0..session.total_steps()).map(side).collect();
        assert_eq!(sides, [10, 10, 10, SIZE, SIZE, SIZE], "{method:?}");
    }
    let small_start = Some(SmallStart { scale: 1.0, part: 0.5 });
    let config = PretrainConfig { small_start, ..config(Method::SimClr) };
    assert!(
        matches!(config.validate(SIZE), Err(Error::InvalidConfig { field, .. }) if field == "smallStart.scale")
    );
}

/// No rate makes a run end with weights that are not finite: it fails, and keeps the last good ones.
#[test]
fn no_run_keeps_weights_that_are_not_finite() {
    let sgd = |learning_rate| OptimizerConfig::sgd_with(learning_rate, 0.9);
    let adam = OptimizerConfig::adam;
    let data = stripes(12);
    for &method in Method::ALL {
        for optimizer in [sgd(1e10), sgd(1e20), sgd(1e30), sgd(1e39), adam(4e9), adam(1e30), adam(1e39)] {
            for units in [1, 3] {
                let case = format!("{method:?}, {optimizer:?}, {units} steps");
                let config = PretrainConfig { optimizer, epochs: 3, ..config(method) };
                let mut session = Session::new(&config, &data, &device()).unwrap();
                let ended = loop {
                    match block_on(session.run(units)) {
                        Ok(_) if session.is_done() => break None,
                        Ok(_) => {}
                        Err(error) => break Some(error),
                    }
                };
                let error = ended.unwrap_or_else(|| panic!("{case} completes"));
                assert_eq!(error.code(), "non-finite-loss", "{case}: {error}");
                for tensor in tensors(&session) {
                    assert!(tensor.values.iter().all(|value| value.is_finite()), "{case}: {}", tensor.name);
                }
                let saved = block_on(session.model().to_bytes()).unwrap();
                let model =
                    Model::from_bytes(&saved, &device()).unwrap_or_else(|error| panic!("{case}: {error}"));
                let mut extraction = Extraction::new(&data.unlabeled, model.info.normalization(), &device());
                block_on(extraction.step(&mut model.network.backbone.clone()))
                    .unwrap_or_else(|error| panic!("{case}: {error}"));
            }
        }
    }
}

/// The last update is not finite, which the loss of its step does not show.
#[test]
fn no_file_of_a_run_has_values_that_are_not_finite() {
    let data = stripes(12);
    for &method in Method::ALL {
        let optimizer = OptimizerConfig::adam(1e39);
        let config = PretrainConfig { optimizer, epochs: 3, ..config(method) };
        let mut session = Session::new(&config, &data, &device()).unwrap();
        block_on(session.run(1)).unwrap();
        let checkpoint = Checkpoint::from_bytes(&block_on(session.checkpoint()).unwrap(), &device()).unwrap();
        assert_eq!(checkpoint.model.info.step, 0, "{method:?}");
        let mut resumed = Session::resume(&checkpoint, &data, &device()).unwrap();
        assert_eq!(block_on(resumed.run(1)).unwrap().step, 1, "{method:?}");
        let error = block_on(session.model().to_bytes()).unwrap_err();
        assert_eq!(error.code(), "non-finite-loss", "{method:?}: {error}");
    }
}

/// A network with one weight that is not finite, or with weights whose features are not.
#[test]
fn networks_that_are_not_finite_are_refused_by_loading_and_by_every_evaluation() {
    struct Spoil(f32);
    impl TensorVisitor for Spoil {
        fn parameter<const D: usize>(&mut self, name: &str, tensor: &mut Tensor<D>) {
            if name.ends_with("stem.norm.weight") {
                *tensor = tensor.clone().mul_scalar(0.0).add_scalar(self.0);
            }
        }
        fn buffer<const D: usize>(&mut self, _: &str, _: &mut Tensor<D>) {}
    }
    let data = stripes(60);
    for (value, code) in
        [(f32::NAN, "invalid-model"), (f32::INFINITY, "invalid-model"), (1e38, "non-finite-loss")]
    {
        let mut model = Model::untrained(&config(Method::RotNet), &data, &device()).unwrap();
        model.network.visit("", &mut Spoil(value));
        if code == "invalid-model" {
            // What would be refused is not written; another program may have written it.
            assert_eq!(block_on(model.to_bytes()).unwrap_err().code(), "non-finite-loss");
            let mut other = Model::untrained(&self::config(Method::RotNet), &data, &device()).unwrap();
            other.network.visit("", &mut Spoil(1234.5));
            let mut bytes = block_on(other.to_bytes()).unwrap();
            let place = bytes.windows(4).position(|four| four == 1234.5f32.to_le_bytes()).unwrap();
            bytes[place..place + 4].copy_from_slice(&value.to_le_bytes());
            let error = Model::from_bytes(&bytes, &device()).unwrap_err();
            assert!(error.to_string().contains("`backbone.stem.norm.weight` has values"), "{error}");
        }
        for protocol in Protocol::ALL {
            let config =
                EvaluationConfig { protocol, epochs: Some(1), compare_random: false, ..Default::default() };
            let mut evaluation = Evaluation::new(&config, &model, &data, &device()).unwrap();
            let error = loop {
                match block_on(evaluation.run(1)) {
                    Ok(Stage::Running(_)) => {}
                    Ok(Stage::Done(report)) => panic!("{protocol:?} of {value}: {report:?}"),
                    Err(error) => break error,
                }
            };
            assert_eq!(error.code(), code, "{protocol:?} of {value}: {error}");
        }
    }
}

#[test]
fn every_method_overfits_one_batch() {
    // Two images; a patch of half the side can be told apart.
    let two = stripes(5).unlabeled.subset(&[0, 1]);
    for &method in Method::ALL {
        // Deep Cluster begins anew with each epoch: it gets one epoch of the two images over and over.
        let is_clustered = method == Method::DeepCluster;
        let indices: Vec<usize> = (0..if is_clustered { 120 } else { 2 }).map(|index| index % 2).collect();
        let data = Dataset { unlabeled: two.subset(&indices), ..stripes(5) };
        let num_targets = is_clustered.then_some(2);
        // Deep InfoMax compares every place of a map with features, and fresh noise never lets its prior rest.
        let (epochs, part) = match method {
            Method::DeepInfoMax => (200, 0.6),
            Method::DeepCluster => (1, 0.35),
            // The covariances of 256 features over two images cannot vanish.
            Method::VicReg | Method::VicRegPatchRotNet => (60, 0.75),
            _ => (60, 0.35),
        };
        let config =
            PretrainConfig { batch_size: 2, epochs, patch_ratio: 0.5, num_targets, ..config(method) };
        let mut session = Session::new(&config, &data, &device()).unwrap();
        let first = block_on(session.run(1)).unwrap().loss.unwrap();
        let mut last = first;
        while !session.is_done() {
            last = block_on(session.run(5)).unwrap().loss.unwrap();
        }
        assert!(last < part * first, "{method:?}: the loss went from {first} to {last}");
    }
}

#[test]
fn a_seed_repeats_a_run_bit_for_bit() {
    let data = stripes(24);
    let run = |seed| {
        let config = PretrainConfig { seed, ..config(Method::PatchRotNet) };
        let mut session = Session::new(&config, &data, &device()).unwrap();
        let losses = block_on(session.run(4)).unwrap().losses;
        (losses, tensors(&session))
    };
    assert_eq!(run(1), run(1));
    assert_ne!(run(1).0, run(2).0);
}

#[test]
fn events_do_not_change_a_run() {
    let data = stripes(24);
    let mut once = Session::new(&config(Method::PatchRelNet), &data, &device()).unwrap();
    let mut often = Session::new(&config(Method::PatchRelNet), &data, &device()).unwrap();
    let losses = block_on(once.run(3)).unwrap().losses;
    let each: Vec<f32> = (0..3).map(|_| block_on(often.run(1)).unwrap().losses[0]).collect();
    assert_eq!(losses, each);
    assert_eq!(tensors(&once), tensors(&often));
}

#[test]
fn a_resumed_run_is_the_uninterrupted_run() {
    let data = stripes(24);
    for optimizer in [OptimizerConfig::default(), OptimizerConfig::sgd_with(0.05, 0.9)] {
        let config =
            PretrainConfig { optimizer, augmentation: Augmentation::default(), ..config(Method::RotNet) };
        let mut whole = Session::new(&config, &data, &device()).unwrap();
        block_on(whole.run(7)).unwrap();
        let mut first = Session::new(&config, &data, &device()).unwrap();
        block_on(first.run(3)).unwrap();
        let bytes = block_on(first.checkpoint()).unwrap();
        drop(first);
        let checkpoint = Checkpoint::from_bytes(&bytes, &device()).unwrap();
        let mut second = Session::resume(&checkpoint, &data, &device()).unwrap();
        assert_eq!(second.steps_done(), 3);
        block_on(second.run(4)).unwrap();
        assert_eq!(tensors(&whole), tensors(&second), "{optimizer:?}");
    }
}

#[test]
fn a_run_can_be_resumed_before_its_first_step() {
    let data = stripes(24);
    let session = Session::new(&config(Method::RotNet), &data, &device()).unwrap();
    let checkpoint = Checkpoint::from_bytes(&block_on(session.checkpoint()).unwrap(), &device()).unwrap();
    let mut resumed = Session::resume(&checkpoint, &data, &device()).unwrap();
    assert_eq!(block_on(resumed.run(1)).unwrap().step, 1);
}

#[test]
fn a_bad_loss_stops_and_keeps_the_last_good_weights() {
    let data = stripes(24);
    let optimizer = OptimizerConfig::sgd_with(1e30, 0.0);
    let mut session =
        Session::new(&PretrainConfig { optimizer, ..config(Method::RotNet) }, &data, &device()).unwrap();
    let start = tensors(&session);
    let error = block_on(session.run(3)).unwrap_err();
    assert!(matches!(error, Error::NonFiniteLoss { good_step: 0, .. }), "{error}");
    assert_eq!(tensors(&session), start);
    assert_eq!(session.steps_done(), 0);
}

#[test]
fn a_saved_network_comes_back() {
    let data = stripes(24);
    let mut session = Session::new(&config(Method::PatchRelNet), &data, &device()).unwrap();
    block_on(session.run(2)).unwrap();
    let bytes = block_on(session.model().to_bytes()).unwrap();
    let read = Model::from_bytes(&bytes, &device()).unwrap();
    assert_eq!(read.info, session.info());
    assert_eq!(block_on(collect(&read.network, "")).unwrap(), tensors(&session));
    assert_eq!(bytes, block_on(read.to_bytes()).unwrap(), "saving again gives the same bytes");
}

#[test]
fn a_classifier_is_saved_with_its_network() {
    let data = stripes(24);
    let session = Session::new(&config(Method::RotNet), &data, &device()).unwrap();
    let mut model = session.model();
    let mut rng = patchwise::rng::stream(4, patchwise::rng::Purpose::HeadWeights, 0);
    model.classifier = Some(Classifier::init(ClassifierKind::TwoLayer, [64, 2], &mut rng, &device()));
    let class_names = data.class_names.clone();
    model.info.classifier = Some(ClassifierInfo {
        kind: ClassifierKind::TwoLayer,
        class_names,
        image_size: Some(32),
        square: None,
    });
    let read = Model::from_bytes(&block_on(model.to_bytes()).unwrap(), &device()).unwrap();
    assert_eq!(read.info, model.info);
    let features: Tensor<2> = tensor(wave(3 * 64, 0.1, 1.0), [3, 64], &device());
    let logits = |model: &Model| values(model.classifier.as_ref().unwrap().forward(features.clone().inner()));
    assert_eq!(logits(&read), logits(&model));
}

#[test]
fn tensor_names_are_those_of_the_documentation() {
    let network = Network::init(&config(Method::PatchRotNet), &device());
    let names: Vec<String> =
        block_on(collect(&network, "")).unwrap().into_iter().map(|tensor| tensor.name).collect();
    for name in [
        "backbone.stem.conv.weight",
        "backbone.stem.norm.running_var",
        "backbone.stages.0.0.first.conv.weight",
        "backbone.stages.2.0.shortcut.norm.bias",
        "head.weight",
        "head.bias",
    ] {
        assert!(names.iter().any(|found| found == name), "{name} is not among {names:?}");
    }
}

#[test]
fn the_self_test_repeats() {
    let first = block_on(self_test(&device())).unwrap();
    assert_eq!(first.len(), 2);
    assert_eq!(first, block_on(self_test(&device())).unwrap());
}

fn evaluate(config: &EvaluationConfig, data: &Dataset) -> Result<Report> {
    let pretrain = self::config(Method::PatchRotNet);
    let mut session = Session::new(&pretrain, data, &device())?;
    block_on(session.run(8))?;
    let mut evaluation = Evaluation::new(config, &session.model(), data, &device())?;
    loop {
        if let Stage::Done(report) = block_on(evaluation.run(3))? {
            return Ok(*report);
        }
    }
}

#[test]
fn every_protocol_measures_what_is_easy_as_easy() {
    let data = stripes(48);
    for protocol in [Protocol::Linear, Protocol::Finetune, Protocol::Knn] {
        let config = EvaluationConfig {
            protocol,
            epochs: Some(30),
            batch_size: 8,
            neighbors: Some(5),
            augmentation: matches!(protocol, Protocol::Linear | Protocol::Finetune)
                .then_some(Augmentation::NONE),
            ..EvaluationConfig::default()
        };
        let report = evaluate(&config, &data).unwrap();
        assert!(report.pretrained.accuracy > 0.8, "{protocol:?}: {:?}", report.pretrained);
        let random = report.random.unwrap();
        assert_eq!(random.confusion.iter().flatten().sum::<u32>(), 12);
        assert_eq!(report.chance, 0.5);
    }
}

#[test]
fn retrieval_is_that_of_naive_code() {
    let data = stripes(120);
    let pretrain = self::config(Method::PatchRotNet);
    let session = Session::new(&pretrain, &data, &device()).unwrap();
    let config = EvaluationConfig { protocol: Protocol::Retrieval, ..EvaluationConfig::default() };
    let mut evaluation = Evaluation::new(&config, &session.model(), &data, &device()).unwrap();
    let report = loop {
        if let Stage::Done(report) = block_on(evaluation.run(3)).unwrap() {
            break report;
        }
    };
    let Found::Gallery(gallery) = evaluation.take_found() else { panic!("retrieval leaves a gallery") };
    let labels = gallery.labels().to_vec();
    let (mut recalls, mut precision) = ([0.0; 3], 0.0);
    for query in 0..30 {
        let similarity =
            |other: usize| gallery.row(query).iter().zip(gallery.row(other)).map(|(a, b)| a * b).sum::<f32>();
        let mut others: Vec<usize> = (0..30).filter(|&other| other != query).collect();
        others.sort_by(|&a, &b| similarity(b).total_cmp(&similarity(a)));
        let is_hit: Vec<bool> = others.iter().map(|&other| labels[other] == labels[query]).collect();
        for (recall, depth) in recalls.iter_mut().zip([1, 5, 10]) {
            *recall += f64::from(u8::from(is_hit[..depth].contains(&true))) / 30.0;
        }
        let hits: Vec<usize> = (0..29).filter(|&rank| is_hit[rank]).collect();
        let at = |(count, rank): (usize, &usize)| (count + 1) as f64 / (rank + 1) as f64;
        precision += hits.iter().enumerate().map(at).sum::<f64>() / hits.len() as f64 / 30.0;
        let nearest = gallery.nearest(query, 3).unwrap();
        assert_eq!(nearest.iter().map(|neighbor| neighbor.index).collect::<Vec<_>>(), others[..3]);
    }
    let found = report.pretrained.retrieval.unwrap();
    let found = [found.recall_at_1, found.recall_at_5, found.recall_at_10, found.mean_average_precision];
    for (found, expected) in found.iter().zip([recalls[0], recalls[1], recalls[2], precision]) {
        assert!((found - expected).abs() < 1e-9, "{found} and {expected}");
    }
    assert_eq!(report.pretrained.accuracy, found[0]);
    let error = gallery.nearest(30, 3).unwrap_err().to_string();
    assert!(error.contains("`index` is 30, but must be below 30"), "{error}");
    let error = gallery.nearest(0, 30).unwrap_err().to_string();
    assert!(error.contains("`count` is 30, but must be from 1 to 29"), "{error}");
}

#[test]
fn few_labels_are_as_many_of_each_class_as_asked_for() {
    let data = stripes(48);
    for config in [
        EvaluationConfig { labels_per_class: Some(4), ..EvaluationConfig::default() },
        EvaluationConfig { label_fraction: Some(0.5), ..EvaluationConfig::default() },
    ] {
        let config = EvaluationConfig { epochs: Some(30), compare_random: false, ..config };
        let report = evaluate(&config, &data).unwrap();
        assert!(report.pretrained.accuracy > 0.6, "{:?}", report.pretrained);
        assert_eq!(report, evaluate(&config, &data).unwrap(), "a seed draws the same images");
        let count = |data: &Dataset, label: u16| {
            let labels = data.train.as_ref().unwrap().labels().unwrap();
            labels.into_iter().filter(|&found| found == label).count()
        };
        let few = with_few_labels(&data, &config).unwrap();
        for label in [0, 1] {
            let expected = config.labels_per_class.unwrap_or(count(&data, label).div_ceil(2));
            assert_eq!(count(&few, label), expected, "images of class {label}");
        }
    }
}

#[test]
fn clusters_are_found_before_each_epoch_and_survive_a_checkpoint() {
    let data = stripes(24);
    let config = PretrainConfig { num_targets: Some(3), ..self::config(Method::DeepCluster) };
    let mut whole = Session::new(&config, &data, &device()).unwrap();
    assert_eq!(whole.step().unwrap_err().code(), "out-of-order");
    let mut pieces = 0;
    while block_on(whole.prepare(1)).unwrap().is_some() {
        pieces += 1;
    }
    assert!(pieces > 1, "features and iterations come piece by piece");
    // Four steps an epoch, and no event goes beyond one: the sixth step is the second of the second epoch.
    let run = |session: &mut Session, steps: usize| {
        let mut losses = Vec::new();
        while losses.len() < steps {
            losses.extend(block_on(session.run(steps - losses.len())).unwrap().losses);
        }
        losses
    };
    let losses = run(&mut whole, 10);
    let mut first = Session::new(&config, &data, &device()).unwrap();
    run(&mut first, 6);
    let checkpoint = Checkpoint::from_bytes(&block_on(first.checkpoint()).unwrap(), &device()).unwrap();
    let mut second = Session::resume(&checkpoint, &data, &device()).unwrap();
    assert_eq!(run(&mut second, 4), losses[6..]);
    assert_eq!(tensors(&whole), tensors(&second));
}

#[test]
fn the_supervised_task_is_measured_on_test_labels() {
    let data = stripes(48);
    let mut session = Session::new(&self::config(Method::Supervised), &data, &device()).unwrap();
    block_on(session.run(80)).unwrap();
    let config = EvaluationConfig { protocol: Protocol::Pretext, ..EvaluationConfig::default() };
    let mut evaluation = Evaluation::new(&config, &session.model(), &data, &device()).unwrap();
    let Stage::Done(report) = block_on(evaluation.run(100)).unwrap() else { panic!("all is done in one go") };
    assert_eq!(report.class_names, ["above", "left"]);
    assert!(report.pretrained.accuracy > 0.8, "{:?}", report.pretrained);
}

#[test]
fn an_embedding_shows_test_images_with_their_classes() {
    let data = stripes(80);
    let network = Network::init(&self::config(Method::RotNet), &device());
    let config = EmbeddingConfig { perplexity: Some(4.0), iterations: 60, max_images: 15, seed: 1 };
    let normalization = Normalization::of(&data);
    let mut embedding = Embedding::new(&config, network.backbone, normalization, &data, &device()).unwrap();
    assert_eq!(embedding.picture(), None);
    while !embedding.is_done() {
        block_on(embedding.run(1)).unwrap();
    }
    let progress = embedding.progress();
    assert_eq!(progress.done, progress.total);
    let picture = embedding.picture().unwrap();
    assert_eq!((picture.embedding_2d.len(), picture.indices.len()), (15, 15));
    let labels = data.test.unwrap().labels().unwrap();
    for (&index, &label) in picture.indices.iter().zip(&picture.labels) {
        assert_eq!(usize::from(labels[index]), label);
    }
}

#[test]
fn the_backbone_has_a_learning_rate_of_its_own_in_fine_tuning() {
    let data = stripes(40);
    let network = Network::init(&self::config(Method::RotNet), &device());
    let before = block_on(collect(&network.backbone, "")).unwrap();
    let info = Session::new(&config(Method::RotNet), &data, &device()).unwrap().info();
    let model = Model { info, network, classifier: None };
    let tuned = |backbone_learning_rate| {
        let protocol = Protocol::Finetune;
        let config =
            EvaluationConfig { epochs: Some(1), backbone_learning_rate, ..EvaluationConfig::study(protocol) };
        let mut evaluation = Evaluation::new(&config, &model, &data, &device()).unwrap();
        while let Stage::Running(_) = block_on(evaluation.run(8)).unwrap() {}
        let Found::Probe(probe) = evaluation.take_found() else { panic!("a classifier was trained") };
        assert_eq!(probe.classifier.kind(), ClassifierKind::SingleLayer);
        let after = block_on(collect(&probe.backbone, "")).unwrap();
        let is_weight = |tensor: &&NamedTensor| !tensor.name.contains("running");
        let pairs = after.iter().zip(&before).filter(|(tensor, _)| is_weight(tensor));
        let values = pairs.flat_map(|(tensor, old)| tensor.values.iter().zip(&old.values));
        values.map(|(new, old)| (new - old).abs()).fold(0.0, f32::max)
    };
    assert!(tuned(Some(1e-9)) < 1e-7);
    // Adam's first steps are as long as its rate.
    assert!(tuned(None) > 1e-4 && tuned(Some(1e-2)) > 5.0 * tuned(None));
    let linear = EvaluationConfig { backbone_learning_rate: Some(1e-3), ..EvaluationConfig::default() };
    assert!(matches!(linear.validate(), Err(Error::InvalidConfig { field: "protocol", .. })));
}

#[test]
fn the_settings_of_the_earlier_study_train_and_resume() {
    let data = stripes(40);
    for &method in Method::ALL {
        let recipe = Recipe { batch_size: 8, epochs: 2, ..(method.about().study)() };
        let config = PretrainConfig { num_targets: Some(3), ..PretrainConfig::with_recipe(method, recipe) };
        let mut whole = Session::new(&config, &data, &device()).unwrap();
        let loss = block_on(whole.run(usize::MAX / 2)).unwrap().loss.unwrap();
        assert!(loss.is_finite(), "{method:?}");
        let mut parts = Session::new(&config, &data, &device()).unwrap();
        block_on(parts.run(2)).unwrap();
        let checkpoint = Checkpoint::from_bytes(&block_on(parts.checkpoint()).unwrap(), &device()).unwrap();
        let mut parts = Session::resume(&checkpoint, &data, &device()).unwrap();
        for session in [&mut whole, &mut parts] {
            while !session.is_done() {
                block_on(session.run(100)).unwrap();
            }
        }
        assert_eq!(tensors(&whole), tensors(&parts), "{method:?}");
    }
}

#[test]
fn a_focal_loss_counts_easy_pairs_less() {
    let task = TaskConfig { focus: 2.0, draws: 3, ..TaskConfig::default() };
    let config = PretrainConfig { task, ..config(Method::RelationalReasoning) };
    let mut network = Network::init(&config, &device());
    let images = |phase| tensor(wave(4 * 3 * SIZE * SIZE, phase, 1.0), [4, 3, SIZE, SIZE], &device());
    let batch =
        Batch { draws: vec![images(0.1), images(0.2), images(0.3)], ..Batch::new(images(0.0), Vec::new()) };
    let outcome = network.pretext.outcome(&mut network.backbone, &batch, Mode::Train);
    let answers = outcome.answers.unwrap();
    let logits = values(answers.logits);
    let half = logits.len() / 4;
    // Of each pair, how probable the wrong answer is, by the score beside a logit of 0.
    let loss = |pair: usize| {
        let score = logits[2 * pair + 1] * if pair < half { -1.0 } else { 1.0 };
        let wrong = 1.0 / (1.0 + (-score).exp());
        wrong * wrong * (1.0 + score.exp()).ln()
    };
    let expected = (0..2 * half).map(loss).sum::<f32>() / (2 * half) as f32;
    assert_close(&values(outcome.loss), &[expected], 1e-4, 1e-3, "focal loss");
}

#[test]
fn logistic_regression_is_a_classifier_without_chance() {
    let data = stripes(40);
    let network = Network::init(&self::config(Method::RotNet), &device());
    let info = Session::new(&config(Method::RotNet), &data, &device()).unwrap().info();
    let model = Model { info, network, classifier: None };
    let config =
        |seed| EvaluationConfig { classifier: ClassifierKind::Logistic, seed, ..EvaluationConfig::default() };
    let report = |seed| {
        let mut evaluation = Evaluation::new(&config(seed), &model, &data, &device()).unwrap();
        loop {
            if let Stage::Done(report) = block_on(evaluation.run(1)).unwrap() {
                break (report.pretrained, evaluation.take_found());
            }
        }
    };
    let ((first, found), (second, _)) = (report(1), report(2));
    assert_eq!(first, second);
    assert!(first.accuracy > 0.9, "{first:?}");
    assert_eq!(first.hits.matches('1').count() as u32, first.correct);
    let Found::Probe(probe) = found else { panic!("a classifier was trained") };
    assert_eq!(probe.classifier.kind(), ClassifierKind::SingleLayer);
    let finetune = EvaluationConfig { protocol: Protocol::Finetune, ..config(1) };
    assert!(matches!(finetune.validate(), Err(Error::InvalidConfig { field: "classifier", .. })));
}

#[test]
fn the_single_layer_classifier_is_an_option() {
    let config = EvaluationConfig {
        classifier: ClassifierKind::SingleLayer,
        epochs: Some(30),
        compare_random: false,
        ..EvaluationConfig::default()
    };
    let report = evaluate(&config, &stripes(48)).unwrap();
    assert!(report.pretrained.accuracy > 0.7, "{:?}", report.pretrained);
    assert_eq!(report.random, None);
}

#[test]
fn a_report_says_how_much_was_counted_and_what_chance_would_give() {
    let config = EvaluationConfig { epochs: Some(2), compare_random: false, ..EvaluationConfig::default() };
    let report = evaluate(&config, &stripes(48)).unwrap();
    let Measurement { accuracy, correct, total, interval: [low, high], .. } = report.pretrained;
    assert_eq!((total, f64::from(correct) / 12.0), (12, accuracy));
    assert!(low < accuracy && accuracy <= high && high - low > 0.2, "{low} to {high}");
    assert_eq!(report.classifier, Some(ClassifierKind::TwoLayer));
    assert!(report.notes[0].starts_with("Only 12 test images"), "{:?}", report.notes);

    // Names of classes without images change no chance level.
    let mut data = stripes(600);
    data.class_names.extend(["right".into(), "below".into()]);
    for (protocol, chance) in
        [(Protocol::Linear, 0.5), (Protocol::Finetune, 0.5), (Protocol::Knn, 0.5), (Protocol::Pretext, 0.125)]
    {
        let config =
            EvaluationConfig { protocol, epochs: Some(1), compare_random: false, ..Default::default() };
        let report = evaluate(&config, &data).unwrap();
        assert_eq!((report.chance, report.notes.len()), (chance, 0), "{protocol:?}");
    }
    let config = EvaluationConfig { protocol: Protocol::Retrieval, ..Default::default() };
    let chance = evaluate(&config, &data).unwrap().chance;
    assert!((chance - 0.5).abs() < 0.02, "{chance}");
}

#[test]
fn every_labelled_image_is_used_in_every_epoch() {
    let data = stripes(48);
    let model = Model::untrained(&config(Method::RotNet), &data, &device()).unwrap();
    // 36 images in batches of 32: two steps an epoch, besides one batch of test images and for linear one of features.
    for (protocol, augmentation, total) in [
        (Protocol::Finetune, None, 3 * 2 + 1),
        (Protocol::Linear, None, 3 * 2 + 2),
        (Protocol::Linear, Some(Augmentation::default()), 3 * (2 + 1) + 1),
    ] {
        let config = EvaluationConfig {
            protocol,
            augmentation,
            epochs: Some(3),
            compare_random: false,
            ..Default::default()
        };
        let mut evaluation = Evaluation::new(&config, &model, &data, &device()).unwrap();
        assert_eq!(evaluation.progress().total, total, "{config:?}");
        let mut units = 1;
        while let Stage::Running(progress) = block_on(evaluation.run(1)).unwrap() {
            assert_eq!((progress.done, progress.total), (units, total), "{config:?}");
            units += 1;
        }
        assert_eq!(units, total, "{config:?}");
    }
    // One image is left over.
    let config = EvaluationConfig {
        protocol: Protocol::Finetune,
        epochs: Some(1),
        batch_size: 35,
        ..EvaluationConfig::default()
    };
    assert_eq!(evaluate(&config, &data).unwrap().pretrained.total, 12);
}

#[test]
fn augmentation_rates_and_decay_change_linear_evaluation_and_fine_tuning() {
    let data = stripes(48);
    for protocol in [Protocol::Linear, Protocol::Finetune] {
        let run = |change: &dyn Fn(&mut EvaluationConfig)| {
            let mut config = EvaluationConfig { protocol, epochs: Some(3), ..EvaluationConfig::default() };
            change(&mut config);
            let model = Model::untrained(&self::config(Method::RotNet), &data, &device()).unwrap();
            let mut evaluation = Evaluation::new(&config, &model, &data, &device()).unwrap();
            while let Stage::Running(_) = block_on(evaluation.run(4)).unwrap() {}
            let Found::Probe(probe) = evaluation.take_found() else {
                panic!("{protocol:?} trains a classifier")
            };
            block_on(collect(&probe.classifier, "")).unwrap()
        };
        let plain = run(&|config| config.augmentation = Some(Augmentation::NONE));
        assert_eq!(plain, run(&|config| config.augmentation = Some(Augmentation::NONE)));
        assert_ne!(plain, run(&|config| config.augmentation = Some(Augmentation::of(false, true))));
        for optimizer in [OptimizerConfig::adam(1e-2), OptimizerConfig::default().decayed(Some(0.1))] {
            let changed = run(&|config| {
                config.augmentation = Some(Augmentation::NONE);
                config.optimizer = optimizer;
            });
            assert_ne!(plain, changed, "{protocol:?}: {optimizer:?}");
        }
    }
    let none = EvaluationConfig {
        protocol: Protocol::Knn,
        augmentation: Some(Augmentation::default()),
        ..EvaluationConfig::default()
    };
    let error = none.validate().unwrap_err().to_string();
    assert!(error.contains("linear or finetune to augment images"), "{error}");
}

#[test]
fn the_pretext_task_is_measured_on_all_views_of_unseen_images() {
    let config = EvaluationConfig { protocol: Protocol::Pretext, ..EvaluationConfig::default() };
    let report = evaluate(&config, &stripes(24)).unwrap();
    assert_eq!(report.pretrained.confusion.iter().flatten().sum::<u32>(), 6 * 8);
    assert_eq!((report.class_names.len(), report.chance), (8, 0.125));
}

#[test]
fn scenes_are_not_solved_by_random_weights() {
    // A third of the paper's passes keeps the test short; random features stay far from solving ten classes.
    let data = few_scenes(40, 200, 100);
    let config = EvaluationConfig { epochs: Some(30), ..EvaluationConfig::default() };
    let report = evaluate(&config, &data).unwrap();
    assert!(report.random.unwrap().accuracy < 0.4);
}

/// The crate's optimisers against Burn's, on one linear layer.
#[test]
fn adam_is_that_of_burn() {
    let device = device();
    let input: Tensor<2> = tensor(wave(4 * 3, 0.1, 1.0), [4, 3], &device);
    let (weight, bias) = (wave(2 * 3, 0.4, 0.5), wave(2, 0.9, 0.5));
    for decay in [0.0, 0.3] {
        let mut theirs = LinearConfig::new(3, 2).init(&device);
        theirs.weight = theirs.weight.map(|_| transposed(&weight, &device).require_grad());
        theirs.bias =
            theirs.bias.map(|param| param.map(|_| tensor(bias.clone(), [2], &device).require_grad()));
        let weight_decay = (decay > 0.0).then(|| WeightDecayConfig::new(decay as f32));
        let mut their_adam = AdamConfig::new().with_epsilon(1e-8).with_weight_decay(weight_decay).init();

        let mut ours = trainable(Linear {
            weight: tensor(weight.clone(), [2, 3], &device),
            bias: tensor(bias.clone(), [2], &device),
        });
        let mut our_adam = Optimizer::new(OptimizerConfig::adam(0.1).decayed(Some(decay)));

        for _ in 0..5 {
            let gradients = theirs.forward(input.clone()).powi_scalar(2).mean().backward();
            theirs = their_adam.step(0.1, theirs.clone(), GradientsParams::from_grads(gradients, &theirs));
            let mut gradients = ours.forward(input.clone()).powi_scalar(2).mean().backward();
            our_adam.step(&mut ours, &mut gradients, 1.0);
        }
        let expected = values(theirs.weight.val().transpose());
        // Weights near 0.5 after five steps of 0.1, summed in another order in single precision.
        assert_close(&values(ours.weight), &expected, 1e-5, 0.5, "weights");
    }
}

#[test]
fn averages_that_were_forgotten_are_those_of_a_fresh_optimizer() {
    let device = device();
    let input: Tensor<2> = tensor(wave(4 * 3, 0.1, 1.0), [4, 3], &device);
    let linear = Linear {
        weight: tensor(wave(6, 0.4, 0.5), [2, 3], &device),
        bias: tensor(vec![0.5; 2], [2], &device),
    };
    let mut module = trainable(Pair(linear.clone(), linear));
    let mut used = Optimizer::new(OptimizerConfig::default());
    let step = |optimizer: &mut Optimizer, pair: &mut Pair| {
        let output = pair.0.forward(input.clone()).add(pair.1.forward(input.clone()));
        optimizer.step(pair, &mut output.powi_scalar(2).mean().backward(), 1.0);
    };
    (0..5).for_each(|_| step(&mut used, &mut module));
    used.forget("second");
    let mut again = module.clone();
    step(&mut used, &mut module);
    step(&mut Optimizer::new(OptimizerConfig::default()), &mut again);
    assert_eq!(values(module.1.weight), values(again.1.weight));
    assert_ne!(values(module.0.weight), values(again.0.weight));
}

fn transposed(values: &[f32], device: &Device) -> Tensor<2> {
    tensor::<2>(values.to_vec(), [2, 3], device).transpose()
}

#[test]
fn frozen_tensors_do_not_move() {
    // Linear evaluation relies on it: a tensor without gradient is left alone.
    let device = device();
    let fixed = Linear {
        weight: tensor(wave(6, 0.4, 0.5), [2, 3], &device),
        bias: tensor(wave(2, 0.9, 0.5), [2], &device),
    };
    let moving = trainable(fixed.clone());
    let mut pair = Pair(fixed.clone(), moving);
    let input: Tensor<2> = tensor(wave(4 * 3, 0.1, 1.0), [4, 3], &device);
    let loss = pair.0.forward(input.clone()).add(pair.1.forward(input)).mean();
    Optimizer::new(OptimizerConfig::default()).step(&mut pair, &mut loss.backward(), 1.0);
    assert_eq!(values(pair.0.weight), values(fixed.weight.clone()));
    assert_ne!(values(pair.1.weight), values(fixed.weight));
}

#[derive(Clone)]
struct Pair(Linear, Linear);

impl VisitTensors for Pair {
    fn visit(&mut self, _: &str, visitor: &mut impl TensorVisitor) {
        self.0.visit("first", visitor);
        self.1.visit("second", visitor);
    }
}
