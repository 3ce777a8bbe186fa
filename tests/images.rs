//! Single images: what is decoded and how, what the folders say, what is held out and what is skipped.

use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::sync::Arc;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{DynamicImage, ExtendedColorType, ImageEncoder, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use patchwise::Error;
use patchwise::config::{FilesConfig, Square};
use patchwise::data::{Dataset, ImageSet, Loader, MemoryFile, MemoryScratch, SharedSource};

const RED: [u8; 3] = [255, 0, 0];
const GREEN: [u8; 3] = [0, 255, 0];
const BLUE: [u8; 3] = [0, 0, 255];
const WHITE: [u8; 3] = [255; 3];

fn file(name: &str, bytes: Vec<u8>) -> SharedSource {
    Arc::new(MemoryFile::new(name, bytes))
}

fn try_load(files: &[SharedSource], config: &FilesConfig) -> Result<Dataset, Error> {
    Loader::files(files, config).and_then(Loader::load)
}

fn load(files: &[SharedSource]) -> Dataset {
    try_load(files, &FilesConfig::default()).unwrap()
}

/// One image alone, at 16 px.
fn pixels_of(name: &str, bytes: Vec<u8>, square: Square) -> Vec<u8> {
    let config = FilesConfig { image_size: Some(16), square, ..FilesConfig::default() };
    try_load(&[file(name, bytes)], &config).unwrap().unlabeled.rgb(0).unwrap().into_owned()
}

fn encode(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.into().write_to(&mut bytes, format).unwrap();
    bytes.into_inner()
}

fn png(shade: u8) -> Vec<u8> {
    encode(RgbImage::from_pixel(8, 8, Rgb([shade; 3])), ImageFormat::Png)
}

/// Four squares: top left, top right, bottom left, bottom right.
fn quarters(colors: [[u8; 3]; 4], side: u32) -> RgbImage {
    RgbImage::from_fn(side, side, |x, y| {
        Rgb(colors[usize::from(y >= side / 2) * 2 + usize::from(x >= side / 2)])
    })
}

/// The colours in the middles of the four squares.
fn quarters_of(pixels: &[u8]) -> [[u8; 3]; 4] {
    [(4, 4), (4, 12), (12, 4), (12, 12)].map(|(row, column)| {
        let start = (row * 16 + column) * 3;
        [pixels[start], pixels[start + 1], pixels[start + 2]]
    })
}

fn exif(orientation: u8) -> Vec<u8> {
    let mut bytes = b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0".to_vec();
    bytes.extend([orientation, 0, 0, 0, 0, 0, 0, 0]);
    bytes
}

/// As cameras store an image whose corners are to be seen as red, green, blue and white: Exif 2.3, tag 274, names the
/// sides that row 0 and column 0 of the stored image are.
const STORED: [[[u8; 3]; 4]; 8] = [
    [RED, GREEN, BLUE, WHITE],
    [GREEN, RED, WHITE, BLUE],
    [WHITE, BLUE, GREEN, RED],
    [BLUE, WHITE, RED, GREEN],
    [RED, BLUE, GREEN, WHITE],
    [GREEN, WHITE, RED, BLUE],
    [WHITE, GREEN, BLUE, RED],
    [BLUE, RED, WHITE, GREEN],
];

#[test]
fn photos_are_turned_as_their_camera_says() {
    for (index, stored) in STORED.into_iter().enumerate() {
        let image = quarters(stored, 32);
        let write = |encoder: &mut dyn FnMut(&mut Vec<u8>, Vec<u8>)| {
            let mut bytes = Vec::new();
            encoder(&mut bytes, exif(index as u8 + 1));
            bytes
        };
        let jpeg = write(&mut |bytes, exif| {
            let mut encoder = JpegEncoder::new_with_quality(bytes, 100);
            encoder.set_exif_metadata(exif).unwrap();
            encoder.write_image(&image, 32, 32, ExtendedColorType::Rgb8).unwrap();
        });
        let png = write(&mut |bytes, exif| {
            let mut encoder = PngEncoder::new(bytes);
            encoder.set_exif_metadata(exif).unwrap();
            encoder.write_image(&image, 32, 32, ExtendedColorType::Rgb8).unwrap();
        });
        let webp = write(&mut |bytes, exif| {
            let mut encoder = WebPEncoder::new_lossless(bytes);
            encoder.set_exif_metadata(exif).unwrap();
            encoder.write_image(&image, 32, 32, ExtendedColorType::Rgb8).unwrap();
        });
        for (name, bytes) in [("a.jpg", jpeg), ("a.png", png), ("a.webp", webp)] {
            let seen = quarters_of(&pixels_of(name, bytes, Square::Crop));
            for (color, expected) in seen.iter().flatten().zip([RED, GREEN, BLUE, WHITE].as_flattened()) {
                assert!(color.abs_diff(*expected) < 8, "{name}, orientation {}: {seen:?}", index + 1);
            }
        }
    }
}

#[test]
fn transparency_lies_on_white() {
    let drawing = RgbaImage::from_fn(16, 16, |x, _| Rgba([0, 0, 0, if x < 8 { 255 } else { 0 }]));
    for (name, format) in
        [("a.png", ImageFormat::Png), ("a.webp", ImageFormat::WebP), ("a.gif", ImageFormat::Gif)]
    {
        let pixels = pixels_of(name, encode(drawing.clone(), format), Square::Crop);
        assert_eq!((&pixels[..3], &pixels[45..48]), (&[0; 3][..], &WHITE[..]), "{name}");
    }
    let half = RgbaImage::from_pixel(16, 16, Rgba([0, 0, 0, 128]));
    assert_eq!(pixels_of("a.png", encode(half, ImageFormat::Png), Square::Crop)[0], 127);
}

#[test]
fn formats_are_told_by_content() {
    let image = quarters([RED, GREEN, BLUE, WHITE], 16);
    let names = [
        "a.jpg", "a.jfif", "a.JPEG", "a.gif", "a.bmp", "a.dib", "a.tif", "a.tiff", "a.webp", "a.png", "a",
        "a.dat",
    ];
    let formats =
        [ImageFormat::Png, ImageFormat::Gif, ImageFormat::Bmp, ImageFormat::Tiff, ImageFormat::WebP];
    for name in names {
        for format in formats {
            let pixels = pixels_of(name, encode(image.clone(), format), Square::Crop);
            assert_eq!(quarters_of(&pixels), [RED, GREEN, BLUE, WHITE], "{name}: {format:?}");
        }
    }
}

#[test]
fn photos_become_square_by_cropping_or_fitting() {
    let wide = RgbImage::from_fn(64, 16, |x, _| Rgb(if (24..40).contains(&x) { RED } else { BLUE }));
    let bytes = encode(wide, ImageFormat::Png);
    let cropped = pixels_of("a.png", bytes.clone(), Square::Crop);
    assert!(cropped.chunks_exact(3).all(|pixel| pixel == RED));
    let fitted = pixels_of("a.png", bytes, Square::Fit);
    let rows: Vec<[u8; 3]> = (0..16).map(|row| fitted[row * 48..row * 48 + 3].try_into().unwrap()).collect();
    assert_eq!(rows.iter().filter(|&&color| color == BLUE).count(), 4);
    assert_eq!(rows.iter().filter(|&&color| color == [0; 3]).count(), 12);
    assert_eq!(rows[7], BLUE);
}

fn reasons(data: &Dataset) -> Vec<(&str, &str)> {
    data.report.skipped.iter().map(|file| (file.name.as_str(), file.reason.as_str())).collect()
}

#[test]
fn what_cannot_be_read_is_named_with_the_reason() {
    let jpeg = encode(quarters([RED, GREEN, BLUE, WHITE], 64), ImageFormat::Jpeg);
    let heic = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec();
    let cases = [
        ("b/1.heic", heic.clone(), "HEIC images cannot be read: export it as JPEG"),
        ("b/2.jpg", heic, "HEIC"),
        ("b/3.avif", b"\0\0\0\x1cftypavif\0\0\0\0".to_vec(), "AVIF"),
        ("b/4.jxl", b"\xff\x0a\0\0".to_vec(), "JPEG XL"),
        ("b/5.pdf", b"%PDF-1.7".to_vec(), "not an image"),
        ("b/6.zip", b"PK\x03\x04".to_vec(), "not an image"),
        ("b/7.jpg", jpeg[..jpeg.len() / 3].to_vec(), "ends too early"),
        ("b/8.png", png(1)[..40].to_vec(), "damaged"),
        ("b/9.jpg", Vec::new(), "not an image"),
        ("b/a.txt", b"hello".to_vec(), "not an image"),
    ];
    let good = [file("a/1.jpg", jpeg.clone()), file("b/0.jpg", jpeg)];
    let files: Vec<SharedSource> =
        cases.iter().map(|(name, bytes, _)| file(name, bytes.clone())).chain(good).collect();
    let data = load(&files);
    assert_eq!(data.unlabeled.len() + data.test.as_ref().map_or(0, ImageSet::len), 2);
    let skipped: BTreeMap<&str, &str> = reasons(&data).into_iter().collect();
    assert_eq!(skipped.len(), cases.len());
    for (name, _, reason) in &cases {
        assert!(skipped[name].contains(reason), "{name}: {}", skipped[name]);
    }
}

#[test]
fn the_commonest_reason_is_in_the_error_where_all_fails() {
    let heic = || b"\0\0\0\x18ftypheic\0\0\0\0mif1heic".to_vec();
    let files =
        [file("1.heic", heic()), file("2.HEIC", heic()), file("3.jpg", heic()), file("4.png", vec![1])];
    let error = try_load(&files, &FilesConfig::default()).unwrap_err();
    assert_eq!(error.code(), "no-images");
    assert!(error.to_string().contains("HEIC images cannot be read"), "{error}");
}

/// What is made of some paths: classes, then the paths of images to pretrain on, to train classifiers on and to
/// evaluate on, in the order of the sets. Each image has a shade of its own.
fn split(paths: &[&str], config: &FilesConfig) -> (Dataset, [Vec<String>; 3]) {
    let files: Vec<SharedSource> =
        paths.iter().enumerate().map(|(index, path)| file(path, png(index as u8 + 1))).collect();
    let data = try_load(&files, config).unwrap();
    let names = |set: Option<&ImageSet>| {
        let name = |index| paths[usize::from(set.unwrap().rgb(index).unwrap()[0]) - 1].to_string();
        let mut names: Vec<String> = (0..set.map_or(0, ImageSet::len)).map(name).collect();
        names.sort();
        names
    };
    let names = [names(Some(&data.unlabeled)), names(data.train.as_ref()), names(data.test.as_ref())];
    (data, names)
}

#[test]
fn folders_of_splits_are_kept() {
    for (train, test) in [("train", "val"), ("Training", "test"), ("train", "valid"), ("train", "validation")]
    {
        let paths = [
            format!("set/{train}/cat/1.png"),
            format!("set/{train}/dog/2.png"),
            format!("set/{test}/cat/3.png"),
            format!("set/{test}/dog/4.png"),
        ];
        let paths = paths.each_ref().map(String::as_str);
        let (data, [pretrain, labeled, tests]) = split(&paths, &FilesConfig::default());
        assert_eq!(data.class_names, ["cat", "dog"], "{train}, {test}");
        assert_eq!(
            (&pretrain[..], &labeled[..], &tests[..]),
            (&paths.map(String::from)[..2], &paths.map(String::from)[..2], &paths.map(String::from)[2..])
        );
        assert_eq!(data.report.held_out, format!("the images in `{test}/`"));
    }
    // Splits below classes; a third split is counted; images without labels are learnt from.
    let (data, [.., tests]) = split(
        &["cat/train/1.png", "cat/test/2.png", "dog/train/3.png", "dog/test/4.png"],
        &FilesConfig::default(),
    );
    assert_eq!(data.class_names, ["cat", "dog"]);
    assert_eq!(tests, ["cat/test/2.png", "dog/test/4.png"]);
    let paths =
        ["train/a/1.png", "train/b/2.png", "val/a/3.png", "test/4.png", "unlabeled/5.png", "extra/6.png"];
    let (data, [pretrain, labeled, tests]) = split(&paths, &FilesConfig::default());
    assert_eq!(pretrain, ["train/a/1.png", "train/b/2.png", "unlabeled/5.png"]);
    assert_eq!((labeled.len(), &tests[..]), (2, &["val/a/3.png".to_string()][..]));
    assert!(data.report.notes.iter().any(|note| note == "The 1 images of the test folder are not used."));
    assert_eq!(reasons(&data)[0].0, "extra/6.png");
    // A class of the test images that is not learnt is named.
    let (data, _) =
        split(&["train/a/1.png", "train/b/2.png", "test/a/3.png", "test/c/4.png"], &FilesConfig::default());
    assert_eq!(
        reasons(&data)[0],
        ("test/c/4.png", "its class is not among those to learn from: rename its folder")
    );
}

#[test]
fn a_class_is_the_first_folder_below_the_common_root() {
    let (data, _) = split(
        &["set/cats/images/1.png", "set/cats/images/2.png", "set/dogs/images/3.png", "set/dogs/more/4.png"],
        &FilesConfig::default(),
    );
    assert_eq!(data.class_names, ["cats", "dogs"]);
    // Folders of tools are none, nor are their copies.
    let (data, [pretrain, ..]) = split(
        &[
            "set/cats/1.png",
            "set/cats/2.png",
            "set/dogs/3.png",
            "set/dogs/4.png",
            "set/.ipynb_checkpoints/1-checkpoint.png",
            "set/cats/.ipynb_checkpoints/2-checkpoint.png",
            "set/@eaDir/1.png/thumb.png",
            "__MACOSX/set/cats/._1.png",
            "set/cats/._2.png",
        ],
        &FilesConfig::default(),
    );
    assert_eq!((data.class_names.len(), pretrain.len()), (2, 2));
    let skipped: Vec<&str> = reasons(&data).iter().map(|(name, _)| *name).collect();
    assert_eq!(skipped.len(), 3, "{skipped:?}");
    // A stray image is learnt from without a label, and named.
    let (data, [pretrain, labeled, _]) = split(
        &["set/cats/1.png", "set/cats/2.png", "set/cover.png", "set/dogs/3.png", "set/dogs/4.png"],
        &FilesConfig::default(),
    );
    assert_eq!((data.class_names.len(), pretrain.len(), labeled.len()), (2, 3, 2));
    assert!(
        data.report.notes.iter().any(|note| note.ends_with(": set/cover.png.")),
        "{:?}",
        data.report.notes
    );
    // Folders beside many photos are not classes.
    let (data, _) = split(&["1.png", "2.png", "3.png", "edited/4.png", "raw/5.png"], &FilesConfig::default());
    assert!(data.class_names.is_empty());
}

#[test]
fn images_are_held_out_class_by_class() {
    let paths: Vec<String> =
        (0..12).map(|index| format!("common/{index:02}.png")).chain(["rare/0.png".into()]).collect();
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    for seed in 0..20 {
        let (data, [_, labeled, tests]) = split(&paths, &FilesConfig { seed, ..FilesConfig::default() });
        assert_eq!((labeled.len(), tests.len()), (11, 2));
        assert!(labeled.contains(&"rare/0.png".into()));
        assert_eq!(data.report.notes, ["No image of the class rare is there to evaluate on."]);
    }
    let counts = |test_fraction| {
        let config = FilesConfig { test_fraction: Some(test_fraction), ..FilesConfig::default() };
        split(&paths, &config).0.test.map_or(0, |test| test.len())
    };
    assert_eq!([0.0, 0.01, 0.5, 0.99].map(counts), [0, 1, 6, 11]);
    for test_fraction in [-0.1, 1.0, f64::NAN] {
        let config = FilesConfig { test_fraction: Some(test_fraction), ..FilesConfig::default() };
        let error = try_load(&[file("a.png", png(1))], &config).unwrap_err();
        assert_eq!(error.field(), Some("testFraction"));
    }
    // Mean and deviation are of the images to learn from.
    let (data, [pretrain, ..]) =
        split(&["a/1.png", "a/2.png", "b/3.png", "b/4.png"], &FilesConfig::default());
    let shades: Vec<f32> = pretrain.iter().map(|path| path[2..3].parse::<f32>().unwrap() / 255.0).collect();
    let mean = shades.iter().sum::<f32>() / shades.len() as f32;
    assert!((data.mean[0] - mean).abs() < 1e-6);
}

fn zipped(files: &[(&str, Vec<u8>)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_zip_is_read_like_its_folder() {
    let bytes = zipped(&[
        ("set\\cats\\1.png", png(1)),
        ("set\\cats\\2.png", png(2)),
        ("set/dogs/3.png", png(3)),
        ("set/dogs/4.png", png(4)),
        ("__MACOSX/set/cats/._1.png", vec![0]),
        ("set/dogs/", Vec::new()),
    ]);
    let data = load(&[file("pets.zip", bytes)]);
    assert_eq!((data.class_names.len(), data.unlabeled.len(), reasons(&data).len()), (2, 2, 0));
    // An entry whose compression nobody here knows is named, the others load.
    let mut bytes = zipped(&[("a/1.png", png(1)), ("b/2.png", png(2)), ("b/3.png", png(3))]);
    for place in 0..bytes.len() - 4 {
        match &bytes[place..place + 4] {
            b"PK\x01\x02" if bytes[place + 46..].starts_with(b"b/3") => bytes[place + 10] = 98,
            b"PK\x03\x04" if bytes[place + 30..].starts_with(b"b/3") => bytes[place + 8] = 98,
            _ => {}
        }
    }
    let data = load(&[file("pets.zip", bytes)]);
    let skipped = reasons(&data);
    assert_eq!((skipped.len(), skipped[0].0), (1, "b/3.png"));
    assert!(skipped[0].1.contains("ompression"), "{skipped:?}");
}

#[test]
fn tiny_imagenet_is_read_however_it_was_stored() {
    let files = |val: &str| {
        vec![
            ("t/train/n01443537/images/0.png".to_string(), png(1)),
            ("t/train/n01443537/n01443537_boxes.txt".into(), b"0".to_vec()),
            ("t/train/n01629819/images/0.png".into(), png(2)),
            (format!("t/val/{val}0.png"), png(3)),
            ("t/words.txt".into(), b"n01443537\tgoldfish, Carassius auratus\n".to_vec()),
            ("t/test/images/0.png".into(), png(4)),
        ]
    };
    let annotations = ("t/val/val_annotations.txt".to_string(), b"0.png\tn01629819\t0\t0\t63\t63".to_vec());
    let plain = [files("images/"), vec![annotations]].concat();
    let sorted = files("n01629819/");
    let nested = files("n01629819/images/");
    for files in [plain, sorted, nested] {
        let sources: Vec<SharedSource> =
            files.iter().map(|(name, bytes)| file(name, bytes.clone())).collect();
        let pairs: Vec<(&str, Vec<u8>)> =
            files.iter().map(|(name, bytes)| (name.as_str(), bytes.clone())).collect();
        for data in [load(&sources), load(&[file("tiny.zip", zipped(&pairs))])] {
            assert_eq!(data.name, "Tiny-ImageNet");
            assert_eq!(data.class_names, ["goldfish", "n01629819"]);
            assert_eq!(data.test.as_ref().unwrap().labels().unwrap(), [1]);
            assert_eq!((data.report.held_out.as_str(), data.unlabeled.len()), ("the images in `val/`", 2));
            assert!(data.report.skipped.is_empty(), "{:?}", data.report.skipped);
        }
    }
}

#[test]
fn stl10_without_its_train_file_says_what_it_does() {
    let labels: Vec<u8> = (0..20).map(|index| index % 10 + 1).collect();
    let files =
        [file("test_X.bin", vec![7; 20 * 27648]), file("test_y.bin", labels), file("notes.txt", vec![1])];
    let data = load(&files);
    assert_eq!((data.train.as_ref().unwrap().len(), data.test.as_ref().unwrap().len()), (10, 10));
    assert!(data.class_counts().iter().all(|&counts| counts == [1, 1]));
    assert_eq!(data.report.notes, ["train_X.bin is not there: 10 images of test_X.bin are used to train."]);
    assert_eq!(reasons(&data)[0].0, "notes.txt");
}

#[test]
fn an_image_that_would_take_too_much_memory_is_skipped_by_its_header() {
    let mut bomb = png(0);
    bomb[16..20].copy_from_slice(&22_000u32.to_be_bytes());
    bomb[20..24].copy_from_slice(&22_000u32.to_be_bytes());
    let crc = crc32fast::hash(&bomb[12..29]).to_be_bytes();
    bomb[29..33].copy_from_slice(&crc);
    let data = load(&[file("bomb.png", bomb), file("1.png", png(1)), file("2.png", png(2))]);
    assert_eq!(reasons(&data)[0].0, "bomb.png");
    assert!(reasons(&data)[0].1.contains("22000 x 22000 pixels are too many"), "{:?}", reasons(&data));
}

#[test]
fn more_images_than_memory_holds_are_refused_before_any_is_read() {
    let files: Vec<SharedSource> =
        (0..2_800).map(|index| file(&format!("{index}.png"), Vec::new())).collect();
    let config = FilesConfig { image_size: Some(512), ..FilesConfig::default() };
    let scratch = Arc::new(MemoryScratch::default());
    let error = Loader::files_in(&files, &config, scratch).err().unwrap();
    assert_eq!((error.code(), error.field()), ("invalid-config", Some("images")));
    assert!(error.to_string().contains("at most 2730 at 512 px"), "{error}");
    let scenes = patchwise::ScenesConfig { images: usize::MAX, ..Default::default() };
    assert_eq!(Loader::scenes(&scenes).err().unwrap().field(), Some("images"));
}

#[cfg(unix)]
#[test]
fn one_bad_entry_of_a_folder_does_not_fail_the_load() {
    use std::os::unix::fs::symlink;
    use std::os::unix::net::UnixListener;

    let folder = std::env::temp_dir().join(format!("patchwise-entries-{}", std::process::id()));
    std::fs::create_dir_all(folder.join("a")).unwrap();
    std::fs::write(folder.join("a/1.png"), png(1)).unwrap();
    std::fs::write(folder.join("a/2.png"), png(2)).unwrap();
    symlink("nowhere", folder.join("a/broken.png")).unwrap();
    symlink("..", folder.join("a/above")).unwrap();
    let socket = UnixListener::bind(folder.join("a/socket.png"));
    let sources = patchwise::data::open_path(&folder);
    let data = sources.and_then(|sources| try_load(&sources, &FilesConfig::default()));
    std::fs::remove_dir_all(&folder).unwrap();
    drop(socket);
    let data = data.unwrap();
    let mut skipped: Vec<&str> =
        reasons(&data).iter().map(|(name, _)| name.rsplit('/').next().unwrap()).collect();
    skipped.sort_unstable();
    assert_eq!(skipped, ["above", "broken.png", "socket.png"]);
    assert_eq!(data.unlabeled.len() + data.test.unwrap().len(), 2);
}

#[test]
fn images_that_cannot_be_read_take_no_place_in_any_split() {
    let damaged = || png(9)[..40].to_vec();
    let good = |class: &str, count: u8| -> Vec<SharedSource> {
        (0..count).map(|index| file(&format!("data/{class}/{index}.png"), png(index * 20 + 3))).collect()
    };
    let bad = |class: &str, count: u8| -> Vec<SharedSource> {
        (0..count).map(|index| file(&format!("data/{class}/{index}-bad.png"), damaged())).collect()
    };
    let counts = |data: &Dataset| data.class_counts();
    let with = load(&[good("a", 4), bad("a", 8), good("b", 5), bad("b", 9)].concat());
    let without = load(&[good("a", 4), good("b", 5)].concat());
    assert_eq!(counts(&with), [[3, 1], [4, 1]]);
    assert_eq!(counts(&without), counts(&with));
    for place in 0..with.unlabeled.len() {
        assert_eq!(with.unlabeled.rgb(place).unwrap(), without.unlabeled.rgb(place).unwrap());
    }
    assert_eq!((with.report.skipped.len(), with.report.notes.len()), (17, 0));

    // Of a class with one image that can be read, that one is learnt from, and the other is not evaluated on.
    let few = load(&[good("a", 4), good("b", 1), bad("b", 1)].concat());
    assert_eq!(counts(&few), [[3, 1], [1, 0]]);
    assert_eq!(few.report.notes, ["No image of the class b is there to evaluate on."]);

    // A number of images is that of images that can be read.
    let config = FilesConfig { images: Some(6), ..FilesConfig::default() };
    let limited = try_load(&[good("a", 10), bad("a", 20)].concat(), &config).unwrap();
    assert_eq!(limited.unlabeled.len(), 6);
}

#[test]
fn data_without_test_images_says_so() {
    let files: Vec<SharedSource> =
        (0..6).map(|index| file(&format!("data/{}/{index}.png", index % 2), png(index * 20))).collect();
    let config = FilesConfig { test_fraction: Some(0.0), ..FilesConfig::default() };
    let error = try_load(&files, &config).unwrap().labeled("linear evaluation").unwrap_err();
    assert_eq!(error.code(), "no-images");
    assert!(error.to_string().contains("For linear evaluation, hold out some of the images"), "{error}");
}
