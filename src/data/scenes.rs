//! The built-in data: small upright scenes of ten classes, drawn from a seed; nothing is downloaded.
//!
//! Colour, place, size, light, lean and clutter vary freely within every class. Except a sailboat, which floats on
//! water, and a balloon, which hangs in the air, only shape identifies the class. Every object is upright; in most
//! scenes nothing else shows which way is up, so that recognising a rotation requires recognising the object.

use rand::RngExt;
use rand_chacha::ChaCha8Rng;

use super::decode::check_memory;
use super::image_set::Kept;
use super::shapes::{Color, Gradient, Object, Outline, Parts, Scene, mix};
use super::{Dataset, ImageSet, LoadReport};
use crate::config::ScenesConfig;
use crate::error::Result;
use crate::parallel::map;
use crate::rng::{Purpose, stream};

/// Names by label.
pub const CLASS_NAMES: [&str; 10] =
    ["house", "fir", "tree", "sailboat", "car", "mushroom", "flower", "lighthouse", "snowman", "balloon"];
/// Fraction of the scenes that have a horizon; the others show their object in front of a plain wall.
const OUTDOORS: f64 = 0.7;
/// One per split, so that more images of one never change those of another.
const STREAMS: [Purpose; 3] = [Purpose::Scene, Purpose::LabeledScene, Purpose::TestScene];
const SAILBOAT: u16 = 3;
const BALLOON: u16 = 9;

/// Scenes being drawn piece by piece, so that the host can show progress and stop.
pub struct ScenesLoader {
    config: ScenesConfig,
    /// One per split.
    images: [Vec<Box<[u8]>>; 3],
    next: usize,
}

impl ScenesLoader {
    /// Checks the config; nothing is drawn yet.
    ///
    /// # Errors
    /// [`crate::Error::InvalidConfig`], also where memory would not hold all scenes.
    pub fn new(config: &ScenesConfig) -> Result<Self> {
        config.validate()?;
        let counts = [config.images, config.labeled_images, config.test_images];
        let count = counts.into_iter().fold(0, usize::saturating_add);
        check_memory(count, config.image_size, 0)?;
        Ok(Self { config: config.clone(), images: Default::default(), next: 0 })
    }

    /// Total number of scenes to draw.
    pub fn total(&self) -> usize {
        self.counts().iter().sum()
    }

    fn counts(&self) -> [usize; 3] {
        [self.config.images, self.config.labeled_images, self.config.test_images]
    }

    /// Draws up to `count` more; returns how many are done.
    pub fn step(&mut self, count: usize) -> usize {
        let last = (self.next + count).min(self.total());
        let scenes = map(last - self.next, |index| {
            let (split, index) = self.place_in_split(self.next + index);
            (split, draw(self.config.seed, STREAMS[split], index as u64, self.config.image_size))
        });
        for (split, scene) in scenes {
            self.images[split].push(scene.into_boxed_slice());
        }
        self.next = last;
        self.next
    }

    fn place_in_split(&self, place: usize) -> (usize, usize) {
        let mut index = place;
        for (split, count) in self.counts().into_iter().enumerate() {
            if index < count {
                return (split, index);
            }
            index -= count;
        }
        unreachable!("no more scenes are drawn than the splits have")
    }

    /// The data set.
    ///
    /// # Errors
    /// None at present; the signature is that of every loader.
    pub fn finish(self) -> Result<Dataset> {
        let side = self.config.image_size;
        let [images, train, test] = self.images.map(|images| {
            let labels = (0..images.len()).map(|index| Some(label_of(index))).collect();
            ImageSet::of_images(images.into_iter().map(Kept::Here).collect(), None, side, Some(labels))
        });
        let pretrain_limit = Some((self.config.images, self.config.seed));
        Ok(Dataset { train: Some(train), test: Some(test), pretrain_limit, ..dataset(images)? })
    }
}

/// A data set of a single scene, the one with the given index under the config's seed; no other is drawn.
///
/// # Errors
/// [`crate::Error::InvalidConfig`].
pub fn single_scene(config: &ScenesConfig, index: usize) -> Result<Dataset> {
    config.validate()?;
    let pixels = draw(config.seed, STREAMS[0], index as u64, config.image_size);
    dataset(ImageSet::in_memory(pixels, config.image_size, Some(vec![label_of(index)])))
}

