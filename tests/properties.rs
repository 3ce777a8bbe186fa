//! What must hold for any input: turns, patches, seeds, schedules, splits.

mod common;

use burn::tensor::Tensor;
use common::{device, few_scenes, head, tensor, values, wave};
use patchwise::config::{Augmentation, ScheduleConfig, ScheduleKind, TaskConfig, patch_side};
use patchwise::method::{Method, Targets};
use patchwise::model::{Backbone, Mode, count_parameters};
use patchwise::rng::{Purpose, stream};
use patchwise::train::{Normalization, PretrainConfig, Schedule, epoch_order, gather};
use patchwise::views::{draw_boxes, make_rotated, make_views, rotate};

fn images(count: usize, size: usize) -> Tensor<4> {
    tensor(wave(count * 3 * size * size, 0.2, 1.0), [count, 3, size, size], &device())
}

#[test]
fn rotating_four_times_returns_the_image() {
    let start = images(2, 7);
    let turned = (0..4).fold(start.clone(), |image, _| rotate(image, 1));
    assert_eq!(values(turned), values(start));
}

#[test]
fn a_quarter_turn_is_counter_clockwise() {
    let image = tensor(vec![1.0, 2.0, 3.0, 4.0], [1, 1, 2, 2], &device());
    assert_eq!(values(rotate(image, 1)), [2.0, 4.0, 1.0, 3.0]);
}

#[test]
fn turns_add_up() {
    let start = images(1, 5);
    for (first, second) in [(1, 1), (1, 2), (2, 3), (3, 3)] {
        let twice = rotate(rotate(start.clone(), first), second);
        assert_eq!(values(twice), values(rotate(start.clone(), first + second)), "{first} then {second}");
    }
}

#[test]
fn every_patch_lies_inside_its_image() {
    for (size, ratio) in [(32, 0.4), (33, 0.9), (96, 0.1), (17, 0.5)] {
        for patch in draw_boxes(200, size, ratio, &mut stream(3, Purpose::Placement, 0)) {
            assert_eq!(patch.side, patch_side(ratio, size));
            assert!(
                patch.top + patch.side <= size && patch.left + patch.side <= size,
                "{patch:?} in {size} px"
            );
        }
    }
}

#[test]
fn patches_reach_every_place() {
    let boxes = draw_boxes(2000, 10, 0.5, &mut stream(3, Purpose::Placement, 0));
    for place in 0..=5 {
        assert!(boxes.iter().any(|patch| patch.top == place), "no patch starts in row {place}");
        assert!(boxes.iter().any(|patch| patch.left == place), "no patch starts in column {place}");
    }
}

#[test]
fn outside_the_patch_a_patched_view_is_the_upright_image() {
    let size = 12;
    let start = images(3, size);
    let boxes = draw_boxes(3, size, 0.4, &mut stream(5, Purpose::Placement, 0));
    let patched = values(make_views(start.clone(), &boxes).patched());
    let upright = values(start);
    for (place, value) in patched.iter().enumerate() {
        let (column, row) = (place % size, place / size % size);
        let image = place / (3 * size * size) % 3;
        let patch = boxes[image];
        let is_inside = (patch.top..patch.top + patch.side).contains(&row)
            && (patch.left..patch.left + patch.side).contains(&column);
        if !is_inside {
            assert_eq!(*value, upright[place % upright.len()], "at row {row}, column {column}");
        }
    }
}

#[test]
fn turning_a_patch_is_patching_a_turn() {
    // p1's patch is p0's patch turned once: shrinking and turning commute.
    let size = 12;
    let boxes = draw_boxes(1, size, 0.5, &mut stream(9, Purpose::Placement, 0));
    let patched = make_views(images(1, size), &boxes).patched();
    let (top, left, side) = (boxes[0].top, boxes[0].left, boxes[0].side);
    let cut = |view: usize| patched.clone().slice([view..view + 1, 0..3, top..top + side, left..left + side]);
    for turns in 1..4 {
        common::assert_close(&values(cut(turns)), &values(rotate(cut(0), turns)), 1e-5, 1.0, "patch");
    }
}

