//! Model files that are damaged, changed or written by other programs: refused or read, without panics or large
//! allocations.

mod common;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::collections::HashMap;

use common::{device, few_scenes};
use patchwise::config::ClassifierKind;
use patchwise::data::Dataset;
use patchwise::method::Method;
use patchwise::model::{Classifier, collect};
use patchwise::rng::{Purpose, stream};
use patchwise::train::{Checkpoint, ClassifierInfo, Model, PretrainConfig, Session};
use pollster::block_on;
use rand::{Rng, RngExt};
use safetensors::tensor::{Dtype, SafeTensors, TensorView, serialize};
use serde_json::{Value, json};

/// Counts the bytes that a thread asks for.
struct Counting;

thread_local! {
    static ASKED_FOR: Cell<usize> = const { Cell::new(0) };
}

unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let _ = ASKED_FOR.try_with(|bytes| bytes.set(bytes.get() + layout.size()));
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// A file may cost this many times its size, all allocations together.
const MULTIPLE: usize = 40;
/// What reading may cost however small the file is: the starting weights of a network, and tables of the libraries.
const BASE: usize = 16 << 20;

/// Name, type, shape and bytes.
type RawTensor = (String, Dtype, Vec<usize>, Vec<u8>);
/// What makes a model one that cannot be used.
type Spoil<'a> = &'a dyn Fn(&mut Model);

fn data() -> Dataset {
    few_scenes(24, 12, 12)
}

/// A model with a classifier, and the checkpoint of a run of Deep Cluster.
fn files() -> [Vec<u8>; 2] {
    let (data, device) = (data(), device());
    let config = |method| PretrainConfig { method, epochs: 2, batch_size: 8, ..PretrainConfig::of(method) };
    let mut model = Model::untrained(&config(Method::PatchRotNet), &data, &device).unwrap();
    let class_names = data.class_names.clone();
    let shape = [64, class_names.len()];
    let rng = &mut stream(4, Purpose::HeadWeights, 0);
    model.classifier = Some(Classifier::init(ClassifierKind::TwoLayer, shape, rng, &device));
    model.info.classifier = Some(ClassifierInfo {
        kind: ClassifierKind::TwoLayer,
        class_names,
        image_size: Some(32),
        square: None,
    });
    let mut session = Session::new(&config(Method::DeepCluster), &data, &device).unwrap();
    block_on(session.run(2)).unwrap();
    [block_on(model.to_bytes()).unwrap(), block_on(session.checkpoint()).unwrap()]
}

/// Reads, resumes and uses a file, which may fail with an error only.
fn try_everything(bytes: &[u8], data: &Dataset, case: &str) -> bool {
    ASKED_FOR.set(0);
    let model = Model::from_bytes(bytes, &device());
    let asked_for = ASKED_FOR.get();
    let allowed = BASE + MULTIPLE * bytes.len();
    assert!(asked_for <= allowed, "{case}: {asked_for} bytes for a file of {}", bytes.len());
    if let Err(error) = &model {
        assert_eq!(error.code(), "invalid-model", "{case}: {error}");
        assert!(!error.to_string().contains("TensorInfo"), "{case}: {error}");
    }
    if let Ok(checkpoint) = Checkpoint::from_bytes(bytes, &device())
        && let Ok(mut session) = Session::resume(&checkpoint, data, &device())
        && !session.is_done()
    {
        let _ = block_on(session.run(1));
    }
    let Ok(model) = model else { return false };
    // What was read can be written and read again.
    let again = block_on(model.to_bytes()).unwrap_or_else(|error| panic!("{case}: {error}"));
    let read = Model::from_bytes(&again, &device()).unwrap_or_else(|error| panic!("{case}: {error}"));
    assert_eq!(read.info, model.info, "{case}");
    true
}

/// The file's metadata and tensors.
fn take_apart(bytes: &[u8]) -> (Value, Vec<RawTensor>) {
    let (_, metadata) = SafeTensors::read_metadata(bytes).unwrap();
    let info = serde_json::from_str(&metadata.metadata().as_ref().unwrap()["patchwise"]).unwrap();
    let file = SafeTensors::deserialize(bytes).unwrap();
    let tensor = |(name, view): (String, TensorView)| {
        (name, view.dtype(), view.shape().to_vec(), view.data().to_vec())
    };
    (info, file.tensors().into_iter().map(tensor).collect())
}

fn put_together(info: &str, tensors: &[RawTensor]) -> Vec<u8> {
    let views: Vec<_> = tensors
        .iter()
        .map(|(name, dtype, shape, data)| {
            (name.clone(), TensorView::new(*dtype, shape.clone(), data).unwrap())
        })
        .collect();
    serialize(views, Some(HashMap::from([("patchwise".to_string(), info.to_string())]))).unwrap()
}

