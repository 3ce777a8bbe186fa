//! A few labels: logistic regression against scikit-learn, held-out accuracy, suggestions and what they explain.

mod common;

use common::device;
use patchwise::config::ScenesConfig;
use patchwise::data::{Loader, Picture};
use patchwise::evaluate::{LabelsConfig, LabelsReport, Reason};
use patchwise::train::{Model, PretrainConfig};
use patchwise::workspace::{Clock, Event, Inputs, Outcome, Request, Workspace};
use pollster::block_on;

const CLOCK: Clock = Clock { seconds: || 0.0, date: || None };

/// Some scenes and random weights.
fn workspace(images: usize) -> Workspace {
    let scenes = ScenesConfig { images, labeled_images: 10, test_images: 10, ..ScenesConfig::default() };
    let data = Loader::scenes(&scenes).and_then(Loader::load).unwrap();
    let mut workspace = Workspace::new(device(), CLOCK);
    let model = Model::untrained(&PretrainConfig::default(), &data, &device()).unwrap();
    workspace.use_data(data);
    workspace.use_model(model);
    workspace
}

fn learn(workspace: &mut Workspace, config: LabelsConfig) -> LabelsReport {
    let mut event = workspace.start(Request::LearnLabels(config), Inputs::default()).unwrap();
    loop {
        match event {
            Event::Finished(Outcome::Labels(report)) => return *report,
            _ => event = block_on(workspace.advance(1.0)).unwrap(),
        }
    }
}

/// The brightness of an image, by which these tests label.
fn brightness(workspace: &Workspace, index: usize) -> u32 {
    workspace.data().unwrap().unlabeled.rgb(index).unwrap().iter().map(|&value| u32::from(value)).sum()
}

#[test]
fn labels_are_learnt_and_held_out_and_the_classifier_is_used() {
    let mut workspace = workspace(120);
    let mut order: Vec<usize> = (0..120).collect();
    order.sort_by_key(|&index| brightness(&workspace, index));
    let (dark, bright) = (&order[..60], &order[60..]);
    workspace.label(&dark[..20], Some(" dark ")).unwrap();
    workspace.label(&bright[40..], Some("bright")).unwrap();
    let report = learn(&mut workspace, LabelsConfig::default());
    assert_eq!(
        (report.class_names.clone(), &report.counts),
        (vec!["dark".into(), "bright".into()], &vec![20, 20])
    );
    let held_out = report.held_out.unwrap();
    assert_eq!(held_out.total, 40);
    assert!(held_out.accuracy > 0.85, "{held_out:?}");
    assert!(held_out.interval[0] < held_out.accuracy && held_out.accuracy <= held_out.interval[1]);
    assert_eq!(report.mistakes.len(), (held_out.total - held_out.correct) as usize);
    assert_eq!((report.predictions.len(), report.probabilities.len()), (120, 120));
    assert!(report.probabilities.iter().all(|&probability| (0.5..=1.0).contains(&probability)));

    // The same classifier takes new images, and stays when other data are loaded.
    let pictures: Vec<Picture> = [dark[0], bright[59]]
        .iter()
        .map(|&index| {
            let bytes = workspace.data().unwrap().unlabeled.rgb(index).unwrap().into();
            Picture::Pixels { bytes, width: 32, height: 32 }
        })
        .collect();
    let classified = block_on(workspace.classify(pictures, false)).unwrap();
    assert_eq!(classified.classes, [0, 1]);
    for (place, index) in [dark[0], bright[59]].into_iter().enumerate() {
        let found = classified.probabilities[2 * place + classified.classes[place]];
        assert!((found - report.probabilities[index]).abs() < 1e-4);
    }
    let saved = block_on(workspace.classifier().unwrap().to_bytes()).unwrap();
    let loaded = Model::from_bytes(&saved, &device()).unwrap();
    assert_eq!(loaded.info.classifier.unwrap().class_names, ["dark", "bright"]);
}

#[test]
fn what_to_label_next_is_uncertain_or_unlike_and_says_why() {
    let mut workspace = workspace(80);
    let first = learn(&mut workspace, LabelsConfig { suggestions: 3, seed: 1 });
    let reasons: Vec<Reason> = first.suggestions.iter().map(|suggestion| suggestion.reason).collect();
    assert_eq!(reasons, [Reason::Typical, Reason::Unlike, Reason::Unlike]);
    assert!(first.predictions.is_empty() && first.held_out.is_none() && first.class_names.is_empty());

    let half = |remainder: usize| (0..40).filter(|index| index % 2 == remainder).collect::<Vec<_>>();
    workspace.label(&half(0), Some("even")).unwrap();
    // One class tells nothing to predict.
    assert!(learn(&mut workspace, LabelsConfig::default()).predictions.is_empty());
    workspace.label(&half(1), Some("odd")).unwrap();
    let report = learn(&mut workspace, LabelsConfig { suggestions: 6, seed: 1 });
    let mut seen = Vec::new();
    let mut margins = Vec::new();
    for (place, suggestion) in report.suggestions.iter().enumerate() {
        assert!(suggestion.index >= 40 && !seen.contains(&suggestion.index), "{suggestion:?}");
        seen.push(suggestion.index);
        match suggestion.reason {
            Reason::Uncertain => {
                assert_eq!(place % 2, 0);
                let [most, next] = suggestion.probabilities.unwrap();
                assert!(most >= next && (most + next - 1.0).abs() < 1e-9);
                margins.push(most - next);
            }
            Reason::Unlike => assert!(suggestion.similarity.unwrap() < 1.0),
            Reason::Typical => panic!("labels are there"),
        }
    }
    assert!(margins.is_sorted(), "the least certain come first: {margins:?}");
    // Never more than are left.
    assert_eq!(learn(&mut workspace, LabelsConfig { suggestions: 1000, seed: 1 }).suggestions.len(), 40);
}

#[test]
fn labels_change_and_end_with_their_data() {
    let mut workspace = workspace(20);
    for (indices, class, expected) in [
        (vec![20], Some("a"), "`indices` is 20, but must be below 20"),
        (vec![0], Some("  "), "`class` is 0 characters long"),
        (vec![0], Some(&*"x".repeat(101)), "`class` is 101 characters long"),
    ] {
        let error = workspace.label(&indices, class).unwrap_err();
        assert!(error.to_string().starts_with(expected), "{error}");
    }
    workspace.label(&[3, 4], Some("a")).unwrap();
    workspace.label(&[4], Some("b")).unwrap();
    workspace.label(&[3], None).unwrap();
    // A class that no image has any more is gone.
    assert_eq!(workspace.labels().classes.iter().collect::<Vec<_>>(), [(&4, &0)]);
    assert_eq!(workspace.labels().class_names, ["b"]);
    // A class with one label is learnt, but not held out.
    workspace.label(&[0, 1], Some("a")).unwrap();
    let report = learn(&mut workspace, LabelsConfig::default());
    assert_eq!(report.held_out.unwrap().total, 2);
    let data = workspace.data().unwrap().clone();
    workspace.use_data(data);
    assert!(workspace.labels().classes.is_empty());
}