#[test]
fn rotated_views_are_the_same_with_and_without_patches() {
    let start = images(2, 8);
    let boxes = draw_boxes(2, 8, 0.4, &mut stream(5, Purpose::Placement, 0));
    assert_eq!(values(make_views(start.clone(), &boxes).rotated()), values(make_rotated(start)));
}

#[test]
fn one_call_gives_views_targets_and_boxes() {
    let boxes = draw_boxes(2, 8, 0.4, &mut stream(5, Purpose::Placement, 0));
    let views = make_views(images(2, 8), &boxes);
    assert_eq!(views.targets, [0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7]);
    assert_eq!(views.boxes, boxes);
    assert_eq!(views.all.dims(), [16, 3, 8, 8]);
}

#[test]
fn a_seed_repeats_exactly_and_another_differs() {
    let draw = |seed| draw_boxes(50, 32, 0.4, &mut stream(seed, Purpose::Placement, 4));
    assert_eq!(draw(1), draw(1));
    assert_ne!(draw(1), draw(2));
    let order = |seed, epoch| epoch_order(100, seed, epoch);
    assert_eq!(order(1, 0), order(1, 0));
    assert_ne!(order(1, 0), order(1, 1));
    let mut sorted = order(1, 3);
    sorted.sort_unstable();
    assert_eq!(sorted, (0..100).collect::<Vec<_>>());
}

#[test]
fn scenes_repeat_exactly_and_split_evenly() {
    let (first, second) = (few_scenes(20, 20, 10), few_scenes(20, 20, 10));
    assert_eq!(first.unlabeled.rgb(13).unwrap(), second.unlabeled.rgb(13).unwrap());
    assert_ne!(first.unlabeled.rgb(0).unwrap(), first.unlabeled.rgb(10).unwrap());
    let mut labels = first.test.unwrap().labels().unwrap();
    labels.sort_unstable();
    assert_eq!(labels, (0..10).collect::<Vec<u16>>());
}

#[test]
fn a_flip_mirrors_half_of_the_images() {
    let data = few_scenes(4, 4, 4);
    let read = |augmentation, index| {
        let mut rng = stream(2, Purpose::Batch, index);
        gather(&data.unlabeled, &[0], Normalization::NONE, &augmentation, &mut rng).unwrap()
    };
    let plain = read(Augmentation::NONE, 0);
    assert_eq!(plain, read(Augmentation::NONE, 1), "without augmentation nothing is random");
    let flipped = (0..20).map(|index| read(Augmentation::of(false, true), index));
    let mirrored: Vec<f32> = plain.chunks_exact(32).flat_map(|row| row.iter().rev().copied()).collect();
    let (same, other): (Vec<_>, Vec<_>) = flipped.partition(|image| *image == plain);
    assert!(!same.is_empty() && !other.is_empty(), "both happen in 20 draws");
    assert!(other.iter().all(|image| *image == mirrored));
}

#[test]
fn a_crop_moves_the_image_by_up_to_an_eighth_and_keeps_its_pixels() {
    const SIDE: isize = 32;
    let data = few_scenes(4, 4, 4);
    let read = |augmentation: Augmentation, index| {
        let mut rng = stream(2, Purpose::Batch, index);
        gather(&data.unlabeled, &[0], Normalization::NONE, &augmentation, &mut rng).unwrap()
    };
    let plain = read(Augmentation::NONE, 0);
    let moved = |down: isize, right: isize| -> Vec<f32> {
        let place = |at: usize| {
            let (channel, row, column) =
                (at as isize / SIDE / SIDE, at as isize / SIDE % SIDE, at as isize % SIDE);
            let (row, column) = (row + down, column + right);
            let is_inside = (0..SIDE).contains(&row) && (0..SIDE).contains(&column);
            is_inside.then_some(((channel * SIDE + row) * SIDE + column) as usize)
        };
        (0..plain.len()).map(|at| place(at).map_or(0.0, |from| plain[from])).collect()
    };
    let mut seen = std::collections::BTreeSet::new();
    for index in 0..40 {
        let cropped = read(Augmentation::of(true, false), index);
        let shifts = (-4..=4).flat_map(|down| (-4..=4).map(move |right| (down, right)));
        let found = shifts.clone().find(|&(down, right)| moved(down, right) == cropped);
        seen.insert(found.unwrap_or_else(|| panic!("draw {index} is no shift of the image")));
    }
    assert!(seen.len() > 20, "40 draws gave {} shifts", seen.len());
}