#[test]
fn damaged_bytes_are_refused_or_harmless() {
    let data = data();
    let mut rng = stream(1, Purpose::Batch, 0);
    for (kind, bytes) in files().iter().enumerate() {
        assert!(try_everything(bytes, &data, "as it was written"));
        let header = 8 + u64::from_le_bytes(bytes[..8].try_into().unwrap()) as usize;
        for round in 0..300 {
            let mut changed = bytes.clone();
            // Most of the changes are in the header: those of weights only change numbers.
            let end = if round % 4 == 0 { bytes.len() } else { header };
            match rng.random_range(0..4) {
                0 => changed.truncate(rng.random_range(0..end)),
                1 => changed[rng.random_range(0..end)] = rng.next_u32() as u8,
                2 => {
                    let place = rng.random_range(0..end);
                    changed
                        .splice(place..place, (0..rng.random_range(1..9)).map(|_| b'0' + place as u8 % 10));
                }
                _ => {
                    let place = rng.random_range(0..8);
                    changed[place] = changed[place].wrapping_add(1 << rng.random_range(0..8));
                }
            }
            try_everything(&changed, &data, &format!("file {kind}, round {round}"));
        }
    }
}

/// Every value within, with the path to it.
fn paths(value: &Value, path: &str, found: &mut Vec<String>) {
    found.push(path.to_string());
    match value {
        Value::Object(map) => {
            map.iter().for_each(|(key, inner)| paths(inner, &format!("{path}/{key}"), found))
        }
        Value::Array(list) => {
            list.iter()
                .enumerate()
                .take(2)
                .for_each(|(key, inner)| paths(inner, &format!("{path}/{key}"), found));
        }
        _ => {}
    }
}

#[test]
fn absurd_metadata_is_refused_before_anything_is_allocated_for_it() {
    let data = data();
    let absurd = [
        json!(null),
        json!(0),
        json!(1),
        json!(-1),
        json!(0.5),
        json!(1e300),
        json!(1_000_000_000_000u64),
        json!(u64::MAX),
        json!(u32::MAX),
        json!(""),
        json!("x"),
        json!([]),
        json!({}),
        json!([[], [null]]),
        json!(true),
    ];
    let (mut read, mut refused) = (0, 0);
    for bytes in files() {
        let (info, tensors) = take_apart(&bytes);
        let mut places = Vec::new();
        paths(&info, "", &mut places);
        for path in places {
            for value in &absurd {
                let mut changed = info.clone();
                *changed.pointer_mut(&path).unwrap() = value.clone();
                let bytes = put_together(&changed.to_string(), &tensors);
                let counter = if try_everything(&bytes, &data, &format!("{path} is {value}")) {
                    &mut read
                } else {
                    &mut refused
                };
                *counter += 1;
            }
        }
    }
    assert!(read > 50 && refused > 500, "{read} read, {refused} refused");
}

#[test]
fn what_cannot_be_read_again_is_not_written() {
    let (data, device) = (data(), device());
    let model = Model::untrained(&PretrainConfig::default(), &data, &device).unwrap();
    let spoilt: [(&str, Spoil); 4] = [
        ("standard deviation", &|model| model.info.std[1] = f32::NAN),
        ("mean", &|model| model.info.mean[0] = f32::INFINITY),
        ("patchRatio", &|model| model.info.config.patch_ratio = f64::NAN),
        ("learningRate", &|model| {
            model.info.config.optimizer = model.info.config.optimizer.at(Some(f64::NAN))
        }),
    ];
    for (what, spoil) in spoilt {
        let mut model = model.clone();
        spoil(&mut model);
        let error = block_on(model.to_bytes()).unwrap_err();
        assert_eq!(error.code(), "invalid-model", "{error}");
        assert!(error.to_string().contains(what), "{what}: {error}");
    }
}

#[test]
fn tensors_that_are_not_needed_may_be_of_any_type() {
    let [bytes, _] = files();
    let (info, tensors) = take_apart(&bytes);
    let mut more = tensors.clone();
    more.push(("backbone.stem.norm.num_batches_tracked".into(), Dtype::I64, vec![], vec![0; 8]));
    more.push(("notes".into(), Dtype::U8, vec![3], vec![1, 2, 3]));
    more.push(("half".into(), Dtype::BF16, vec![2], vec![0, 0, 192, 127]));
    more.push(("unused".into(), Dtype::F32, vec![1], f32::NAN.to_le_bytes().to_vec()));
    let read = Model::from_bytes(&put_together(&info.to_string(), &more), &device()).unwrap();
    let original = Model::from_bytes(&bytes, &device()).unwrap();
    let tensors_of = |model: &Model| block_on(collect(&model.network, "")).unwrap();
    assert_eq!(tensors_of(&read), tensors_of(&original));

    // One that is needed is named with its type.
    let mut other = tensors;
    let weight = other.iter_mut().find(|tensor| tensor.0 == "head.bias").unwrap();
    (weight.1, weight.3) = (Dtype::F16, vec![0; weight.3.len() / 2]);
    let error =
        Model::from_bytes(&put_together(&info.to_string(), &other), &device()).unwrap_err().to_string();
    assert!(error.contains("`head.bias` is F16, expected F32"), "{error}");
}