/// Scenes as a data set without labelled splits.
fn dataset(scenes: ImageSet) -> Result<Dataset> {
    let (mean, std) = scenes.channel_stats()?;
    Ok(Dataset {
        name: "Scenes".into(),
        image_size: scenes.image_size(),
        class_names: CLASS_NAMES.map(String::from).to_vec(),
        mean,
        std,
        unlabeled: scenes,
        train: None,
        test: None,
        square: Default::default(),
        report: LoadReport { held_out: "scenes drawn for evaluation only".into(), ..LoadReport::default() },
        pretrain_limit: None,
    })
}

/// Classes take turns, so that every split is balanced.
fn label_of(index: usize) -> u16 {
    (index % CLASS_NAMES.len()) as u16
}

/// One scene as interleaved RGB bytes: `[S, S, 3]`.
fn draw(seed: u64, purpose: Purpose, index: u64, side: usize) -> Vec<u8> {
    let mut rng = stream(seed, purpose, index);
    let label = label_of(index as usize);
    let scene = compose(label, &mut rng);
    let light = rng.random_range(0.65..1.1f32);
    let tint: Color = std::array::from_fn(|_| rng.random_range(0.88..1.12f32));
    let noise = rng.random_range(0.005..0.04f32);
    let mut pixels = scene.paint(side);
    for (place, value) in pixels.iter_mut().enumerate() {
        *value = *value * light * tint[place % 3] + rng.random_range(-noise..noise);
    }
    pixels.into_iter().map(|value| (value.clamp(0.0, 1.0) * 255.0).round() as u8).collect()
}

fn compose(label: u16, rng: &mut ChaCha8Rng) -> Scene {
    let is_outdoors = rng.random_bool(OUTDOORS);
    let horizon = rng.random_range(0.45..0.8f32);
    let (sky, ground) = if is_outdoors { landscape(label, rng) } else { wall(rng) };
    // Indoors the colours run in any direction, so that only the object itself shows which way is up.
    let (gradient, clutter) = match is_outdoors {
        true => (
            Gradient::Horizon { height: horizon, slope: rng.random_range(-0.12..0.12) },
            outdoor_clutter(horizon, rng),
        ),
        false => (Gradient::Across(direction(rng)), indoor_clutter(rng)),
    };
    let mut objects = clutter;
    objects.push(subject(label, is_outdoors.then_some(horizon), rng));
    Scene { sky, ground, gradient, objects }
}

/// Sky and ground by time of day and terrain; a sailboat floats on water.
fn landscape(label: u16, rng: &mut ChaCha8Rng) -> ([Color; 2], [Color; 2]) {
    const SKIES: [[Color; 2]; 5] = [
        [[0.35, 0.6, 0.95], [0.8, 0.9, 1.0]],
        [[0.2, 0.25, 0.5], [0.95, 0.6, 0.4]],
        [[0.05, 0.07, 0.2], [0.25, 0.25, 0.45]],
        [[0.55, 0.6, 0.65], [0.85, 0.85, 0.85]],
        [[0.5, 0.75, 0.8], [1.0, 0.92, 0.75]],
    ];
    const GROUNDS: [Color; 5] =
        [[0.3, 0.55, 0.2], [0.75, 0.65, 0.4], [0.88, 0.9, 0.95], [0.45, 0.35, 0.28], [0.4, 0.42, 0.42]];
    const WATER: Color = [0.15, 0.4, 0.6];
    let sky = SKIES[rng.random_range(0..SKIES.len())];
    let near = if label == SAILBOAT { WATER } else { GROUNDS[rng.random_range(0..GROUNDS.len())] };
    let far = mix(near, sky[1], rng.random_range(0.1..0.5));
    (sky, [far, near])
}

/// Two colours that blend into each other.
fn wall(rng: &mut ChaCha8Rng) -> ([Color; 2], [Color; 2]) {
    // Walls are dull and dark or pale, objects are not: they stand out against a wall.
    let shade = if rng.random_bool(0.5) { [0.08; 3] } else { [0.95; 3] };
    let (first, second) = (mix(paint(rng), shade, 0.65), mix(paint(rng), shade, 0.65));
    let middle = mix(first, second, 0.5);
    ([first, middle], [middle, second])
}