#[test]
fn turning_one_transform_off_leaves_the_draws_of_the_other() {
    let data = few_scenes(4, 4, 4);
    let read = |augmentation: &Augmentation, index| {
        let mut rng = stream(2, Purpose::Batch, index);
        gather(&data.unlabeled, &[0], Normalization::NONE, augmentation, &mut rng).unwrap()
    };
    let mirror = |image: &[f32]| -> Vec<f32> {
        image.chunks_exact(32).flat_map(|row| row.iter().rev().copied()).collect()
    };
    for index in 0..10 {
        let (both, crop) =
            (read(&Augmentation::of(true, true), index), read(&Augmentation::of(true, false), index));
        assert!(both == crop || both == mirror(&crop), "the crop of draw {index} is another");
    }
}

#[test]
fn schedules_warm_up_and_fall() {
    let config = |kind, warmup_steps| ScheduleConfig { kind, warmup_steps, milestones: vec![0.5, 0.75] };
    let cosine = Schedule::new(&config(ScheduleKind::Cosine, 10), 110);
    assert_eq!((cosine.factor(0), cosine.factor(9)), (0.1, 1.0));
    assert!((cosine.factor(60) - 0.5).abs() < 1e-12);
    let step = Schedule::new(&config(ScheduleKind::Step, 0), 100);
    let factors = [0, 49, 50, 75, 99].map(|at| step.factor(at));
    for (found, expected) in factors.iter().zip([1.0, 1.0, 0.1, 0.01, 0.01]) {
        assert!((found - expected).abs() < 1e-12, "{factors:?}");
    }
    let constant = Schedule::new(&config(ScheduleKind::Constant, 0), 100);
    assert_eq!(constant.factor(99), 1.0);
}

#[test]
fn every_method_says_all_of_itself_and_what_it_says_holds() {
    for &method in Method::ALL {
        let about = method.about();
        for text in [about.name, about.title, about.summary, about.description, about.source] {
            assert!(!text.is_empty(), "{method:?} leaves something unsaid");
        }
        let pretext = head(method, 3);
        let num_classes = pretext.class_names().len();
        assert!((0..8).all(|view| pretext.view_class(view).is_none_or(|class| class < num_classes)));
        match about.targets {
            Targets::Images => assert_eq!(about.num_classes.unwrap_or(0), num_classes, "{method:?}"),
            Targets::Labels | Targets::Clusters => assert_eq!((about.num_classes, num_classes), (None, 3)),
        }
        assert_eq!(about.draws_per_image, pretext.draws().len());
        assert!(about.views_per_image <= about.cost_per_image || about.views_per_image == 1);
        assert_eq!(about.has_patch, about.views_per_image >= 8);
        let known = serde_json::to_value(TaskConfig::default()).unwrap();
        assert!(about.settings.iter().all(|name| known.get(name).is_some()), "{:?}", about.settings);
        assert_eq!(serde_json::to_value(method).unwrap(), about.name);
        assert_eq!(Method::of_name(about.name), Some(method));
        for recipe in [(about.paper)(), (about.quick)()] {
            PretrainConfig::with_recipe(method, recipe).validate(32).unwrap();
        }
    }
}

#[test]
fn every_backbone_is_what_it_says() {
    for &backbone in Backbone::ALL {
        let info = backbone.info();
        let mut network = backbone.init(&mut stream(1, Purpose::BackboneWeights, 0), &device());
        assert_eq!(count_parameters(&network), info.num_parameters, "{backbone:?}");
        let stem = network.stem(images(2, 16).inner(), Mode::Infer);
        assert_eq!(stem.dims()[1], info.stem_channels);
        assert_eq!(network.features(images(2, 16).inner(), Mode::Infer).dims(), [2, info.num_features]);
        assert_eq!(serde_json::to_value(backbone).unwrap(), info.name);
    }
}