/// A direction of any angle, as two numbers whose larger is 1: no trigonometry, which differs between platforms.
fn direction(rng: &mut ChaCha8Rng) -> [f32; 2] {
    let along = rng.random_range(-1.0..1.0f32);
    let sign = if rng.random_bool(0.5) { 1.0 } else { -1.0 };
    if rng.random_bool(0.5) { [along, sign] } else { [sign, along] }
}

/// A colour of any hue, from dull to vivid.
fn paint(rng: &mut ChaCha8Rng) -> Color {
    let grey = rng.random_range(0.15..0.9f32);
    let vivid: Color = std::array::from_fn(|_| rng.random_range(0.05..0.98f32));
    mix([grey; 3], vivid, rng.random_range(0.4..1.0))
}

fn darker(color: Color, part: f32) -> Color {
    mix(color, [0.05, 0.05, 0.08], part)
}

/// Objects that are independent of the class: a sun, hills, clouds, stones.
fn outdoor_clutter(horizon: f32, rng: &mut ChaCha8Rng) -> Vec<Object> {
    let mut objects = Vec::new();
    if rng.random_bool(0.4) {
        let center = [rng.random_range(0.05..0.95), rng.random_range(0.05..0.3)];
        objects.push(blob([0.98, 0.95, 0.7], center, [rng.random_range(0.04..0.09f32); 2]));
    }
    for _ in 0..rng.random_range(0..3) {
        let scale = [rng.random_range(0.15..0.4), rng.random_range(0.05..0.15)];
        objects.push(blob(darker(paint(rng), 0.4), [rng.random_range(0.0..1.0), horizon], scale));
    }
    for _ in 0..rng.random_range(0..3) {
        let center = [rng.random_range(0.0..1.0), rng.random_range(0.02..horizon * 0.6)];
        let scale = [rng.random_range(0.08..0.2), rng.random_range(0.02..0.06)];
        objects.push(blob([rng.random_range(0.75..1.0f32); 3], center, scale));
    }
    for _ in 0..rng.random_range(0..4) {
        let center = [rng.random_range(0.0..1.0), rng.random_range(horizon..1.0)];
        let scale = [rng.random_range(0.02..0.08), rng.random_range(0.015..0.05)];
        objects.push(blob(darker(paint(rng), 0.2), center, scale));
    }
    objects
}

/// Spots of any colour anywhere.
fn indoor_clutter(rng: &mut ChaCha8Rng) -> Vec<Object> {
    let spot = |rng: &mut ChaCha8Rng| {
        let center = [rng.random_range(0.0..1.0), rng.random_range(0.0..1.0)];
        let size = rng.random_range(0.03..0.12f32);
        blob(paint(rng), center, [size * rng.random_range(0.6..1.6), size])
    };
    (0..rng.random_range(0..4)).map(|_| spot(rng)).collect()
}

fn blob(color: Color, center: [f32; 2], scale: [f32; 2]) -> Object {
    Object { parts: vec![(Outline::circle(0.0, 0.0, 1.0), color)], center, scale, tilt: 0.0 }
}

/// The object that defines the class of the scene: on the ground where there is one, else anywhere.
fn subject(label: u16, horizon: Option<f32>, rng: &mut ChaCha8Rng) -> Object {
    let height = rng.random_range(0.34..0.47f32);
    let scale = [height * rng.random_range(0.8..1.2), height];
    let floor = match horizon {
        Some(horizon) if label != BALLOON => rng.random_range(horizon + 0.06..1.0f32).min(0.98),
        _ => rng.random_range(2.0 * height * 0.9..1.04),
    };
    let center = [rng.random_range(0.38..0.62), (floor - height).max(height * 0.9)];
    Object { parts: parts_of(label, rng), center, scale, tilt: rng.random_range(-0.1..0.1) }
}

fn parts_of(label: u16, rng: &mut ChaCha8Rng) -> Parts {
    let colors: [Color; 3] = std::array::from_fn(|_| paint(rng));
    match label {
        0 => house(colors, rng),
        1 => fir(colors, rng),
        2 => tree(colors, rng),
        3 => sailboat(colors, rng),
        4 => car(colors, rng),
        5 => mushroom(colors, rng),
        6 => flower(colors, rng),
        7 => lighthouse(colors),
        8 => snowman(colors),
        9 => balloon(colors, rng),
        _ => unreachable!("labels run over the class names"),
    }
}

fn house([wall, roof, door]: [Color; 3], rng: &mut ChaCha8Rng) -> Parts {
    let door_x = rng.random_range(-0.5..0.3f32);
    vec![
        (Outline::rectangle(0.35, -0.95, 0.55, -0.3), darker(roof, 0.3)),
        (Outline::rectangle(-0.8, -0.25, 0.8, 1.0), wall),
        (Outline::triangle([0.0, -1.0], 1.0, -0.2), roof),
        (Outline::rectangle(door_x, 0.35, door_x + 0.32, 1.0), door),
        (Outline::rectangle(0.35, 0.0, 0.65, 0.35), [0.95, 0.9, 0.6]),
    ]
}

fn fir([leaf, trunk, _]: [Color; 3], rng: &mut ChaCha8Rng) -> Parts {
    let width = rng.random_range(0.55..0.8f32);
    vec![
        (Outline::rectangle(-0.13, 0.5, 0.13, 1.0), darker(trunk, 0.3)),
        (Outline::triangle([0.0, -0.3], width, 0.7), darker(leaf, 0.25)),
        (Outline::triangle([0.0, -0.65], width * 0.8, 0.25), darker(leaf, 0.1)),
        (Outline::triangle([0.0, -1.0], width * 0.6, -0.2), leaf),
    ]
}

fn tree([leaf, trunk, _]: [Color; 3], rng: &mut ChaCha8Rng) -> Parts {
    let lobe = rng.random_range(0.4..0.55f32);
    vec![
        (Outline::rectangle(-0.14, 0.0, 0.14, 1.0), darker(trunk, 0.3)),
        (Outline::circle(-0.4, -0.15, lobe), darker(leaf, 0.2)),
        (Outline::circle(0.4, -0.15, lobe), darker(leaf, 0.1)),
        (Outline::circle(0.0, -0.5, lobe), leaf),
    ]
}

fn sailboat([hull, sail, flag]: [Color; 3], rng: &mut ChaCha8Rng) -> Parts {
    let deck = rng.random_range(0.45..0.6f32);
    let hull_outline = Outline::Polygon(vec![[-1.0, deck], [1.0, deck], [0.6, 1.0], [-0.6, 1.0]]);
    vec![
        (Outline::rectangle(-0.06, -1.0, 0.06, deck), darker(flag, 0.5)),
        (Outline::Polygon(vec![[0.1, -0.9], [0.85, deck - 0.1], [0.1, deck - 0.1]]), sail),
        (Outline::Polygon(vec![[-0.1, -0.6], [-0.1, deck - 0.1], [-0.65, deck - 0.1]]), darker(sail, 0.2)),
        (hull_outline, hull),
    ]
}

fn car([body, cabin, _]: [Color; 3], rng: &mut ChaCha8Rng) -> Parts {
    let roof = rng.random_range(-0.25..0.0f32);
    let cabin_outline = Outline::Polygon(vec![[-0.35, roof], [0.35, roof], [0.6, 0.4], [-0.65, 0.4]]);
    vec![
        (cabin_outline, cabin),
        (Outline::rectangle(-0.28, roof + 0.12, 0.28, 0.36), [0.75, 0.88, 0.95]),
        (Outline::rectangle(-1.0, 0.35, 1.0, 0.8), body),
        (Outline::circle(-0.55, 0.78, 0.24), [0.08; 3]),
        (Outline::circle(0.55, 0.78, 0.24), [0.08; 3]),
        (Outline::circle(-0.55, 0.78, 0.1), [0.7; 3]),
        (Outline::circle(0.55, 0.78, 0.1), [0.7; 3]),
    ]
}

fn mushroom([cap, stem, spot]: [Color; 3], rng: &mut ChaCha8Rng) -> Parts {
    let brim = rng.random_range(-0.05..0.15f32);
    let mut cap_points = vec![[0.9, brim], [-0.9, brim]];
    // Half an ellipse as a polygon: x over -0.9..=0.9, height by Pythagoras.
    cap_points.extend((1..12).map(|step| {
        let x = -0.9 + 0.15 * step as f32;
        [x, brim - 0.95 * (1.0 - (x / 0.9) * (x / 0.9)).max(0.0).sqrt()]
    }));
    vec![
        (
            Outline::Polygon(vec![[-0.2, brim], [0.2, brim], [0.32, 1.0], [-0.32, 1.0]]),
            mix(stem, [0.95; 3], 0.5),
        ),
        (Outline::Polygon(cap_points), cap),
        (Outline::circle(-0.4, brim - 0.3, 0.13), spot),
        (Outline::circle(0.1, brim - 0.6, 0.14), spot),
        (Outline::circle(0.5, brim - 0.25, 0.11), spot),
    ]
}

fn flower([petal, heart, stalk]: [Color; 3], rng: &mut ChaCha8Rng) -> Parts {
    let size = rng.random_range(0.22..0.3f32);
    let stalk = mix(stalk, [0.2, 0.5, 0.15], 0.6);
    let leaf =
        |x: f32, y: f32| (Outline::Ellipse { center: [x, y], radii: [0.26, 0.11] }, darker(stalk, 0.2));
    let mut parts =
        vec![(Outline::rectangle(-0.06, -0.4, 0.06, 1.0), stalk), leaf(-0.28, 0.45), leaf(0.28, 0.65)];
    let around = [[0.0, -0.37], [0.35, -0.12], [0.22, 0.3], [-0.22, 0.3], [-0.35, -0.12]];
    parts.extend(around.map(|[x, y]| (Outline::circle(x, y - 0.55, size), petal)));
    parts.push((Outline::circle(0.0, -0.53, 0.2), heart));
    parts
}

fn lighthouse([tower, stripe, roof]: [Color; 3]) -> Parts {
    let tower = mix(tower, [0.95; 3], 0.4);
    // Width of the tower at a height, so that the stripes follow its slant.
    let band = |top: f32, bottom: f32| {
        let half = |y: f32| 0.22 + 0.16 * (y + 0.5) / 1.5;
        Outline::Polygon(vec![
            [-half(top), top],
            [half(top), top],
            [half(bottom), bottom],
            [-half(bottom), bottom],
        ])
    };
    vec![
        (band(-0.5, 1.0), tower),
        (band(-0.15, 0.15), stripe),
        (band(0.45, 0.75), stripe),
        (Outline::rectangle(-0.34, -0.56, 0.34, -0.46), darker(roof, 0.4)),
        (Outline::rectangle(-0.18, -0.8, 0.18, -0.56), [0.98, 0.92, 0.5]),
        (Outline::triangle([0.0, -1.0], 0.28, -0.78), roof),
    ]
}

fn snowman([body, scarf, hat]: [Color; 3]) -> Parts {
    let body = mix(body, [0.97; 3], 0.55);
    vec![
        (Outline::circle(0.0, 0.55, 0.48), darker(body, 0.08)),
        (Outline::circle(0.0, -0.05, 0.35), body),
        (Outline::circle(0.0, -0.5, 0.26), body),
        (Outline::rectangle(-0.26, -0.34, 0.26, -0.22), scarf),
        (Outline::rectangle(-0.34, -0.74, 0.34, -0.66), darker(hat, 0.5)),
        (Outline::rectangle(-0.2, -1.0, 0.2, -0.7), darker(hat, 0.5)),
        (Outline::circle(-0.09, -0.53, 0.05), [0.05; 3]),
        (Outline::circle(0.09, -0.53, 0.05), [0.05; 3]),
    ]
}

fn balloon([envelope, stripe, basket]: [Color; 3], rng: &mut ChaCha8Rng) -> Parts {
    let width = rng.random_range(0.6..0.75f32);
    vec![
        (Outline::rectangle(-0.24, 0.2, -0.18, 0.75), [0.2; 3]),
        (Outline::rectangle(0.18, 0.2, 0.24, 0.75), [0.2; 3]),
        (
            Outline::Polygon(vec![[-width, -0.3], [width, -0.3], [0.2, 0.45], [-0.2, 0.45]]),
            darker(envelope, 0.2),
        ),
        (Outline::Ellipse { center: [0.0, -0.35], radii: [width, 0.65] }, envelope),
        (Outline::Ellipse { center: [0.0, -0.35], radii: [width * 0.35, 0.65] }, stripe),
        (Outline::rectangle(-0.24, 0.7, 0.24, 1.0), darker(basket, 0.3)),
    ]
}
